import type { FullJid } from './address.ts'
import type { Failure } from './failure.ts'

export type EncryptionMode = 'required' | 'optional' | 'disabled'

/** How one account connects: what the "Advanced" dialog edits. */
export interface ConnectionSettings {
  readonly encryption: EncryptionMode
  /** TLS from the first byte ("legacy SSL"); excludes `disabled`. */
  readonly directTls: boolean
  /** Where to connect when DNS does not know the domain; null finds the server by itself. */
  readonly host: string | null
  /** Null is 5222, or 5223 with `directTls`. */
  readonly port: number | null
  /** Null is a name made at random for this profile. */
  readonly resource: string | null
  /** Presence priority, -128 to 127 (RFC 6121, 4.7.2.3). */
  readonly priority: number
  /** Consent to PLAIN over a stream without TLS, for this account only. */
  readonly allowPlainWithoutTls: boolean
}

export const defaultConnectionSettings: ConnectionSettings = {
  encryption: 'required',
  directTls: false,
  host: null,
  port: null,
  resource: null,
  priority: 1,
  allowPlainWithoutTls: false,
}

/** What the connection really is; the lock in the window says nothing else. */
export interface ConnectionSecurity {
  readonly encrypted: boolean
  /** `TLSv1.3`; null without TLS. */
  readonly protocol: string | null
  readonly cipher: string | null
  readonly fingerprint: string | null
  /** How the certificate was accepted; null without TLS. */
  readonly trust: 'chain' | 'pinned' | null
  /** SASL mechanism that was used. */
  readonly mechanism: string
}

export type ConnectionStep = 'resolving' | 'connecting' | 'securing' | 'authenticating' | 'binding'

export type ConnectionState =
  /** Nothing is going on. `failure` says why automatic attempts ended, null after signing out. */
  | { readonly phase: 'offline'; readonly failure: Failure | null }
  | { readonly phase: 'connecting'; readonly step: ConnectionStep; readonly attempt: number }
  | { readonly phase: 'online'; readonly address: FullJid; readonly security: ConnectionSecurity }
  /** A network failure; the next attempt starts by itself at `retryAt` (milliseconds since 1970). */
  | { readonly phase: 'waiting'; readonly failure: Failure; readonly retryAt: number }
