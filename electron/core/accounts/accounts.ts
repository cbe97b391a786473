import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import type { ConnectionSettings, ConnectionState } from '../../../shared/domain/connection.ts'
import { AppError, type Failure } from '../../../shared/domain/failure.ts'
import { defaultOwnPresence, type OwnPresence } from '../../../shared/domain/presence.ts'
import type { DirectoryAnswer } from '../../../shared/domain/search.ts'
import type { RememberedAccount } from '../../../shared/ipc/account.ts'
import { prepareAccountJid, splitJid, withResource } from '../../stanza/jid.ts'
import { preparePassword } from '../../stanza/password.ts'
import type { Store } from '../../store/store.ts'
import type { BlockingFeature } from '../../xmpp/blocking/blocking.ts'
import type { ContactActions } from '../contacts/contact-actions.ts'
import type { Emit } from '../events.ts'
import type { FileActions } from '../files/file-actions.ts'
import type { HistoryActions } from '../history/create-history.ts'
import { type Clock, drop, type Log } from '../ports/index.ts'
import type { RoomActions } from '../rooms/room-actions.ts'
import type { Passwords } from './passwords.ts'
import type { AccountRuntime, CreateRuntime, ProfileActions } from './runtime.ts'
import { createTurns } from './turns.ts'

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
  /** The computer woke up, or is on another network: every connection is looked after at once. */
  wake(): void
  setPresence(account: AccountId, presence: OwnPresence): Promise<void>
  /** Says anew how the person is and what we do, wherever that is another now. */
  publishAll(): void
  /** Asks the directories of the account's server. @throws AppError `not-connected`, `network-lost` */
  searchDirectory(account: AccountId, text: string): Promise<DirectoryAnswer>
  /** What can be done to its list of contacts. @throws AppError `unknown-account` unless it is in use and unlocked */
  contacts(account: AccountId): ContactActions
  /** @throws AppError `unknown-account` unless it is in use and unlocked */
  profiles(account: AccountId): ProfileActions
  /** Who may not reach it. @throws AppError `unknown-account` unless it is in use and unlocked */
  blocking(account: AccountId): Pick<BlockingFeature, 'block' | 'unblock'>
  /** What can be done with rooms. @throws AppError `unknown-account` unless it is in use and unlocked */
  rooms(account: AccountId): RoomActions
  /** Its files. @throws AppError `unknown-account` unless it is in use and unlocked */
  files(account: AccountId): FileActions
  /** What its server has kept. @throws AppError `unknown-account` unless it is in use and unlocked */
  history(account: AccountId): HistoryActions
  /** What a person does in the conversations of an account; null where it is not in use. */
  talk(account: AccountId): Pick<AccountRuntime, 'flush' | 'hasRead' | 'setTyping' | 'show'> | null
  /** The outbox of the account has something new. */
  flush(account: AccountId): void
  /** @throws AppError `unknown-account` unless it is in use and unlocked */
  requireUnlocked(account: AccountId): void
  stop(): Promise<void>
}

interface InUse {
  readonly account: AccountId
  readonly runtime: AccountRuntime
  /** What the attempts are made with. */
  password: string
  /** What has led in since the start, or is remembered. */
  provenPassword: string | null
  unlocked: boolean
  /** Nothing was known of it before: a sign-in that leads elsewhere leaves nothing behind. */
  readonly isNew: boolean
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
  /** Goodbyes under way. */
  const endings = new Set<Promise<void>>()
  /** Whatever changes an account reads it first: two at once would undo each other. */
  const inTurn = createTurns()

  function require(account: AccountId): InUse {
    const used = inUse.get(account)
    if (used === undefined) throw new AppError('unknown-account', 'This account is not in use')
    return used
  }

  function unlocked(account: AccountId): AccountRuntime {
    const used = require(account)
    requireUnlocked(used)
    return used.runtime
  }

  function requireSaved(account: AccountId): Account {
    const saved = store.account(account)
    if (saved === null) throw new AppError('unknown-account', 'Nothing is known of this account')
    return saved
  }

  const save = (account: Account, change: Partial<Account>): Promise<void> =>
    emit({ type: 'account.saved', account: { ...account, ...change } })

  async function open(
    account: AccountId,
    password: string,
    how: { unlocked: boolean; isNew: boolean },
  ): Promise<InUse> {
    await emit({ type: 'account.opened', account, unlocked: how.unlocked })
    const runtime = createRuntime({ account, onState: state => stateChanged(used, state) })
    const used: InUse = { account, runtime, password, provenPassword: how.unlocked ? password : null, ...how }
    inUse.set(account, used)
    return used
  }

