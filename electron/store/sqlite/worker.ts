/** The program of the database's thread: opens, migrates, then answers requests until it is told to close. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { storageCondition } from '../storage-failed.ts'
import { type OpenedArchive, openArchive } from './archive-file.ts'
import type { DatabaseAnswer, DatabaseRequest, FromWorker, Refusal, SqlRow, ToWorker, WorkerData } from './protocol.ts'

if (parentPort !== null) run(workerData as WorkerData, parentPort)

function run(data: WorkerData, port: NonNullable<typeof parentPort>): void {
  const post = (message: FromWorker): void => port.postMessage(message)
  let opened: OpenedArchive
  try {
    opened = openArchive(data)
  } catch (error) {
    post({ failed: refusalOf(error) })
    port.close()
    return
  }
  const { database, trouble } = opened
  const answer = answerer(database)
  port.on('message', (message: ToWorker) => {
    if ('requests' in message) {
      post({ answers: message.requests.map(answer) })
      return
    }
    database.close()
    port.close()
  })
  post({ ready: true, trouble })
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
