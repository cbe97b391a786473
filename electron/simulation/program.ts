import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import { defaultConnectionSettings } from '../../shared/domain/connection.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type Core, createCore } from '../core/create-core.ts'
import { type Log, silentLog } from '../core/ports/index.ts'
import { createStore } from '../store/create-store.ts'
import type { Store } from '../store/store.ts'
import type { SimulatedDisk } from './disk.ts'
import type { Life } from './life.ts'
import type { SimulatedNetwork } from './network.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

export const account = 'ana@sim.example' as AccountId
export const peers = ['ben@sim.example' as BareJid, 'eva@sim.example' as BareJid] as const

/** One life of the program, with a person before it. */
export interface Program {
  readonly life: Life
  readonly core: Core
  readonly store: Store
  /** The computer woke up. */
  wake(): void
  signIn(): Promise<void>
}

/** Something planted between the core and its store, to be found. */
export type Plant = (store: Store, life: Life, scheduler: Scheduler) => Store

export interface ProgramOptions {
  readonly life: Life
  readonly scheduler: Scheduler
  readonly network: SimulatedNetwork
  readonly disk: SimulatedDisk
  readonly random: () => number
  /** A folder for what is never part of a history (the profile's id). */
  readonly folder: string
  readonly trace: Trace
  readonly onChanges: (changes: readonly Change[]) => void
  /** Errors in the log: what the program itself holds for impossible. */
  readonly onError: (message: string) => void
  readonly plant: Plant | undefined
}

/** Starts the program; what signs in automatically does so. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { life, scheduler, network, disk, random, folder, onChanges, plant } = options
  const wakes = new Set<() => void>()
  let store: Store | null = null
  const core = await createCore(
    {
      clock: {
        now: scheduler.now,
        after: (milliseconds, callback) =>
          scheduler.after(milliseconds, () => {
            if (life.alive) callback()
          }),
      },
      network: network.portFor(() => life.alive),
      secrets: { isAvailable: () => false, encrypt: unused, decrypt: unused },
      profile: { folder, databaseWorker: new URL('file:///unused') },
      host: { programVersion: '0', operatingSystem: null, hostName: 'simulation' },
      program: {
        version: '0',
        runtime: 'electron',
        platform: 'linux',
        systemLanguage: 'en',
        locale: 'en',
        canRememberPasswords: true,
      },
      documents: {
        choose: async () => [],
        chooseTarget: async () => null,
        open: async () => {},
        reveal: () => {},
        save: async () => false,
      },
      log: errorLog(message => {
        if (life.alive) options.onError(message)
      }),
      idle: { subscribe: () => () => {} },
      notifier: { show: () => {}, close: () => {}, onClick: () => () => {} },
      wake: {
        subscribe(listener) {
          wakes.add(listener)
          return () => wakes.delete(listener)
        },
      },
    },
    {
      random,
      createPasswords: () => disk.passwordsFor(life),
      async createStore(given) {
        const real = await createStore({ ...given, disk: disk.diskFor(life) })
        store = plant === undefined ? real : plant(real, life, scheduler)
        return store
      },
    },
  )
  core.onChanges(changes => {
    if (life.alive) onChanges(changes)
  })
  await core.start()
  if (store === null) throw new Error('the core made no store')
  return {
    life,
    core,
    store,
    wake() {
      for (const listener of [...wakes]) listener()
    },
    async signIn() {
      await core.commands['account.signIn']({
        address: account,
        password: 'pw',
        rememberPassword: true,
        signInAutomatically: true,
        settings: {
          ...defaultConnectionSettings,
          encryption: 'disabled',
          host: '192.0.2.1',
          resource: 'desk',
          allowPlainWithoutTls: true,
        },
      })
    },
  }
}

function errorLog(onError: (message: string) => void): Log {
  const log: Log = {
    ...silentLog,
    error: (message, facts) => onError(`${message} ${JSON.stringify(facts ?? {})}`),
    scope: () => log,
  }
  return log
}

function unused(): never {
  throw new Error('there is no keychain')
}
