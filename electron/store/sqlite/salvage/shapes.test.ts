import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { migrate } from '../migrate.ts'
import { type Shape, shapesOf } from './shapes.ts'

function shapes(): readonly Shape[] {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  return shapesOf(database)
}

test('every table of the archive is salvaged; the index over the words is made anew', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const tables = database
    .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
  expect(
    shapes()
      .map(each => each.table)
      .sort(),
  ).toEqual(tables.map(each => each.name))
})

test('no row fits two tables: a table that looks like another cannot be told from it where the schema has gone', () => {
  const all = shapes()
  for (const [index, one] of all.entries())
    for (const other of all.slice(index + 1)) expect([one.table, other.table, canShare(one, other)]).toContain(false)
})

function canShare(one: Shape, other: Shape): boolean {
  if (one.hasRowid !== other.hasRowid) return false
  const [shorter, longer] = [one.columns, other.columns].sort((a, b) => a.length - b.length)
  return (longer ?? []).every((column, at) => {
    const twin = shorter?.[at]
    if (twin === undefined) return column.nullable
    return (column.nullable && twin.nullable) || (column.isRowid === twin.isRowid && column.type === twin.type)
  })
}
