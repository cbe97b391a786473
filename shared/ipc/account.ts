import { z } from 'zod'
import type { Account } from '../domain/account.ts'
import type { AccountId } from '../domain/address.ts'
import type { ConnectionSettings } from '../domain/connection.ts'
import { command } from './command.ts'
import { fingerprint, knownAddress, typedAddress } from './guards.ts'

const port = z.int().min(1).max(65_535)

/** Guard of the "Advanced" dialog's settings. Direct TLS and `disabled` exclude each other. */
export const connectionSettings: z.ZodType<ConnectionSettings> = z
  .strictObject({
    encryption: z.enum(['required', 'optional', 'disabled']),
    directTls: z.boolean(),
    host: z.string().trim().min(1).max(253).nullable(),
    port: port.nullable(),
    resource: z.string().min(1).max(1023).nullable(),
    priority: z.int().min(-128).max(127),
    allowPlainWithoutTls: z.boolean(),
  })
  .refine(settings => !(settings.directTls && settings.encryption === 'disabled'))

/** What is remembered of an address that is typed into the sign-in window. */
export interface RememberedAccount {
  readonly account: Account
  readonly hasPassword: boolean
}

export const accountCommands = {
  /** What is remembered of an address, null where nothing is. */
  'account.recall': command<RememberedAccount | null>()(z.strictObject({ address: typedAddress })),
  /** Starts signing in and answers at once; how it goes comes as `connection.changed`. A null password is the remembered one. */
  'account.signIn': command<AccountId>()(
    z.strictObject({
      address: typedAddress,
      password: z.string().max(1023).nullable(),
      rememberPassword: z.boolean(),
      signInAutomatically: z.boolean(),
      settings: connectionSettings,
    }),
  ),
  'account.cancelSignIn': command<void>()(z.strictObject({ account: knownAddress })),
  /** Forgets the password; with `removeHistory` all else of the account too. */
  'account.signOut': command<void>()(z.strictObject({ account: knownAddress, removeHistory: z.boolean() })),
  /** "Allow and sign in": keeps the consent for this account and tries again. */
  'account.allowPasswordInClear': command<void>()(z.strictObject({ account: knownAddress })),
  /** "Trust this certificate": pins what the sign-in stopped at, if it still is this one, and tries again. */
  'account.trustCertificate': command<void>()(z.strictObject({ account: knownAddress, fingerprint })),
  'account.forgetCertificate': command<void>()(z.strictObject({ account: knownAddress, fingerprint })),
  /** After `domain-mismatch`: signs in to the name that the server gave itself, through the same host. */
  'account.followDomain': command<AccountId>()(z.strictObject({ account: knownAddress })),
  /** "Try now". */
  'account.retryNow': command<void>()(z.strictObject({ account: knownAddress })),
}