  /** Its connection says goodbye by itself. Always the first step: whatever the disk says, nobody stays signed in. */
  function end(account: AccountId): void {
    const used = inUse.get(account)
    if (used === undefined) return
    inUse.delete(account)
    const ending = used.runtime.dispose().finally(() => endings.delete(ending))
    endings.add(ending)
    drop(ending, log, 'goodbye')
  }

  async function close(account: AccountId, removeHistory: boolean): Promise<void> {
    end(account)
    if (removeHistory) passwords.forget(account)
    await emit({ type: 'account.closed', account, removeHistory })
  }

  /** A sign-in that never succeeded is given up when another begins. */
  async function closeLocked(): Promise<void> {
    for (const used of [...inUse.values()]) if (!used.unlocked) await close(used.account, false)
  }

  function connect(used: InUse, areProven = false): void {
    const { account, runtime, password } = used
    const { settings } = requireSaved(account)
    runtime.connect({
      password,
      settings,
      trustedCertificates: () => store.account(account)?.trustedCertificates ?? [],
      areProven,
    })
  }

  /** In one turn, so that a later state never overtakes an earlier one on its way to the window. */
  function stateChanged(used: InUse, state: ConnectionState): void {
    const { account } = used
    if (inUse.get(account) !== used) return
    if (state.phase === 'online') {
      // Before everything that the new stream brings: a locked account keeps none of it.
      if (!used.unlocked) drop(emit({ type: 'account.opened', account, unlocked: true }), log, 'unlocking')
      used.unlocked = true
      used.provenPassword = used.password
    }
    drop(emit({ type: 'connection.changed', account, state }), log, 'connection state')
    if (state.phase === 'online') signedIn(used, state.security.trust === 'chain')
  }

  function signedIn(used: InUse, validChain: boolean): void {
    const { account } = used
    if (store.account(account)?.rememberPassword === true) rememberPassword(account, used.password)
    if (!validChain) return
    const dropPins = async (): Promise<void> => {
      const saved = store.account(account)
      // "a valid chain later replaces the pin silently"
      // It says nothing of upload hosts, nor of another port of the same.
      const isOther = (each: TrustedCertificate): boolean =>
        each.isForFiles === true || each.domain !== splitJid(account).domain
      const ofOthers = saved?.trustedCertificates.filter(isOther) ?? []
      if (saved !== null && ofOthers.length < saved.trustedCertificates.length) {
        await save(saved, { trustedCertificates: ofOthers })
      }
    }
    drop(inTurn(dropPins), log, 'replacing the pin')
  }

  function rememberPassword(account: AccountId, password: string): void {
    try {
      passwords.remember(account, password)
    } catch (error) {
      // The window does not offer it without a keychain; a keychain that refuses later must not end the session.
      log.warn('the password could not be remembered', { error: error instanceof Error ? error.message : '' })
    }
  }

  function failureOf(used: InUse): Failure | null {
    const state = used.runtime.state()
    return state.phase === 'offline' || state.phase === 'waiting' ? state.failure : null
  }

  /** Of an account in use (the settings change how it connects), or remembered. */
  function knownPassword(account: AccountId): string | null {
    return inUse.get(account)?.provenPassword ?? passwords.recall(account)
  }

  async function signIn(request: SignInRequest): Promise<AccountId> {
    const account = prepareAccountJid(request.address)
    const settings = prepareSettings(account, request.settings)
    const password = request.password === null ? knownPassword(account) : preparePassword(request.password)
    if (password === null || password === '') throw new AppError('password-needed', 'There is no password')
    await closeLocked()
    const known = store.account(account)
    await save(known ?? newAccount(account, settings), {
      settings,
      rememberPassword: request.rememberPassword,
      signInAutomatically: request.rememberPassword && request.signInAutomatically,
    })
    if (!request.rememberPassword) passwords.forget(account)
    const used = inUse.get(account) ?? (await open(account, password, { unlocked: false, isNew: known === null }))
    used.password = password
    connect(used)
    return account
  }

