import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { AccountId } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Log } from '../ports/log.ts'
import type { Secrets } from '../ports/secrets.ts'

/** Remembered passwords: encrypted by the system's keychain, or not kept at all. */
export interface Passwords {
  /** @throws AppError `keychain-unavailable` */
  remember(account: AccountId, password: string): void
  /** Null where there is none, or the keychain does not give it. */
  recall(account: AccountId): string | null
  /** @throws AppError `storage-failed` */
  forget(account: AccountId): void
}

const fileFormat = z.record(z.string(), z.base64())

export function createPasswords(options: {
  readonly folder: string
  readonly secrets: Secrets
  readonly log: Log
}): Passwords {
  const { secrets, log } = options
  const file = join(options.folder, 'passwords.json')

  function read(): Record<string, string> {
    try {
      return fileFormat.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      // Absent, or damaged: then the passwords are asked for again.
      return {}
    }
  }

  function write(entries: Readonly<Record<string, string>>): void {
    const next = `${file}.next`
    writeFileSync(next, JSON.stringify(entries), { mode: 0o600, flush: true })
    renameSync(next, file)
  }

  return {
    remember(account, password) {
      try {
        if (!secrets.isAvailable()) throw new Error('there is none')
        write({ ...read(), [account]: Buffer.from(secrets.encrypt(password)).toString('base64') })
      } catch (error) {
        throw new AppError('keychain-unavailable', 'The keychain refused the password', {}, error)
      }
    },
    recall(account) {
      const entry = read()[account]
      if (entry === undefined) return null
      try {
        if (!secrets.isAvailable()) return null
        return secrets.decrypt(Buffer.from(entry, 'base64'))
      } catch (error) {
        log.warn('a remembered password cannot be read', { error: error instanceof Error ? error.message : '' })
        return null
      }
    },
    forget(account) {
      const entries = read()
      if (!Object.hasOwn(entries, account)) return
      delete entries[account]
      try {
        write(entries)
      } catch (error) {
        throw new AppError('storage-failed', 'A password could not be forgotten', {}, error)
      }
    },
  }
}
