import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId, BareJid, FullJid } from '../../../shared/domain/address.ts'
import { defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import { defaultOwnPresence } from '../../../shared/domain/presence.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { DomainEvent, ReceivedMessage } from '../../core/events.ts'
import { type Clock, type Log, silentLog } from '../../core/ports/index.ts'
import { createStore } from '../create-store.ts'
import type { Store } from '../store.ts'

export const ana = 'ana@mired.org' as AccountId
export const carla = 'carla@mired.org' as AccountId
export const bob = 'bob@mired.org' as BareJid
export const bobAtHome = 'bob@mired.org/home' as FullJid
export const databaseWorker = new URL('../sqlite/worker.ts', import.meta.url)

/** A clock that stands still until a test moves it. */
export interface HeldClock extends Clock {
  time: number
}

export function heldClock(time = 1_700_000_000_000): HeldClock {
  return {
    time,
    now() {
      return this.time
    },
    after: () => () => {},
  }
}

export interface OpenedStore {
  readonly store: Store
  readonly batches: (readonly Change[])[]
  /** Every change told so far. */
  changes(): readonly Change[]
}

/** One profile folder of a test, where stores can be opened one after the other. */
export interface StoreWorld extends AsyncDisposable {
  readonly folder: string
  readonly clock: HeldClock
  open(log?: Log): Promise<OpenedStore>
  /** With ana saved, opened and unlocked. */
  openAna(): Promise<OpenedStore>
}

/** @param worker program of the database's thread */
export function storeWorld(worker = databaseWorker): StoreWorld {
  const folder = mkdtempSync(join(tmpdir(), 'centella-store-'))
  const clock = heldClock()
  const opened: Store[] = []

  async function open(log: Log = silentLog): Promise<OpenedStore> {
    const store = await createStore({ profile: { folder, databaseWorker: worker }, clock, log })
    opened.push(store)
    const batches: (readonly Change[])[] = []
    store.onChanges(changes => batches.push(changes))
    return { store, batches, changes: () => batches.flat() }
  }

  return {
    folder,
    clock,
    open,
    async openAna() {
      const world = await open()
      await world.store.apply({ type: 'account.saved', account: accountOf(ana) })
      await world.store.apply({ type: 'account.opened', account: ana, unlocked: true })
      world.batches.length = 0
      return world
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map(store => store.close()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function accountOf(id: AccountId, values: Partial<Account> = {}): Account {
  return {
    id,
    settings: defaultConnectionSettings,
    rememberPassword: true,
    signInAutomatically: true,
    trustedCertificates: [],
    presence: defaultOwnPresence,
    ...values,
  }
}

export function received(values: Partial<ReceivedMessage> = {}, account = ana): DomainEvent {
  const message = { peer: bob, from: bobAtHome, stanzaId: null, originId: null, body: 'hello', time: 1, ...values }
  return { type: 'message.received', account, message }
}

export function queued(id: string, body = 'hi', peer = bob, account = ana): DomainEvent {
  return { type: 'message.queued', account, id: id as MessageId, peer, body, time: 2 }
}

export function ids(...values: readonly string[]): readonly MessageId[] {
  return values as readonly MessageId[]
}
