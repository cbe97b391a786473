import type { DatabaseSync } from 'node:sqlite'
import type { SqlValue } from '../protocol.ts'
import type { Entry } from './page.ts'

/** What the rows of a table look like: enough to tell whose an entry is that is found on some page. */
export interface Shape {
  readonly table: string
  readonly hasRowid: boolean
  readonly columns: readonly Column[]
}

export interface Column {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  /** Stands for the rowid: the row itself has null there. */
  readonly isRowid: boolean
}

/** The shapes of the tables of a database (all of ours are STRICT). */
export function shapesOf(database: DatabaseSync): readonly Shape[] {
  const tables = database.prepare("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND strict").all()
  return tables.map(({ name, wr }) => {
    const columns = database.prepare('SELECT name, type, "notnull", pk FROM pragma_table_info(?)').all(String(name))
    const keys = columns.filter(each => Number(each.pk) > 0)
    return {
      table: String(name),
      hasRowid: wr === 0,
      columns: columns.map(column => ({
        name: String(column.name),
        type: String(column.type),
        nullable: column.notnull === 0 && (wr === 0 || column.pk === 0),
        isRowid: wr === 0 && column.pk === 1 && keys.length === 1 && column.type === 'INTEGER',
      })),
    }
  })
}

/** Columns that came with a later version are missing at the end of older rows. */
export function fits({ hasRowid, columns }: Shape, { rowid, values }: Entry): boolean {
  return (
    hasRowid === (rowid !== null) &&
    values.length <= columns.length &&
    columns.every((column, at) => (at < values.length ? holds(column, values[at] ?? null) : column.nullable))
  )
}

function holds({ isRowid, nullable, type }: Column, value: SqlValue): boolean {
  if (isRowid || value === null) return value === null && (isRowid || nullable)
  return type === 'TEXT' ? typeof value === 'string' : type === 'INTEGER' && typeof value === 'number'
}

/** The row by the names of its columns. */
export function rowOf({ columns }: Shape, { rowid, values }: Entry): Record<string, SqlValue> {
  return Object.fromEntries(columns.map((column, at) => [column.name, column.isRowid ? rowid : (values[at] ?? null)]))
}
