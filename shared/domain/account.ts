import type { AccountId } from './address.ts'
import type { TrustedCertificate } from './certificate.ts'
import type { ConnectionSettings } from './connection.ts'
import type { OwnPresence } from './presence.ts'

/** One account as the settings file keeps it. Passwords are never part of it. */
export interface Account {
  readonly id: AccountId
  readonly settings: ConnectionSettings
  readonly rememberPassword: boolean
  readonly signInAutomatically: boolean
  readonly trustedCertificates: readonly TrustedCertificate[]
  /** What the person chose last; sent after each sign-in. */
  readonly presence: OwnPresence
}
