import type { BareJid } from './address.ts'

/** Somebody who wants to see our presence (RFC 6121, 3.1.3) and waits for an answer. */
export interface ContactRequest {
  readonly address: BareJid
  /** What they call themselves (XEP-0172): nobody has checked it. Null where they do not. */
  readonly nickname: string | null
  /** What they wrote with it. */
  readonly text: string | null
  /** When it arrived first: milliseconds since 1970. */
  readonly time: number
}
