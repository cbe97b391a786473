import type { BareJid } from './address.ts'

/** A roster item (RFC 6121, 2.1.2). */
export interface Contact {
  readonly address: BareJid
  /** The name that the person gave; null where there is none. */
  readonly name: string | null
  readonly groups: readonly string[]
  readonly subscription: 'none' | 'to' | 'from' | 'both'
  /** A request of ours waits for an answer. */
  readonly asked: boolean
}
