import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { AccountId } from '../../shared/domain/address.ts'
import type { Passwords } from '../core/accounts/passwords.ts'
import type { Disk } from '../store/disk.ts'
import { emptyContent, type SettingsContent } from '../store/settings/settings-content.ts'
import { migrate } from '../store/sqlite/migrate.ts'
import type { SqlRow, Statement } from '../store/sqlite/protocol.ts'
import { storageFailed } from '../store/storage-failed.ts'
import type { Life } from './life.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

/** Something that is on the disk wholly or not at all: a commit, a file that takes another's place. */
type Write = () => void

/** The disk of one computer, which outlives each life of the program. */
export interface SimulatedDisk {
  /** The disk as one life of the program has it. */
  diskFor(life: Life): Disk
  passwordsFor(life: Life): Passwords
  /** The program is killed at a write: with it done, or not. @param writes how many from now, 1 the next */
  killAt(writes: number, done: boolean, kill: () => void): void
  /** Each write takes this long from now on. */
  slow(milliseconds: number): void
  /** Refuses every write until it is called with false. */
  refuse(refused: boolean): void
  /** The program is gone: what it had not committed has never been. */
  rollBack(): void
  /** Fast, and nothing is armed. */
  heal(): void
  /** Own messages on it that are `queued` or `sent`. */
  outboxSize(): number
  close(): void
}

export function createDisk(options: {
  readonly scheduler: Scheduler
  readonly random: () => number
  readonly trace: Trace
}): SimulatedDisk {
  const { scheduler, random, trace } = options
  const database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  migrate(database)
  const prepared = new Map<string, StatementSync>()
  const passwords = new Map<AccountId, string>()
  let content: SettingsContent = emptyContent
  let armed: { left: number; readonly done: boolean; readonly kill: () => void } | null = null
  let slowness = 0
  let refused = false

  /** Does it, unless the program is killed there. @returns whether the program lives on */
  function atWrite(write: Write, what: string): boolean {
    if (armed !== null) armed.left -= 1
    if (armed === null || armed.left > 0) {
      write()
      return true
    }
    const { done, kill } = armed
    armed = null
    if (done) write()
    trace(`killed ${done ? 'after' : 'before'} a write: ${what}`)
    kill()
    return false
  }

  const latency = (): number => (slowness > 0 ? slowness : Math.floor(random() * 4))

  function runOne({ sql, values = [] }: Statement): readonly SqlRow[] {
    const statement = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, statement)
    return statement.all(...values) as SqlRow[]
  }

  function rollBack(): void {
    if (database.isTransaction) database.exec('ROLLBACK')
  }

  /** One after the other, as the thread does it. */
  function createTurns(life: Life): <T>(milliseconds: number, work: () => T) => Promise<T> {
    const jobs: { readonly milliseconds: number; readonly run: () => void }[] = []
    let busy = false
    function next(): void {
      const job = jobs.shift()
      if (job === undefined || !life.alive) return
      if (job.milliseconds === 0) {
        job.run()
        next()
        return
      }
      busy = true
      scheduler.after(job.milliseconds, () => {
        busy = false
        if (!life.alive) return
        job.run()
        next()
      })
    }
    return (milliseconds, work) =>
      new Promise((resolve, reject) => {
        const run = (): void => {
          try {
            const value = work()
            // Who was killed is told nothing.
            if (life.alive) resolve(value)
          } catch (error) {
            if (life.alive) reject(error)
          }
        }
        jobs.push({ milliseconds, run })
        if (!busy) next()
      })
  }

  return {
    diskFor(life) {
      const inTurn = createTurns(life)
      return {
        openSettings: async () => ({
          trouble: null,
          content: () => content,
          write: next =>
            inTurn(latency(), () => {
              if (refused) throw diskFull()
              atWrite(() => {
                content = next
              }, 'settings')
            }),
        }),
        openDatabase: async () => ({
          trouble: null,
          isDead: () => false,
          run: statements => {
            const commits = statements.some(({ sql }) => sql === 'COMMIT')
            return inTurn(commits ? latency() : 0, () => {
              if (!commits) return refusing(statements) ? refuseWrites() : statements.map(runOne)
              if (refused) refuseWrites()
              atWrite(() => database.exec('COMMIT'), 'commit')
              return [[]]
            })
          },
          close: () => inTurn(0, () => {}),
        }),
        removeAside: async () => {},
        // Nobody in a history has a picture.
        pictures: { write: async () => {}, read: async () => null, keepOnly: async () => {} },
        files: { keepOnly: async () => {} },
      }
    },
    passwordsFor: life => ({
      remember(account, password) {
        if (life.alive && passwords.get(account) !== password)
          atWrite(() => passwords.set(account, password), 'password')
      },
      recall: account => passwords.get(account) ?? null,
      forget(account) {
        if (life.alive && passwords.has(account)) atWrite(() => passwords.delete(account), 'password')
      },
    }),
    killAt(writes, done, kill) {
      armed = { left: writes, done, kill }
    },
    slow(milliseconds) {
      slowness = milliseconds
    },
    refuse(next) {
      refused = next
    },
    rollBack,
    heal() {
      armed = null
      slowness = 0
      refused = false
    },
    outboxSize: () => Number(runOne({ sql: countOutbox })[0]?.count ?? 0),
    close: () => database.close(),
  }

  function refusing(statements: readonly Statement[]): boolean {
    return refused && statements.some(({ sql }) => /^\s*(INSERT|UPDATE|DELETE)/.test(sql))
  }

  /** As SQLite does it: the transaction is over by then. */
  function refuseWrites(): never {
    rollBack()
    throw diskFull()
  }
}

const countOutbox = "SELECT count(*) AS count FROM message WHERE state IN ('queued', 'sent')"

const diskFull = (): Error => storageFailed('database or disk is full', undefined, 'disk-full')
