import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import type { ConnectionSettings, ConnectionState } from '../../../shared/domain/connection.ts'
import { AppError, type Failure } from '../../../shared/domain/failure.ts'
import { defaultOwnPresence, type OwnPresence } from '../../../shared/domain/presence.ts'
import type { RememberedAccount } from '../../../shared/ipc/account.ts'
import { prepareAccountJid, splitJid } from '../../stanza/jid.ts'
import { preparePassword } from '../../stanza/password.ts'
import type { Store } from '../../store/store.ts'
import type { Emit } from '../events.ts'
import { type Clock, drop, type Log } from '../ports/index.ts'
import type { Passwords } from './passwords.ts'
import type { AccountRuntime, CreateRuntime } from './runtime.ts'

export interface SignInRequest {
  readonly address: string
  readonly password: string | null
  readonly rememberPassword: boolean
  readonly signInAutomatically: boolean
  readonly settings: ConnectionSettings
}

/** The accounts in use, and everything a person can do with one as a whole. Methods throw AppError. */
export interface Accounts {
  /** Opens and connects what signs in automatically. */
  start(): Promise<void>
  recall(address: string): RememberedAccount | null
  signIn(request: SignInRequest): Promise<AccountId>
  cancelSignIn(account: AccountId): Promise<void>
  signOut(account: AccountId, removeHistory: boolean): Promise<void>
  allowPasswordInClear(account: AccountId): Promise<void>
  trustCertificate(account: AccountId, fingerprint: string): Promise<void>
  forgetCertificate(account: AccountId, fingerprint: string): Promise<void>
  followDomain(account: AccountId): Promise<AccountId>
  retryNow(account: AccountId): void
  setPresence(account: AccountId, presence: OwnPresence): Promise<void>
  /** The outbox of the account has something new. */
  flush(account: AccountId): void
  /** @throws AppError `unknown-account` unless it is in use and unlocked */
  requireUnlocked(account: AccountId): void
  stop(): Promise<void>
}

interface InUse {
  readonly runtime: AccountRuntime
  password: string
  unlocked: boolean
}

