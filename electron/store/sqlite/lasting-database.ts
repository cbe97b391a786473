import type { Trouble } from '../../../shared/domain/trouble.ts'
import type { Log } from '../../core/ports/index.ts'
import type { Database } from './database.ts'
import type { SqlRow, Statement } from './protocol.ts'

/** A database that outlives its thread once. */
export interface LastingDatabase extends Pick<Database, 'run' | 'close'> {
  /** What was wrong with it each time that it was opened. */
  troubles(): readonly Trouble[]
}

/**
 * Opens a database, and once again where its thread has died: between transactions, or before the commit of one, which
 * is undone then as a whole. Where the thread died in a commit nobody knows whether it was done: what memory holds and
 * what the disk holds may differ, so that all is refused until the program starts again.
 */
export async function openLastingDatabase(open: () => Promise<Database>, log: Log): Promise<LastingDatabase> {
  let current = await open()
  let again: Promise<void> | null = null
  let isInTransaction = false
  let isInDoubt = false
  let isClosing = false
  const troubles = [current.trouble].filter(each => each !== null)

  async function restart(): Promise<void> {
    log.error('the thread of the database died and is started again')
    current = await open()
    if (current.trouble !== null) troubles.push(current.trouble)
  }

  /** Whether there is a thread to begin something on. */
  async function revived(): Promise<boolean> {
    if (isClosing || isInDoubt) return false
    if (again === null && current.isDead()) again = restart()
    await again
    return !current.isDead()
  }

  async function run(statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]> {
    const first = statements[0]?.sql
    const begins = first === 'BEGIN IMMEDIATE'
    const isFree = begins || !isInTransaction
    if (begins) isInTransaction = true
    if (first === 'COMMIT' || first === 'ROLLBACK') isInTransaction = false
    if (isFree && current.isDead()) await revived()
    const thread = current
    try {
      return await thread.run(statements)
    } catch (error) {
      if (!thread.isDead()) throw error
      if (first === 'COMMIT') isInDoubt = true
      if (!isFree || first === 'ROLLBACK' || !(await revived()) || thread === current) throw error
      return current.run(statements)
    }
  }

  return {
    troubles: () => troubles,
    run,
    close() {
      isClosing = true
      return current.close()
    },
  }
}
