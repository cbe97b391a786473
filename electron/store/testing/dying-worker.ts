/**
 * The program of the database's thread, which ends in the middle of a statement: the one that the file `die` beside the
 * archive has the beginning of. Once for each time that the file is written.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import type { WorkerData } from '../sqlite/protocol.ts'

const file = join(dirname((workerData as WorkerData).path), 'die')
const { prepare } = DatabaseSync.prototype
DatabaseSync.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql)
  const all = statement.all.bind(statement)
  statement.all = ((...values: SQLInputValue[]) => {
    if (existsSync(file) && sql.startsWith(readFileSync(file, 'utf8'))) {
      rmSync(file)
      process.exit(1)
    }
    return all(...values)
  }) as typeof all
  return statement
}

await import('../sqlite/worker.ts')
