import type { SqlValue } from '../protocol.ts'
import { type Entry, readPage } from './page.ts'
import type { Pages } from './pages.ts'
import { fits, rowOf, type Shape } from './shapes.ts'

export type Row = Readonly<Record<string, SqlValue>>

/** What was found besides the rows. */
export interface Found {
  /** Of conversations, from the index over account and peer: whole rows but for how far was read. */
  readonly conversations: readonly { readonly key: number; readonly account: string; readonly peer: string }[]
  /** By the key of a message: where the index over places has it. */
  readonly places: ReadonlyMap<number, { readonly conversation: number; readonly place: number }>
  /** Keys of messages in the index over ids. */
  readonly ids: ReadonlySet<number>
  /** By table: entries of its pages that make no sense. */
  readonly broken: ReadonlyMap<string, number>
}

/**
 * Looks at every page of a database for rows of tables with these shapes.
 * @param write keeps a row; false where it makes no sense. Newer copies of a row come first
 */
export function findRows(pages: Pages, shapes: readonly Shape[], write: (shape: Shape, row: Row) => boolean): Found {
  const conversations: Found['conversations'][number][] = []
  const places = new Map<number, { conversation: number; place: number }>()
  const ids = new Set<number>()
  const broken = new Map<string, number>()

  /** Gives the table that it belongs to. */
  function take(entry: Entry): string | null {
    const fitting = shapes.filter(shape => fits(shape, entry))
    if (fitting.length > 0) return fitting.find(shape => write(shape, rowOf(shape, entry)))?.table ?? null
    if (entry.rowid === null) takeIndexEntry(entry.values)
    return null
  }

  function takeIndexEntry([first, second, third, ...more]: readonly SqlValue[]): void {
    if (more.length > 0) return
    if (typeof first === 'string' && typeof second === 'string' && typeof third === 'number')
      conversations.push({ key: third, account: first, peer: second })
    else if (typeof first === 'number' && typeof second === 'number' && typeof third === 'number')
      places.set(third, places.get(third) ?? { conversation: first, place: second })
    else if (typeof first === 'string' && typeof second === 'number' && third === undefined) ids.add(second)
  }

  const overflow = (page: number): Buffer | null => pages.images(page)[0] ?? null
  for (let number = 1; number <= pages.count; number++) {
    for (const image of pages.images(number)) {
      const { entries, broken: unreadable } = readPage(image, number, overflow)
      const tables = entries.map(take)
      const [table] = tables.filter(each => each !== null)
      const lost = unreadable + (entries[0]?.rowid === null ? 0 : tables.filter(each => each === null).length)
      // Page 1 has the schema, which is made anew.
      if (table !== undefined && number > 1) broken.set(table, (broken.get(table) ?? 0) + lost)
    }
  }
  return { conversations, places, ids, broken }
}
