import { chmodSync, closeSync, openSync, statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { AppError } from '../../../shared/domain/failure.ts'
import type { Trouble } from '../../../shared/domain/trouble.ts'
import { storageFailed } from '../storage-failed.ts'
import type { DatabaseRequest, FromWorker, Refusal, SqlRow, Statement, ToWorker, WorkerData } from './protocol.ts'

/** SQLite in a thread of its own. Nothing else of the program knows that there is a thread. */
export interface Database {
  /** What was wrong with it when it was opened. */
  readonly trouble: Trouble | null
  /**
   * Runs statements in order and gives each one's rows. They are no transaction unless they say so.
   * @throws AppError `storage-failed` from the first that fails, or when the thread has died
   */
  run(statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]>
  /** Whether its thread has ended. */
  isDead(): boolean
  /** Folds the write-ahead log into the file and ends the thread. */
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (rows: readonly (readonly SqlRow[])[]) => void
  readonly reject: (error: AppError) => void
}

/**
 * Opens (or makes) the database of a profile and brings it to the newest form.
 * @throws AppError `storage-failed`, with the disk's or SQLite's words as `text`
 */
export async function openDatabase(options: {
  readonly path: string
  readonly worker: URL
  /** Milliseconds since 1970, for the name of a damaged file. */
  readonly now: number
  /** The addresses that are remembered. */
  readonly accounts: readonly string[]
}): Promise<Database> {
  const { path, now, accounts } = options
  const data: WorkerData = { path, now, accounts, blank: makePrivate(path) }
  const worker = new Worker(options.worker, { workerData: data, execArgv: ['--disable-warning=ExperimentalWarning'] })
  const waiting = new Map<number, Waiting>()
  let requests: DatabaseRequest[] = []
  let nextId = 1
  let dead: AppError | null = null
  let closing: Promise<void> | null = null

  const post = (message: ToWorker): void => worker.postMessage(message)
  const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()))
  const opened = Promise.withResolvers<Trouble | null>()

  function die(error: AppError): void {
    dead ??= error
    for (const each of waiting.values()) each.reject(dead)
    waiting.clear()
    opened.reject(dead)
  }

  worker.on('error', error => die(storageFailed('The database thread failed', error)))
  worker.once('exit', () => die(storageFailed('The database is closed')))
  worker.on('message', (message: FromWorker) => {
    if ('ready' in message) opened.resolve(message.trouble)
    else if ('failed' in message) die(refused(message.failed))
    else {
      for (const answer of message.answers) {
        const request = waiting.get(answer.id)
        waiting.delete(answer.id)
        if (answer.ok) request?.resolve(answer.rows)
        else request?.reject(refused(answer.refusal))
      }
    }
  })

  function postRequests(): void {
    const batch = requests
    requests = []
    if (dead === null) post({ requests: batch })
  }

  function run(statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]> {
    if (dead !== null) return Promise.reject(dead)
    if (requests.length === 0) queueMicrotask(postRequests)
    const id = nextId++
    requests.push({ id, statements })
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
  }

  async function end(): Promise<void> {
    if (dead === null) {
      try {
        await run([{ sql: 'PRAGMA wal_checkpoint(TRUNCATE)' }])
      } catch {
        // What is in the log stays there and is read from it next time.
      }
      post({ close: true })
    }
    await ended
  }

  const trouble = await opened.promise.catch(async (error: unknown) => {
    await ended
    throw error
  })
  return {
    trouble,
    isDead: () => dead !== null,
    run,
    close() {
      closing ??= end()
      return closing
    },
  }
}

function refused({ text, condition }: Refusal): AppError {
  return storageFailed(text, undefined, condition)
}

const headerSize = 100

/**
 * The archive is its owner's alone; SQLite gives its side files the same rights. True where it was there, and empty.
 */
function makePrivate(path: string): boolean {
  try {
    const blank = (statSync(path, { throwIfNoEntry: false })?.size ?? headerSize) < headerSize
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
    return blank
  } catch (error) {
    throw storageFailed(error instanceof Error ? error.message : 'The archive cannot be opened', error)
  }
}
