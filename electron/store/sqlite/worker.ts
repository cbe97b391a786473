/** The program of the database's thread: opens, migrates, then answers requests until it is told to close. */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { storageCondition } from '../storage-failed.ts'
import { migrate } from './migrate.ts'
import type { DatabaseAnswer, DatabaseRequest, FromWorker, Refusal, SqlRow, ToWorker, WorkerData } from './protocol.ts'

if (parentPort !== null) run(workerData as WorkerData, parentPort)

function run({ path }: WorkerData, port: NonNullable<typeof parentPort>): void {
  const post = (message: FromWorker): void => port.postMessage(message)
  let database: DatabaseSync
  try {
    database = open(path)
  } catch (error) {
    post({ failed: refusalOf(error) })
    port.close()
    return
  }
  const answer = answerer(database)
  port.on('message', (message: ToWorker) => {
    if ('requests' in message) {
      post({ answers: message.requests.map(answer) })
      return
    }
    database.close()
    port.close()
  })
  post({ ready: true })
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true })
  try {
    // FULL: in WAL mode only then is a commit on the disk, and what a person has sent survives a power cut.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
    migrate(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function answerer(database: DatabaseSync): (request: DatabaseRequest) => DatabaseAnswer {
  // The program has a few dozen statements, so that nothing needs to be let go.
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }
  return ({ id, statements }) => {
    try {
      return { id, ok: true, rows: statements.map(each => prepare(each.sql).all(...(each.values ?? [])) as SqlRow[]) }
    } catch (error) {
      return { id, ok: false, refusal: refusalOf(error) }
    }
  }
}

function refusalOf(error: unknown): Refusal {
  return { text: error instanceof Error ? error.message : String(error), condition: storageCondition(error) }
}
