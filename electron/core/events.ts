import type { Account } from '../../shared/domain/account.ts'
import type { AccountId, BareJid, FullJid, Peer } from '../../shared/domain/address.ts'
import type { ArchivePhase } from '../../shared/domain/archive.ts'
import type { Blocking } from '../../shared/domain/blocking.ts'
import type { ConnectionState } from '../../shared/domain/connection.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import type { Download, SharedFile, Transfer, TransferId, TransferPhase } from '../../shared/domain/file.ts'
import type { MessageExtra, MessageId } from '../../shared/domain/message.ts'
import type { Availability } from '../../shared/domain/presence.ts'
import type { PictureHash, ProfileFacts } from '../../shared/domain/profile.ts'
import type { ContactRequest } from '../../shared/domain/request.ts'
import type { InvitedPerson, Occupant, Room, RoomInvitation } from '../../shared/domain/room.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { ReceivedPlace, StreamPlace } from './ports/index.ts'

/**
 * How a copy of a message came: from its sender, be it late (`direct`), as what another device of ours got or sent
 * (`carbon`), out of the server's archive or the room's, or as what a room tells of before to who comes in (`history`).
 */
export type CopySource = 'direct' | 'carbon' | 'archive' | 'history'

/** A message as it arrived (RFC 6121, 5). Several copies of one may come, in any order: the store makes one of them. */
export interface ReceivedMessage {
  readonly peer: Peer
  /** By the address of the peer when left out: nobody else can be a room. */
  readonly kind?: 'room'
  readonly from: FullJid | BareJid
  /** `id` of the stanza; Spark sends none. */
  readonly stanzaId: string | null
  /** XEP-0359 origin-id. */
  readonly originId: string | null
  readonly body: string
  /** Its sender wants to know when it was seen (XEP-0333), and gave it an id to say so; no when left out. */
  readonly markable?: boolean
  /** When it was written: a delay stamp (XEP-0203) of the server, else its arrival. */
  readonly time: number
  /** It was kept for us before it came: a delay stamp of the server. No when left out. */
  readonly isDelayed?: boolean
  /** `direct` when left out. */
  readonly source?: CopySource
  /** `out`: we have written it, on another device; `in` when left out. */
  readonly direction?: 'in' | 'out'
  /** In rooms: nothing but the nickname says who has written it. */
  readonly isUnproved?: boolean
  /** By which our archive knows it, where that can be believed. */
  readonly archiveId?: string | null
  /** What it says besides its words. */
  readonly extra?: MessageExtra
  /** A server says it at every sign-in: once more the same is nothing new. */
  readonly isGreeting?: boolean
}

/** A message that was written here, and is to go out. */
export interface QueuedMessage {
  readonly account: AccountId
  readonly id: MessageId
  readonly peer: Peer
  readonly kind?: 'room' | undefined
  readonly body: string
  readonly time: number
  /** In rooms: as whom we write. */
  readonly extra?: MessageExtra
}

/** A transfer, and what no window is told of it. */
export interface KeptTransfer {
  readonly transfer: Transfer
  /** Where the file lies. */
  readonly source: string
  /** When it was written last: milliseconds since 1970. */
  readonly modified: number
  /** It is a copy of ours, and goes with the transfer. */
  readonly isOwned: boolean
}

/** A place in the server's archive. */
export interface ArchivePoint {
  /** By which the archive pages (XEP-0059); null where only the time is known. */
  readonly id: string | null
  /** Milliseconds since 1970, by the server's clock. */
  readonly time: number
}

/** A page of our archive, or of a room's (XEP-0313). */
export interface ArchivedPage {
  /** Whose archive; ours when left out. */
  readonly room?: BareJid | undefined
  /** Oldest first, of any conversation. */
  readonly messages: readonly ReceivedMessage[]
  /** `forward` goes on behind what is known, `backward` ahead of it. */
  readonly direction: 'forward' | 'backward'
  /** Whose conversation alone was asked for; null: all of it. */
  readonly peer: Peer | null
  /** How far it reaches; null where nothing came. */
  readonly first: ArchivePoint | null
  readonly last: ArchivePoint | null
  /** There is nothing beyond it. */
  readonly complete: boolean
  /** By our clock: what is new in it was written before. */
  readonly until: number
  /** Milliseconds that its times are ahead of our clock; 0 when left out. */
  readonly ahead?: number
}

