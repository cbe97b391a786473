/** The points at which a core can be made to kill itself: no earlier, no later. */
import type { Duplex } from 'node:stream'
import type { Network } from '../core/ports/index.ts'
import { type createStore as CreateStore, createStore } from '../store/create-store.ts'
import { profileDisk } from '../store/disk.ts'
import type { Database } from '../store/sqlite/database.ts'
import type { Statement } from '../store/sqlite/protocol.ts'

const steps = ['message.queued', 'message.placed', 'message.sent', 'message.stored', 'message.received'] as const
type Step = (typeof steps)[number]

/** `written` is not on disk yet, and `kept` is, though nobody knows yet. The others are of the wire. */
export type KillPoint =
  | `${Step} written`
  | `${Step} kept`
  | 'before the message'
  | 'amid the message'
  | 'behind the message'
  | 'proof has come'
  | 'a message has come'
  | 'before the acknowledgement'
  | 'behind the acknowledgement'
  | 'resumed'

export interface KillPoints {
  readonly createStore: typeof CreateStore
  network(network: Network): Network
  /** At the next time that this point is reached. */
  arm(point: KillPoint): void
}

export function createKillPoints(): KillPoints {
  let armed: KillPoint | null = null

  const reach = (point: KillPoint): void => {
    if (point === armed) process.kill(process.pid, 'SIGKILL')
  }

  function watchDatabase(database: Database): Database {
    let written: readonly Step[] = []
    return {
      ...database,
      async run(statements) {
        written = [...written, ...statements.flatMap(stepOf)]
        const commits = statements.some(({ sql }) => sql === 'COMMIT')
        if (commits) for (const step of written) reach(`${step} written`)
        const rows = await database.run(statements)
        if (!commits) return rows
        for (const step of written) reach(`${step} kept`)
        written = []
        return rows
      },
    }
  }

  function hear(text: string): void {
    if (/<a [^>]*urn:xmpp:sm|<iq [^>]*type=.result/.test(text)) reach('proof has come')
    if (text.includes('<message')) reach('a message has come')
    if (text.includes('<resumed')) reach('resumed')
  }

  function watchConnection(connection: Duplex): Duplex {
    const write = connection.write.bind(connection) as (text: unknown, done?: unknown) => boolean
    connection.write = ((text: unknown, done?: (error?: Error | null) => void): boolean => {
      const about = String(text)
      const message = about.includes('<message')
      const acknowledgement = about.startsWith('<a ')
      if (message) reach('before the message')
      if (acknowledgement) reach('before the acknowledgement')
      if (message && armed === 'amid the message') {
        return write(about.slice(0, about.length / 2), () => reach('amid the message'))
      }
      return write(text, (error?: Error | null) => {
        if (message) reach('behind the message')
        if (acknowledgement) reach('behind the acknowledgement')
        done?.(error)
      })
    }) as Duplex['write']
    const emit = connection.emit.bind(connection) as (event: string | symbol, ...about: unknown[]) => boolean
    // Before anybody else hears of it.
    connection.emit = (event: string | symbol, ...about: unknown[]): boolean => {
      if (event === 'data') hear(String(about[0]))
      return emit(event, ...about)
    }
    return connection
  }

  return {
    createStore: options => {
      const disk = profileDisk(options)
      const openDatabase: typeof disk.openDatabase = async accounts => watchDatabase(await disk.openDatabase(accounts))
      return createStore({ ...options, disk: { ...disk, openDatabase } })
    },
    network: network => ({
      ...network,
      connect: async (...to) => watchConnection(await network.connect(...to)),
    }),
    arm(point) {
      armed = point
    },
  }
}

function stepOf({ sql, values = [] }: Statement): readonly Step[] {
  if (sql.startsWith('INSERT INTO message')) return [values.includes('out') ? 'message.queued' : 'message.received']
  if (sql.includes('stream_place = ?')) return ['message.placed']
  if (!sql.startsWith('UPDATE message SET state = ?')) return []
  if (values[0] === 'sent') return ['message.sent']
  return values[0] === 'stored' ? ['message.stored'] : []
}
