import type { AccountId, BareJid, Peer } from './address.ts'
import type { Failure } from './failure.ts'
import type { SharedFile } from './file.ts'

declare const messageId: unique symbol

/** Our own id of a message; for outgoing ones also its `id` and origin-id on the wire (XEP-0359). */
export type MessageId = string & { readonly [messageId]: true }

/** How far an own message has come. `delivered` and `displayed` come with receipts and markers. */
export type MessageState = 'queued' | 'sent' | 'stored' | 'delivered' | 'displayed' | 'failed'

/** What somebody sent or wanted that we cannot do yet. */
export interface Unsupported {
  /** `session`: something to be done at once with both there, of a kind that nobody here knows. */
  readonly what: 'file' | 'call' | 'video-call' | 'session' | 'otr' | 'encrypted' | 'attention'
  /** Of the file, or of the encryption: in one line, as its sender says. */
  readonly name: string | null
  /** Bytes of the file, as its sender says. */
  readonly size: number | null
}

/** Who has sent a notice through the server, and to whom: `all`, or the name of a group there. */
export interface Relay {
  readonly by: BareJid
  readonly to: string
}

/** Who has written a message of a room. */
export interface RoomSender {
  readonly nick: string
  /** XEP-0421; null where the room gives none. */
  readonly occupantId: string | null
  /** Who it is; null where the room does not tell. */
  readonly address: BareJid | null
}

/** What a message says besides its words; most say nothing. */
export interface MessageExtra {
  /** In rooms alone, ours too. */
  readonly sender?: RoomSender
  /** In rooms: it names us. */
  readonly mentionsMe?: true
  /** In one line. */
  readonly subject?: string
  readonly relay?: Relay
  readonly unsupported?: Unsupported
  /** It is a file, and the body its address. */
  readonly file?: SharedFile
}

export interface Message extends MessageExtra {
  readonly account: AccountId
  readonly id: MessageId
  /** The other end of the conversation. */
  readonly peer: Peer
  readonly direction: 'in' | 'out'
  readonly body: string
  /** When it was written, as well as is known: milliseconds since 1970. */
  readonly time: number
  /** Place in the conversation; grows, never changes. */
  readonly order: number
  /** Null for messages of others. */
  readonly state: MessageState | null
  /** Why it is `failed`. */
  readonly failure: Failure | null
}

/** A piece from the middle of a conversation. */
export interface MiddlePage extends MessagePage {
  /** There are newer ones after the last. */
  readonly hasNewer: boolean
}

/** Messages that hold what was looked for, newest first. */
export interface FoundMessages {
  readonly messages: readonly Message[]
  /** How many there are, these included; where there are thousands only the newest are counted. */
  readonly total: number
}

/** When an own message came to a state. Without a time where it has passed it unseen, or before times were kept. */
export interface DeliveryStep {
  readonly state: MessageState
  /** Milliseconds since 1970. */
  readonly time: number | null
}

/** A piece of a conversation, oldest first. */
export interface MessagePage {
  readonly messages: readonly Message[]
  /** There are older ones before the first. */
  readonly hasMore: boolean
}
