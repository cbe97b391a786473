import { AppError, type StorageCondition, storageConditions } from '../../shared/domain/failure.ts'
import { type Clock, drop, type Log } from '../core/ports/index.ts'
import type { SettingsFile } from './settings/settings-file.ts'
import type { Database } from './sqlite/database.ts'
import type { Statement } from './sqlite/protocol.ts'

/** Knows whether the disk takes what is written: each part of the profile is written through it. */
export interface StorageWatch {
  database(database: Pick<Database, 'run'>): Pick<Database, 'run'>
  file(file: SettingsFile): SettingsFile
  /** Why the disk refuses now; null while it does not. */
  refusal(): StorageCondition | null
  dispose(): void
}

type Part = 'archive' | 'settings'

/** Milliseconds after which a disk that refused is tried again. */
const pause = 5000

/** Characters of a trial: about what a few messages need, so that there is room for some when it succeeds. */
const trialSize = 65_536

/**
 * @param changed the refusal is another one
 * @param inTurn runs a job when nobody else writes
 */
export function createStorageWatch(options: {
  readonly clock: Clock
  readonly log: Log
  readonly changed: () => void
  readonly inTurn: (job: () => Promise<void>) => Promise<void>
}): StorageWatch {
  const { clock, log, changed, inTurn } = options
  const refusals = new Map<Part, StorageCondition>()
  const trials = new Map<Part, () => Promise<unknown>>()
  let isWaiting = false
  let disposed = false
  let callOff = (): void => {}

  const refusal = (): StorageCondition | null => refusals.get('archive') ?? refusals.get('settings') ?? null

  function set(part: Part, condition: StorageCondition | null): void {
    const before = refusal()
    if (condition === null) refusals.delete(part)
    else refusals.set(part, condition)
    if (refusal() !== before) {
      log.warn(condition === null ? 'the disk takes what is written again' : 'the disk refuses', { part, condition })
      changed()
    }
    if (refusals.size > 0 && !isWaiting && !disposed) wait()
  }

  /** Until then somebody may have written: who only reads would see for ever that the disk is full. */
  function wait(): void {
    isWaiting = true
    callOff = clock.after(pause, () => {
      isWaiting = false
      for (const part of refusals.keys())
        drop(
          inTurn(() => attempt(part)),
          log,
          'trying the disk again',
        )
    })
  }

  async function attempt(part: Part): Promise<void> {
    try {
      await trials.get(part)?.()
    } catch {
      // `watched` has heard of it, and waits again.
    }
  }

  async function watched<Value>(part: Part, write: () => Promise<Value>, proves: boolean): Promise<Value> {
    try {
      const value = await write()
      if (proves && refusals.has(part)) set(part, null)
      return value
    } catch (error) {
      const condition = conditionOf(error)
      if (condition !== null) set(part, condition)
      throw error
    }
  }

  return {
    database(database) {
      const run = (statements: readonly Statement[]): ReturnType<Database['run']> => {
        const commits = statements.at(-1)?.sql === 'COMMIT'
        return watched('archive', () => database.run(statements), commits)
      }
      trials.set('archive', async () => {
        try {
          await run(trial)
        } catch (error) {
          await database.run([{ sql: 'ROLLBACK' }]).catch(() => {
            // A full disk ends the transaction by itself.
          })
          throw error
        }
      })
      return { run }
    },
    file(file) {
      const write: SettingsFile['write'] = content => watched('settings', () => file.write(content), true)
      trials.set('settings', () => write(file.content()))
      return { ...file, write }
    },
    refusal,
    dispose() {
      disposed = true
      callOff()
    },
  }
}

/** Needs room and leaves nothing: nobody's account is empty. */
const trial: readonly Statement[] = [
  { sql: 'BEGIN IMMEDIATE' },
  { sql: "INSERT INTO conversation (account, peer, draft) VALUES ('', '', ?)", values: [' '.repeat(trialSize)] },
  { sql: "DELETE FROM conversation WHERE account = ''" },
  { sql: 'COMMIT' },
]

function conditionOf(error: unknown): StorageCondition | null {
  if (!(error instanceof AppError) || error.code !== 'storage-failed') return null
  return storageConditions.find(each => each === error.details.condition) ?? null
}
