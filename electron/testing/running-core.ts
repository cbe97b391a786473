import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AccountId } from '../../shared/domain/address.ts'
import {
  type ConnectionSettings,
  type ConnectionState,
  defaultConnectionSettings,
} from '../../shared/domain/connection.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { createNodeNetwork } from '../connection/node-network.ts'
import { type Core, type CoreParts, createCore } from '../core/create-core.ts'
import {
  type Clock,
  type Idle,
  type Log,
  type Network,
  type Notifier,
  type Ports,
  type Secrets,
  silentLog,
  systemClock,
} from '../core/ports/index.ts'
import { fakeNotifier } from './notifier.ts'
import { fakeSecrets } from './ports.ts'

export interface RunningCore extends AsyncDisposable {
  readonly core: Core
  readonly folder: string
  /** Every change so far, in order. */
  readonly changes: readonly Change[]
  /** The computer woke up. */
  wake(): void
  /** So long has nobody touched the computer. */
  idle(seconds: number): void
  /** What was saved where the person was asked for a file. */
  readonly documents: readonly { readonly name: string; readonly text: string }[]
  /** Paths that the person chooses when asked next. */
  readonly chosen: string[]
  /** Where files were saved, and what was opened. */
  readonly saved: readonly string[]
  readonly opened: readonly string[]
  /** The newest state of an account's connection. */
  state(account: AccountId): ConnectionState | undefined
  /** Resolves with the first change, past or future, that is wanted. Rejects after `milliseconds`. */
  until(wanted: (change: Change) => boolean, milliseconds?: number): Promise<Change>
  /** Signs in and resolves when it is online or has failed for good. */
  signIn(form: SignIn): Promise<{ readonly account: AccountId; readonly state: ConnectionState }>
  stop(): Promise<void>
}

export interface SignIn {
  readonly address: string
  readonly password?: string | null
  readonly remember?: boolean
  readonly settings?: Partial<ConnectionSettings>
}

/** The whole client without a window, on a real network, in a profile of its own that goes with it. */
export async function startCore(
  options: {
    readonly folder?: string
    readonly network?: Network
    readonly secrets?: Secrets
    readonly log?: Log
    readonly clock?: Clock
    readonly notifier?: Notifier
    readonly parts?: Partial<CoreParts>
  } = {},
): Promise<RunningCore> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'centella-core-')))
  const wakes = new Set<() => void>()
  const idles = new Set<Parameters<Idle['subscribe']>[0]>()
  const documents: { name: string; text: string }[] = []
  const chosen: string[] = []
  const saved: string[] = []
  const opened: string[] = []
  const ports: Ports = {
    clock: options.clock ?? systemClock,
    network: options.network ?? createNodeNetwork(),
    secrets: options.secrets ?? fakeSecrets(),
    documents: {
      save: async (name, text) => documents.push({ name, text }) > 0,
      choose: async () => chosen.splice(0),
      chooseTarget: async name => {
        saved.push(join(folder, 'saved', name))
        await mkdir(join(folder, 'saved'), { recursive: true })
        return join(folder, 'saved', name)
      },
      open: async path => void opened.push(path),
      reveal: () => {},
    },
    profile: { folder, databaseWorker: new URL('../store/sqlite/worker.ts', import.meta.url) },
    host: { programVersion: '0.1.0', operatingSystem: 'Test', hostName: 'test' },
    program: {
      version: '0.1.0',
      runtime: 'electron',
      platform: 'linux',
      systemLanguage: 'en',
      locale: 'en',
      canRememberPasswords: true,
    },
    wake: {
      subscribe: listener => {
        wakes.add(listener)
        return () => wakes.delete(listener)
      },
    },
    idle: {
      subscribe: listener => {
        idles.add(listener)
        return () => idles.delete(listener)
      },
    },
    notifier: options.notifier ?? fakeNotifier(),
    log: options.log ?? silentLog,
  }
  const core = await createCore(ports, options.parts)
  const changes: Change[] = []
  const waiting = new Set<() => void>()
  core.onChanges(batch => {
    changes.push(...batch)
    for (const look of [...waiting]) look()
  })

  const until: RunningCore['until'] = (wanted, milliseconds = 60_000) =>
    new Promise((found, lost) => {
      const look = (): void => {
        const change = changes.find(wanted)
        if (change === undefined) return
        clearTimeout(limit)
        waiting.delete(look)
        found(change)
      }
      const limit = setTimeout(() => {
        waiting.delete(look)
        lost(new Error(`Not within ${milliseconds} ms; the last changes: ${JSON.stringify(changes.slice(-5))}`))
      }, milliseconds)
      waiting.add(look)
      look()
    })

  const stateChanges = (account: AccountId) =>
    changes.flatMap(change =>
      change.type === 'connection.changed' && change.account === account ? [change.state] : [],
    )

  let stopped = false
  const stop = async (): Promise<void> => {
    if (stopped) return
    stopped = true
    await core.stop()
  }

  return {
    core,
    wake() {
      for (const listener of [...wakes]) listener()
    },
    idle(seconds) {
      for (const listener of [...idles]) listener({ seconds, locked: false })
    },
    folder,
    changes,
    documents,
    chosen,
    saved,
    opened,
    until,
    stop,
    state: account => stateChanges(account).at(-1),
    async signIn({ address, password, remember = false, settings }) {
      const before = changes.length
      const account = await core.commands['account.signIn']({
        address,
        password: password === undefined ? `${address.split('@')[0]}-pw` : password,
        rememberPassword: remember,
        signInAutomatically: remember,
        settings: { ...defaultConnectionSettings, ...settings },
      })
      const ended = await until(
        change =>
          changes.indexOf(change) >= before &&
          change.type === 'connection.changed' &&
          change.account === account &&
          change.state.phase !== 'connecting',
      )
      if (ended.type !== 'connection.changed') throw new Error('unreachable')
      return { account, state: ended.state }
    },
    async [Symbol.asyncDispose]() {
      await stop()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