/** What one resource of a person says (RFC 6121, 4.7). */
export interface ResourcePresence {
  readonly from: FullJid | BareJid
  readonly availability: Availability
  readonly status: string | null
  readonly priority: number
}

/** What somebody says of themselves, as their server gave it. */
export interface ReceivedProfile {
  readonly address: BareJid
  readonly fullName: string | null
  readonly nickname: string | null
  readonly facts: ProfileFacts
  readonly picture: { readonly hash: PictureHash; readonly bytes: Uint8Array } | null
  /** What their presence said of the picture when they were asked, or what it would say; '' is none. */
  readonly announced: string | null
}

/** What is kept on disk of a room of the list. */
export interface KeptRoom extends Pick<Room, 'name' | 'nick' | 'isBookmarked' | 'autojoin' | 'notify'> {
  /** It is never told to a window. */
  readonly password: string | null
}

/** What our list of rooms and the bookmarks on the server last agreed on, of one room. */
export interface KeptBookmark {
  readonly address: BareJid
  readonly nick: string
  readonly autojoin: boolean
  /** Whether it is to be joined by itself as the list of XEP-0048 says, and the items of XEP-0402; null: it is not there. */
  readonly storage: boolean | null
  readonly items: boolean | null
}

/** From one version of the contact list to the next: it counts only where that one is kept. */
export interface RosterStep {
  readonly after: string
  readonly now: string
}

