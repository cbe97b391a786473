import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { DomainEvent } from '../../core/events.ts'
import type { SqlRow } from '../sqlite/protocol.ts'
import { accountOf, ana, bob, carla, ids, queued, received, type StoreWorld } from './store-world.ts'

/** Rows by their key, by table. */
export type Rows = Readonly<Record<'contact' | 'conversation' | 'message', ReadonlyMap<string, SqlRow>>>

const keys = { contact: 'address', conversation: 'key', message: 'key' } as const

const peers = Array.from({ length: 12 }, (_, index) => `peer${index}@mired.org` as BareJid)

/** Fills a profile with two accounts' contacts and a few hundred messages, some long, some failed, some queued, some begun; closed, so that no log is left. */
export async function fill(world: StoreWorld): Promise<void> {
  const { store } = await world.openAna()
  await store.apply({ type: 'account.saved', account: accountOf(carla) })
  await store.apply({ type: 'account.opened', account: carla, unlocked: true })
  const contacts = peers.map(
    (address, index) =>
      ({ address, name: `Peer ${index}`, groups: ['Work'], subscription: 'both', asked: false }) as const,
  )
  const events: DomainEvent[] = [{ type: 'roster.received', account: ana, contacts }]
  for (let index = 0; index < 300; index++) {
    const peer = peers[index % peers.length] ?? bob
    const account = index % 5 === 0 ? carla : ana
    const body = `message ${index} ${'¿qué tal? '.repeat(index % 50 === 0 ? 900 : index % 7)}`
    const stanzaId = index % 3 === 0 ? `s${index}` : null
    if (index % 4 === 0) events.push(queued(`m${index}`, body, peer, account))
    else events.push(received({ peer, from: `${peer}/home` as FullJid, body, stanzaId, time: index }, account))
  }
  const failure = { code: 'message-not-delivered', details: {} } as const
  events.push({ type: 'message.stored', account: ana, ids: ids('m4', 'm8') })
  events.push({ type: 'message.failed', account: ana, id: ids('m12')[0] ?? fail(), failure })
  for (const [index, peer] of peers.entries())
    events.push({ type: 'conversation.drafted', account: ana, peer, text: 'half a thought '.repeat(index * 40) })
  events.push({ type: 'conversation.opened', account: ana, peer: bob })
  await Promise.all(events.map(event => store.apply(event)))
  await store.close()
}

/**
 * What SQLite itself can still read, table by table, from both ends until it fails.
 * It reads a copy, so that the damaged file stays as it is.
 */
export function readable(path: string): Rows {
  const copy = `${path}.scan`
  copyFileSync(path, copy)
  return {
    contact: scan(copy, 'contact'),
    conversation: scan(copy, 'conversation'),
    message: scan(copy, 'message'),
  }
}

function scan(path: string, table: keyof Rows): ReadonlyMap<string, SqlRow> {
  const rows = new Map<string, SqlRow>()
  for (const direction of ['ASC', 'DESC']) {
    let database: DatabaseSync | null = null
    try {
      // No log and no lock: the file as it lies there.
      database = new DatabaseSync(new URL(`file://${path}?immutable=1`), { readOnly: true })
      const key = table === 'contact' ? `account ${direction}, address` : 'key'
      const select = database.prepare(`SELECT * FROM ${table} NOT INDEXED ORDER BY ${key} ${direction}`)
      for (const row of select.iterate()) {
        // Where a length was hit SQLite gives a row of nothing.
        if (row.peer === null || row.body === null || row.groups === null) continue
        const account = table === 'contact' ? `${row.account} ` : ''
        rows.set(`${account}${row[keys[table]]}`, row as SqlRow)
      }
    } catch {
      // From here on it cannot be read from this end.
    }
    database?.close()
  }
  return rows
}

export function archiveOf(world: StoreWorld): string {
  return join(world.folder, 'archive.sqlite')
}

function fail(): never {
  throw new Error('There is no such id')
}
