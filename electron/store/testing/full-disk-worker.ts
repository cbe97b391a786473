/** The program of the database's thread on a disk that is full as long as a file `full` lies beside the archive. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import type { WorkerData } from '../sqlite/protocol.ts'

const full = join(dirname((workerData as WorkerData).path), 'full')
const { prepare } = DatabaseSync.prototype
DatabaseSync.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql)
  if (sql !== 'BEGIN IMMEDIATE') return statement
  const all = statement.all.bind(statement)
  statement.all = () => {
    // SQLite never goes below what there is: from then on it cannot grow.
    this.exec(`PRAGMA max_page_count = ${existsSync(full) ? 1 : 1_000_000}`)
    return all()
  }
  return statement
}

await import('../sqlite/worker.ts')