export function createAccounts(options: {
  readonly store: Store
  readonly emit: Emit
  readonly passwords: Passwords
  readonly createRuntime: CreateRuntime
  readonly clock: Clock
  readonly log: Log
}): Accounts {
  const { store, emit, passwords, createRuntime, clock, log } = options
  const inUse = new Map<AccountId, InUse>()

  function require(account: AccountId): InUse & { readonly saved: Account } {
    const used = inUse.get(account)
    const saved = store.account(account)
    if (used === undefined || saved === null) throw new AppError('unknown-account', 'This account is not in use')
    return Object.assign(used, { saved })
  }

  async function open(account: AccountId, password: string, unlocked: boolean): Promise<void> {
    await emit({ type: 'account.opened', account, unlocked })
    const runtime = createRuntime({
      account,
      onState: state => drop(stateChanged(account, state), log, 'connection state'),
    })
    inUse.set(account, { runtime, password, unlocked })
  }

  async function close(account: AccountId, removeHistory: boolean): Promise<void> {
    const used = inUse.get(account)
    inUse.delete(account)
    await used?.runtime.dispose()
    await emit({ type: 'account.closed', account, removeHistory })
  }

  /** A sign-in that never succeeded is given up when another begins. */
  async function closeLocked(except: AccountId | null): Promise<void> {
    for (const [account, used] of [...inUse]) {
      if (!used.unlocked && account !== except) await close(account, false)
    }
  }

  async function stateChanged(account: AccountId, state: ConnectionState): Promise<void> {
    const used = inUse.get(account)
    if (used === undefined) return
    if (state.phase === 'online') await signedIn(account, used, state.security.trust === 'chain')
    await emit({ type: 'connection.changed', account, state })
  }

  async function signedIn(account: AccountId, used: InUse, validChain: boolean): Promise<void> {
    const saved = store.account(account)
    if (saved === null) return
    if (saved.rememberPassword) rememberPassword(account, used.password)
    else passwords.forget(account)
    // "a valid chain later replaces the pin silently"
    if (validChain && saved.trustedCertificates.length > 0) await save(saved, { trustedCertificates: [] })
    if (used.unlocked) return
    used.unlocked = true
    await emit({ type: 'account.opened', account, unlocked: true })
  }

  function rememberPassword(account: AccountId, password: string): void {
    try {
      passwords.remember(account, password)
    } catch (error) {
      // The window does not offer it without a keychain; a keychain that refuses later must not end the session.
      log.warn('the password could not be remembered', { error: error instanceof Error ? error.message : '' })
    }
  }

  const save = (account: Account, change: Partial<Account>): Promise<void> =>
    emit({ type: 'account.saved', account: { ...account, ...change } })

  function connect(account: AccountId): void {
    const { runtime, password, saved } = require(account)
    const { settings, trustedCertificates } = saved
    runtime.connect({ password, settings, trustedCertificates })
  }

  function failureOf(account: AccountId): Failure | null {
    const state = require(account).runtime.state()
    return state.phase === 'offline' || state.phase === 'waiting' ? state.failure : null
  }

  /** Of an account in use (the settings change how it connects), or remembered. */
  function knownPassword(account: AccountId): string | null {
    const used = inUse.get(account)
    return used?.unlocked === true ? used.password : passwords.recall(account)
  }

  async function signIn(request: SignInRequest): Promise<AccountId> {
    const account = prepareAccountJid(request.address)
    const password = request.password === null ? knownPassword(account) : preparePassword(request.password)
    if (password === null || password === '') throw new AppError('password-needed', 'There is no password')
    await closeLocked(null)
    const used = inUse.get(account)
    const known = store.account(account)
    await save(
      known ?? {
        id: account,
        settings: request.settings,
        rememberPassword: false,
        signInAutomatically: false,
        trustedCertificates: [],
        presence: defaultOwnPresence,
      },
      {
        settings: request.settings,
        rememberPassword: request.rememberPassword,
        signInAutomatically: request.rememberPassword && request.signInAutomatically,
      },
    )
    if (used === undefined) await open(account, password, false)
    else used.password = password
    connect(account)
    return account
  }

  return {
    async start() {
      for (const account of store.accounts()) {
        if (!account.rememberPassword || !account.signInAutomatically) continue
        const password = passwords.recall(account.id)
        if (password === null) continue
        await open(account.id, password, true)
        connect(account.id)
      }
    },

    recall(address) {
      const account = store.account(prepareAccountJid(address))
      return account === null ? null : { account, hasPassword: passwords.recall(account.id) !== null }
    },

    signIn,

    async cancelSignIn(account) {
      const used = require(account)
      await used.runtime.disconnect()
      if (!used.unlocked) await close(account, false)
    },

    async signOut(account, removeHistory) {
      const { saved } = require(account)
      passwords.forget(account)
      await save(saved, { rememberPassword: false, signInAutomatically: false })
      await close(account, removeHistory)
    },

    async allowPasswordInClear(account) {
      const { saved } = require(account)
      await save(saved, { settings: { ...saved.settings, allowPlainWithoutTls: true } })
      connect(account)
    },

    async trustCertificate(account, fingerprint) {
      const { saved } = require(account)
      const report = failureOf(account)?.details.certificate
      if (report?.fingerprint !== fingerprint) {
        throw new AppError('certificate-changed', 'The sign-in did not stop at this certificate')
      }
      const { previousFingerprint: _, ...description } = report
      const trusted: TrustedCertificate = { ...description, trustedAt: clock.now() }
      const others = saved.trustedCertificates.filter(each => each.domain !== report.domain)
      await save(saved, { trustedCertificates: [...others, trusted] })
      connect(account)
    },

    async forgetCertificate(account, fingerprint) {
      const saved = store.account(account)
      if (saved === null) throw new AppError('unknown-account', 'Nothing is known of this account')
      const trustedCertificates = saved.trustedCertificates.filter(each => each.fingerprint !== fingerprint)
      await save(saved, { trustedCertificates })
    },

    async followDomain(account) {
      const { saved, password } = require(account)
      const failure = failureOf(account)
      const domain = failure?.code === 'domain-mismatch' ? failure.details.offeredDomain : undefined
      const { local, domain: typedDomain } = splitJid(account)
      if (domain === undefined || local === null) {
        throw new AppError('domain-mismatch', 'The server gave itself no other name')
      }
      const next = await signIn({
        address: `${local}@${domain}`,
        password,
        rememberPassword: saved.rememberPassword,
        signInAutomatically: saved.signInAutomatically,
        settings: { ...saved.settings, host: saved.settings.host ?? typedDomain },
      })
      // What was typed was no account: nothing of it stays.
      await emit({ type: 'account.closed', account, removeHistory: true })
      return next
    },

    retryNow(account) {
      require(account)
      connect(account)
    },

    async setPresence(account, presence) {
      const { saved, runtime } = require(account)
      await save(saved, { presence })
      await runtime.publish(presence)
    },

    flush: account => inUse.get(account)?.runtime.flush(),

    requireUnlocked(account) {
      if (!require(account).unlocked) throw new AppError('unknown-account', 'This account has not signed in yet')
    },

    async stop() {
      await Promise.all([...inUse.values()].map(used => used.runtime.dispose()))
      inUse.clear()
    },
  }
}
