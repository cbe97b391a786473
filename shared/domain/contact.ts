import type { BareJid } from './address.ts'
import type { Failure } from './failure.ts'

/** A roster item (RFC 6121, 2.1.2): what the server has confirmed, never what was only asked for. */
export interface Contact {
  readonly address: BareJid
  /** The name that the person gave; null where there is none. */
  readonly name: string | null
  readonly groups: readonly string[]
  readonly subscription: 'none' | 'to' | 'from' | 'both'
  /** A request of ours waits for an answer. */
  readonly asked: boolean
  /** What became of our last request, where that is nothing good; absent once we see their presence, or ask again. */
  readonly problem?: Failure
}

/** Whether we see their presence. */
export function seesThem(contact: Contact | null | undefined): boolean {
  return contact?.subscription === 'to' || contact?.subscription === 'both'
}

/** Whether they see ours. */
export function seesUs(contact: Contact | null | undefined): boolean {
  return contact?.subscription === 'from' || contact?.subscription === 'both'
}