  return {
    start: () =>
      inTurn(async () => {
        for (const { id, rememberPassword, signInAutomatically } of store.accounts()) {
          if (!rememberPassword || !signInAutomatically) continue
          const password = passwords.recall(id)
          if (password === null) continue
          try {
            // Only what has led in is remembered.
            connect(await open(id, password, { unlocked: true, isNew: false }), true)
          } catch (error) {
            // One account that cannot be opened must not keep the others out.
            log.error('an account could not be opened', { error: error instanceof Error ? error.message : '' })
          }
        }
      }),

    recall(address) {
      const account = store.account(prepareAccountJid(address))
      return account === null ? null : { account, hasPassword: passwords.recall(account.id) !== null }
    },

    signIn: request => inTurn(() => signIn(request)),

    cancelSignIn: account =>
      inTurn(async () => {
        const used = require(account)
        if (used.unlocked) await used.runtime.disconnect()
        else await close(account, false)
      }),

    signOut: (account, removeHistory) =>
      inTurn(async () => {
        require(account)
        end(account)
        passwords.forget(account)
        await save(requireSaved(account), { rememberPassword: false, signInAutomatically: false })
        await close(account, removeHistory)
      }),

    allowPasswordInClear: account =>
      inTurn(async () => {
        const used = require(account)
        const saved = requireSaved(account)
        await save(saved, { settings: { ...saved.settings, allowPlainWithoutTls: true } })
        connect(used)
      }),

    trustCertificate: (account, fingerprint) =>
      inTurn(async () => {
        const used = require(account)
        const stopped = failureOf(used)?.details.certificate
        const atSignIn = stopped?.fingerprint === fingerprint
        const report = atSignIn ? stopped : used.runtime.files.report(fingerprint)
        if (report === null || report === undefined) {
          throw new AppError('certificate-changed', 'The sign-in did not stop at this certificate')
        }
        const { previousFingerprint: _, ...description } = report
        const trusted: TrustedCertificate = {
          ...{ ...description, trustedAt: clock.now() },
          ...(!atSignIn && { isForFiles: true }),
        }
        const saved = requireSaved(account)
        // A file stopped at it: what the connection itself rests on stays.
        const others = saved.trustedCertificates.filter(
          each =>
            each.domain !== report.domain ||
            (each.fingerprint !== fingerprint && (!atSignIn || each.isForFiles === true)),
        )
        await save(saved, { trustedCertificates: [...others, trusted] })
        if (atSignIn) connect(used)
      }),

    forgetCertificate: (account, fingerprint) =>
      inTurn(async () => {
        const saved = requireSaved(account)
        const trustedCertificates = saved.trustedCertificates.filter(each => each.fingerprint !== fingerprint)
        await save(saved, { trustedCertificates })
      }),

    followDomain: account =>
      inTurn(async () => {
        const used = require(account)
        const saved = requireSaved(account)
        const failure = failureOf(used)
        const domain = failure?.code === 'domain-mismatch' ? failure.details.offeredDomain : undefined
        const { local, domain: typedDomain } = splitJid(account)
        if (domain === undefined || local === null) {
          throw new AppError('domain-mismatch', 'The server gave itself no other name')
        }
        // What was typed was no account if it never was one; one that has been stays as it is.
        await close(account, used.isNew && !used.unlocked)
        return signIn({
          address: `${local}@${domain}`,
          password: used.password,
          rememberPassword: saved.rememberPassword,
          signInAutomatically: saved.signInAutomatically,
          settings: { ...saved.settings, host: saved.settings.host ?? typedDomain },
        })
      }),

    retryNow(account) {
      const { runtime } = require(account)
      runtime.retryNow()
    },

    wake() {
      for (const { runtime } of inUse.values()) runtime.wake()
    },

    setPresence: (account, presence) =>
      inTurn(async () => {
        const { runtime } = require(account)
        await save(requireSaved(account), { presence })
        await runtime.publish()
      }),

    publishAll() {
      for (const { runtime } of inUse.values()) drop(runtime.publish(), log, 'presence')
    },

    searchDirectory: (account, text) => require(account).runtime.searchDirectory(text),

    contacts: account => unlocked(account).contacts,
    profiles: account => unlocked(account).profiles,
    blocking: account => unlocked(account).blocking,
    rooms: account => unlocked(account).rooms,
    files: account => unlocked(account).files,
    history: account => unlocked(account).history,

    talk: account => inUse.get(account)?.runtime ?? null,

    flush: account => inUse.get(account)?.runtime.flush(),

    requireUnlocked: account => requireUnlocked(require(account)),

    async stop() {
      await Promise.all([...inUse.values()].map(used => used.runtime.dispose()))
      inUse.clear()
      await Promise.all(endings)
    },
  }
}

function requireUnlocked({ unlocked }: InUse): void {
  if (!unlocked) throw new AppError('unknown-account', 'This account has not signed in yet')
}

const newAccount = (id: AccountId, settings: ConnectionSettings): Account => ({
  id,
  settings,
  rememberPassword: false,
  signInAutomatically: false,
  trustedCertificates: [],
  presence: defaultOwnPresence,
})

/** The resource as every address is prepared. @throws AppError `invalid-address` */
function prepareSettings(account: AccountId, settings: ConnectionSettings): ConnectionSettings {
  if (settings.resource === null) return settings
  return { ...settings, resource: splitJid(withResource(account, settings.resource)).resource }
}
