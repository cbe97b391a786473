import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Row } from './find-rows.ts'
import type { Shape } from './shapes.ts'

/** Writes rows that were found into the new database. */
export interface RowWriter {
  /** False where the database does not take it. A row that is there already stays as it is. */
  write(shape: Shape, row: Row): boolean
}

export function createRowWriter(database: DatabaseSync): RowWriter {
  const inserts = new Map<Shape, StatementSync>()

  function insertInto(shape: Shape): StatementSync {
    const names = shape.columns.map(column => column.name)
    const marks = names.map(() => '?').join(', ')
    const insert =
      inserts.get(shape) ?? database.prepare(`INSERT INTO ${shape.table} (${names.join(', ')}) VALUES (${marks})`)
    inserts.set(shape, insert)
    return insert
  }

  const isTaken = new Map<Shape, StatementSync>()

  /** Whether there is a row of its key. */
  function isThere(shape: Shape, row: Row): boolean {
    const key = shape.columns.find(column => column.isRowid)
    if (key === undefined) return false
    const select = isTaken.get(shape) ?? database.prepare(`SELECT 1 FROM ${shape.table} WHERE ${key.name} = ?`)
    isTaken.set(shape, select)
    return select.get(row[key.name] ?? null) !== undefined
  }

  function attempt(shape: Shape, row: Row): boolean {
    try {
      insertInto(shape).run(...shape.columns.map(column => row[column.name] ?? null))
      return true
    } catch (error) {
      // Which of the rules it breaks says nothing that helps; but what is wrong with the disk is no row's fault.
      if (error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === constraint) return false
      throw error
    }
  }

  return {
    write(shape, row) {
      if (!inRange(row)) return false
      return isThere(shape, row) || variants(shape.table, row).some(each => attempt(shape, each))
    },
  }
}

const constraint = 19

/** Numbers that SQLite cannot take as whole ones are damage. */
function inRange(row: Row): boolean {
  return Object.values(row).every(value => typeof value !== 'number' || Number.isSafeInteger(value))
}

/** The row, then what it may have been where one of its values is damaged. */
function variants(table: string, row: Row): readonly Row[] {
  if (table !== 'message') return [row]
  const direction = row.state === null ? 'in' : 'out'
  // Two messages in one place: the next places are free, as places are far apart.
  const moved = [1, 2, 3].map(step => ({ ...row, direction, place: Number(row.place) + step }))
  return [row, { ...row, direction }, ...moved]
}