/** Everything that can happen. Only the store turns an event into truth. */
export type DomainEvent =
  | { readonly type: 'settings.changed'; readonly settings: Partial<Settings> }
  /** New, or with other values. */
  | { readonly type: 'account.saved'; readonly account: Account }
  /** Comes into use, locked when sign-in begins without a remembered password; unlocked at the first success. */
  | { readonly type: 'account.opened'; readonly account: AccountId; readonly unlocked: boolean }
  /** Signed out: out of use; with `removeHistory` all that was kept of it goes. */
  | { readonly type: 'account.closed'; readonly account: AccountId; readonly removeHistory: boolean }
  | { readonly type: 'connection.changed'; readonly account: AccountId; readonly state: ConnectionState }
  /** The whole list. `version` is what the server calls it (RFC 6121, 2.6), kept to ask for what has changed since. */
  | {
      readonly type: 'roster.received'
      readonly account: AccountId
      readonly contacts: readonly Contact[]
      readonly version?: string
    }
  /** It is the one that is kept. */
  | { readonly type: 'roster.confirmed'; readonly account: AccountId }
  | {
      readonly type: 'contact.pushed'
      readonly account: AccountId
      readonly contact: Contact
      readonly version?: RosterStep
    }
  | {
      readonly type: 'contact.removed'
      readonly account: AccountId
      readonly address: BareJid
      readonly version?: RosterStep
    }
  /** What became of our request to see their presence, where that is nothing good; null when we ask again. */
  | {
      readonly type: 'contact.refused'
      readonly account: AccountId
      readonly address: BareJid
      readonly failure: Failure | null
    }
  /** Somebody wants to see our presence. The time is that of the arrival. */
  | { readonly type: 'request.received'; readonly account: AccountId; readonly request: ContactRequest }
  /** We have answered, or they took it back. */
  | { readonly type: 'request.ended'; readonly account: AccountId; readonly address: BareJid }
  | { readonly type: 'sharedGroups.received'; readonly account: AccountId; readonly groups: readonly string[] }
  /** What our server says of who is blocked. */
  | { readonly type: 'blocking.received'; readonly account: AccountId; readonly blocking: Blocking }
  /** We are in a room. It comes into the list, and is joined by itself at each sign-in; who has invited us to it is answered. */
  | {
      readonly type: 'room.joined'
      readonly account: AccountId
      readonly room: BareJid
      readonly own: Pick<Occupant, 'nick' | 'role' | 'affiliation'>
      readonly password: string | null
      readonly subject: Room['subject']
      /** We too. */
      readonly occupants: readonly Occupant[]
    }
  /** What is kept of a room; one that is not in the list comes into it where a nick is given. */
  | {
      readonly type: 'room.kept'
      readonly account: AccountId
      readonly room: BareJid
      readonly kept: Partial<KeptRoom>
    }
  /** How it stands with a room of the list. Who is in it is known only while we are. */
  | {
      readonly type: 'room.changed'
      readonly account: AccountId
      readonly room: BareJid
      readonly facts: Partial<Pick<Room, 'phase' | 'subject' | 'traits'>>
    }
  /** It is not in the list any more. */
  | { readonly type: 'room.removed'; readonly account: AccountId; readonly room: BareJid }
  /** What is the same here and on the server; told whole. */
  | { readonly type: 'bookmark.agreed'; readonly account: AccountId; readonly bookmarks: readonly KeptBookmark[] }
  /** Who came into a room or is otherwise now, and the nicks of who is gone; `own`: what we are in it now. */
  | {
      readonly type: 'occupants.changed'
      readonly account: AccountId
      readonly room: BareJid
      readonly occupants: readonly Occupant[]
      readonly gone: readonly string[]
      readonly own: Pick<Occupant, 'nick' | 'role' | 'affiliation'> | null
    }
  | {
      readonly type: 'invitation.received'
      readonly account: AccountId
      readonly invitation: RoomInvitation
      readonly password: string | null
    }
  | { readonly type: 'invitation.ended'; readonly account: AccountId; readonly room: BareJid }
  /** All whom we have invited to a room since the program started. */
  | {
      readonly type: 'invited.changed'
      readonly account: AccountId
      readonly room: BareJid
      readonly people: readonly InvitedPerson[]
    }
  /** Nobody tells us of anybody any more: what was known of presence is no longer true. */
  | { readonly type: 'presence.forgotten'; readonly account: AccountId }
  | { readonly type: 'profile.received'; readonly account: AccountId; readonly profile: ReceivedProfile }
  /** They say that they have none any more. */
  | { readonly type: 'profile.pictureRemoved'; readonly account: AccountId; readonly address: BareJid }
  /** A managed stream has begun; it takes the place of the one before. */
  | { readonly type: 'stream.began'; readonly account: AccountId; readonly id: string; readonly address: FullJid }
  /** What the server has sent on it is handled up to this place. */
  | { readonly type: 'stream.handled'; readonly account: AccountId; readonly place: StreamPlace }
  /** The server goes on with it after a restart of ours: what stood behind this place gets new places, or none. */
  | { readonly type: 'stream.continued'; readonly account: AccountId; readonly place: StreamPlace }
  | { readonly type: 'stream.ended'; readonly account: AccountId }
  | { readonly type: 'presence.received'; readonly account: AccountId; readonly presence: ResourcePresence }
  | {
      readonly type: 'message.received'
      readonly account: AccountId
      readonly message: ReceivedMessage
      /** Kept together with it: what is acknowledged is kept. */
      readonly place?: ReceivedPlace | null
    }
  /** What a room tells of before to who comes in (XEP-0045, 7.2.13), oldest first. `until`: when we came in, by our clock. */
  | {
      readonly type: 'message.recounted'
      readonly account: AccountId
      readonly messages: readonly ReceivedMessage[]
      readonly until: number
      /** Milliseconds that its times are ahead of our clock; 0 when left out. */
      readonly ahead?: number
    }
  /** What is missing here of the archive, ours or a room's, comes before what arrives from now on. */
  | {
      readonly type: 'archive.began'
      readonly account: AccountId
      readonly room?: BareJid | undefined
      readonly time: number
    }
  | { readonly type: 'archive.changed'; readonly account: AccountId; readonly phase: ArchivePhase }
  /** The server keeps no archive for the account, or the room has none: nothing is missing. */
  | { readonly type: 'archive.absent'; readonly account: AccountId; readonly room?: BareJid | undefined }
  /** Kept together with how far it reaches: an end in between loses nothing and doubles nothing. */
  | { readonly type: 'message.archived'; readonly account: AccountId; readonly page: ArchivedPage }
  | ({ readonly type: 'message.queued' } & QueuedMessage)
  /** Written to the stream. */
  | { readonly type: 'message.sent'; readonly account: AccountId; readonly ids: readonly MessageId[] }
  /** About to be written at this place: it is `sent` from here on, and in doubt until it is `stored`. */
  | {
      readonly type: 'message.placed'
      readonly account: AccountId
      readonly id: MessageId
      readonly place: StreamPlace
    }
  /** Acknowledged by the server. */
  | { readonly type: 'message.stored'; readonly account: AccountId; readonly ids: readonly MessageId[] }
  /** Whom it went to says that it has arrived (XEP-0184): `id` as it stands in what they sent. */
  | { readonly type: 'message.delivered'; readonly account: AccountId; readonly peer: Peer; readonly id: string }
  /** Whom it went to says that it was seen (XEP-0333), and with it all that we had written before. */
  | { readonly type: 'message.displayed'; readonly account: AccountId; readonly peer: Peer; readonly id: string }
  | { readonly type: 'message.failed'; readonly account: AccountId; readonly id: MessageId; readonly failure: Failure }
  /** The person sends a failed one again: it is `queued` once more. */
  | { readonly type: 'message.retried'; readonly account: AccountId; readonly id: MessageId }
  | { readonly type: 'message.deleted'; readonly account: AccountId; readonly id: MessageId }
  | {
      readonly type: 'conversation.read'
      readonly account: AccountId
      readonly peer: Peer
      readonly upTo: number
    }
  /** Another device of ours says that the person has seen everything up to the message with this `id` of the peer's. */
  | {
      readonly type: 'conversation.readElsewhere'
      readonly account: AccountId
      readonly peer: Peer
      readonly id: string
    }
  /** The peer knows that everything up to this `order` was seen, or is not to know. */
  | { readonly type: 'conversation.marked'; readonly account: AccountId; readonly peer: Peer; readonly upTo: number }
  /** Somebody begins to write to us, or ends. */
  | { readonly type: 'typing.changed'; readonly account: AccountId; readonly peer: Peer; readonly typing: boolean }
  /** What is being written to somebody; empty: nothing. `message.queued` ends it by itself. */
  | {
      readonly type: 'conversation.drafted'
      readonly account: AccountId
      readonly peer: Peer
      readonly text: string
    }
  /** A file is to be sent. */
  | { readonly type: 'transfer.queued'; readonly account: AccountId; readonly kept: KeptTransfer }
  | {
      readonly type: 'transfer.changed'
      readonly account: AccountId
      readonly id: TransferId
      readonly phase: TransferPhase
    }
  | { readonly type: 'transfer.removed'; readonly account: AccountId; readonly id: TransferId }
  /** The file is on the server: these messages take its place in the outbox, together with its end. */
  | {
      readonly type: 'transfer.sent'
      readonly account: AccountId
      readonly transfer: TransferId
      readonly messages: readonly QueuedMessage[]
    }
  | { readonly type: 'download.changed'; readonly account: AccountId; readonly download: Download }
  | { readonly type: 'download.removed'; readonly account: AccountId; readonly message: MessageId }
  /** The file of a message is here, and this is what it is. */
  | { readonly type: 'file.kept'; readonly account: AccountId; readonly message: MessageId; readonly file: SharedFile }
  /** The window shows it; null: none. */
  | { readonly type: 'conversation.opened'; readonly account: AccountId; readonly peer: Peer | null }

/** Where the features say what happened; resolves when the store has it, on disk where it belongs there. */
export type Emit = (event: DomainEvent) => Promise<void>
