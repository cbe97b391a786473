import type { StorageCondition } from '../../../shared/domain/failure.ts'
import type { Trouble } from '../../../shared/domain/trouble.ts'

export type SqlValue = string | number | null
export type SqlRow = Readonly<Record<string, SqlValue>>

/** Values are always parameters, never part of the text. */
export interface Statement {
  readonly sql: string
  readonly values?: readonly SqlValue[]
}

/** Statements to run one after the other; the first that fails ends the request. */
export interface DatabaseRequest {
  readonly id: number
  readonly statements: readonly Statement[]
}

/** What the main thread posts: every request of one tick, or the wish to end. */
export type ToWorker = { readonly requests: readonly DatabaseRequest[] } | { readonly close: true }

export type DatabaseAnswer =
  | { readonly id: number; readonly ok: true; readonly rows: readonly (readonly SqlRow[])[] }
  | { readonly id: number; readonly ok: false; readonly refusal: Refusal }

/** An error on its way to the main thread: SQLite's words, and what they mean for a person. */
export interface Refusal {
  readonly text: string
  readonly condition: StorageCondition | null
}

export type FromWorker =
  | { readonly ready: true; readonly trouble: Trouble | null }
  | { readonly failed: Refusal }
  | { readonly answers: readonly DatabaseAnswer[] }

export interface WorkerData {
  readonly path: string
  /** The file was there, and shorter than its header. */
  readonly blank: boolean
  /** Milliseconds since 1970, for the name of a damaged file. */
  readonly now: number
  /** The addresses that are remembered. */
  readonly accounts: readonly string[]
}
