import type { FullJid } from '../../../shared/domain/address.ts'

/** Where a stanza stands in a managed stream (XEP-0198, 4): what counts from 1, without end. */
export interface StreamPlace {
  readonly stream: string
  readonly count: number
}

/** The place of a received one. It may be called handled on disk only where `after` is: nothing before it is missing. */
export interface ReceivedPlace extends StreamPlace {
  readonly after: number
}

/** What is known of a managed stream whose connection is gone. */
export interface KeptStream {
  readonly id: string
  readonly address: FullJid
  /** How many stanzas of the server are handled for good. */
  readonly inbound: number
  /** Messages that were written, or just about to be, and their places; the acknowledgement is not known. */
  readonly unacknowledged: readonly { readonly message: string; readonly count: number }[]
}

/**
 * Where one account's connection keeps what it needs to go on after the program was killed. Everything resolves when
 * it is on disk, and is done in the order of the calls.
 */
export interface StreamKeeper {
  load(): Promise<KeptStream | null>
  /** Replaces what was kept. */
  began(stream: { readonly id: string; readonly address: FullJid }): Promise<void>
  /** The message is about to be written at this place. */
  writing(place: StreamPlace, message: string): Promise<void>
  /** All stanzas up to this place are handled; the place of a message is kept with the message itself. */
  handled(place: StreamPlace): Promise<void>
  /** It goes on behind this place after it was given up: what stood there was not handled, and its places mean others now. */
  continued(place: StreamPlace): Promise<void>
  /** The stream is over, and nothing of it is in doubt. */
  ended(): Promise<void>
}
