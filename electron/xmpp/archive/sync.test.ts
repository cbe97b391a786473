import { beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import type { ArchivePoint, DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { bodyOf } from '../../stanza/body.ts'
import { parseElement } from '../../stanza/element.ts'
import { prepareAccountJid, prepareBareJid } from '../../stanza/jid.ts'
import type { ArchivePage } from './archive.ts'
import type { ArchiveQuery } from './build.ts'
import type { ArchivedMessage } from './parse.ts'
import { type ArchiveSync, createArchiveSync } from './sync.ts'

const ana = prepareAccountJid('ana@mired.org')
const bob = prepareBareJid('bob@mired.org')
const start = Date.UTC(2026, 10, 21, 12)
/** The server's largest page. */
const most = 50

/** What the server has, oldest first. */
let kept: ArchivedMessage[]
let announced: boolean | null
let newest: ArchivePoint | null
let oldest: ArchivePoint | null
let history: ArchivePoint | null
let queries: ArchiveQuery[]
let events: DomainEvent[]
let timers: Map<() => void, number>
/** What happens instead of the answer to the query of this number, from 1. */
let disturb: (number: number, query: ArchiveQuery) => ArchivePage | undefined
/** Openfire: an id that it does not know gets an empty answer that is "complete". */
let forgets: 'item-not-found' | 'empty'
let sync: ArchiveSync

function fill(count: number, first = 0): void {
  kept = Array.from({ length: count }, (_, index) => ({
    archiveId: String(first + index),
    time: start + (first + index) * 1000,
    stanza: parseElement(`<message><body>m${first + index}</body></message>`),
  }))
}
const at = (index: number): ArchivePoint => ({ id: String(index), time: start + index * 1000 })

async function fetchPage(query: ArchiveQuery): Promise<ArchivePage> {
  queries.push(query)
  const disturbed = disturb(queries.length, query)
  if (disturbed !== undefined) return disturbed
  const { max, after, before } = query.page
  const edge = after ?? (before === '' ? undefined : before)
  if (edge !== undefined && !kept.some(({ archiveId }) => archiveId === edge)) {
    if (forgets === 'empty') return page([], true)
    throw new AppError('refused-by-server', 'no', { condition: 'item-not-found' })
  }
  const fitting = kept.filter(
    ({ archiveId, time }) =>
      (time ?? 0) >= (query.start ?? 0) &&
      (time ?? 0) <= (query.end ?? Infinity) &&
      (after === undefined || Number(archiveId) > Number(after)) &&
      (before === undefined || before === '' || Number(archiveId) < Number(before)),
  )
  const size = Math.min(max, most)
  const messages = before === undefined ? fitting.slice(0, size) : fitting.slice(-size)
  return page(messages, messages.length === fitting.length)
}
const page = (messages: readonly ArchivedMessage[], complete: boolean): ArchivePage => ({
  messages,
  complete,
  set: { first: messages[0]?.archiveId ?? null, last: messages.at(-1)?.archiveId ?? null, index: null, count: null },
})

/** As the store keeps it. */
async function emit(event: DomainEvent): Promise<void> {
  events.push(event)
  if (event.type !== 'message.archived') return
  const { direction, first, last, peer } = event.page
  if (peer !== null) history = first ?? history
  else if (direction === 'forward') newest = last ?? newest
  else {
    newest ??= last
    oldest = first ?? oldest
  }
}

const bodies = () =>
  events.flatMap(event => (event.type === 'message.archived' ? event.page.messages.map(each => each.body) : []))
const phases = () => events.flatMap(event => (event.type === 'archive.changed' ? [event.phase] : []))
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `m${from + index}`)

/** Lets pass what waits, and gives for how long it waited. */
function pass(): readonly number[] {
  const due = [...timers]
  timers.clear()
  for (const [callback] of due) callback()
  return due.map(([, milliseconds]) => milliseconds)
}
const turn = () => new Promise(setImmediate)

beforeEach(() => {
  kept = []
  announced = true
  newest = null
  oldest = null
  history = null
  queries = []
  events = []
  timers = new Map()
  disturb = () => undefined
  forgets = 'item-not-found'
  sync = createArchiveSync({
    account: ana,
    archive: { isThere: async () => announced, fetchPage },
    discovery: { accountSupports: async () => true },
    kept: { archive: async () => ({ newest, oldest }), history: async () => ({ oldest: history }) },
    parse: (stanza, { id, time }) => ({
      ...{ peer: bob, from: bob, stanzaId: null, originId: null, body: bodyOf(stanza) },
      ...{ time: time ?? 0, archiveId: id },
    }),
    emit,
    clock: {
      now: () => start,
      after(milliseconds, callback) {
        timers.set(callback, milliseconds)
        return () => timers.delete(callback)
      },
    },
    log: silentLog,
  })
})

test('a device that is new to the account gets the newest messages, and the rest on demand', async () => {
  fill(600)
  await sync.catchUp()
  // At once, in the order of the archive: a page alone does not say what stands before it.
  expect(events.filter(({ type }) => type === 'message.archived')).toHaveLength(1)
  expect(bodies()).toEqual(numbers(350, 600))
  expect(phases()).toEqual(['filling', 'idle'])
  expect([newest, oldest]).toEqual([at(599), at(350)])
  events = []
  for (let times = 0; times < 7; times++) await sync.loadOlder(bob)
  expect(bodies().toSorted()).toEqual(numbers(0, 350).toSorted())
  expect(queries.slice(5).every(query => query.with === bob)).toBe(true)
  await sync.loadOlder(bob)
  expect(events.at(-1)).toMatchObject({ page: { complete: true } })
})

test('an archive that was empty is read from then on, whatever the clock of the server says', async () => {
  await sync.catchUp()
  expect(newest?.id).toBeNull()
  fill(3, -3600)
  await sync.catchUp()
  expect(bodies()).toEqual(['m-3600', 'm-3599', 'm-3598'])
})

test('what was missed comes page by page, and ends where it ends', async () => {
  fill(210)
  newest = at(99)
  await sync.catchUp()
  expect(bodies()).toEqual(numbers(100, 210))
  expect(queries.map(query => query.page.after)).toEqual(['99', '149', '199'])
  expect(events.filter(event => event.type === 'message.archived').map(event => event.page.complete)).toEqual([
    false,
    false,
    true,
  ])
})

test('it goes on where it was broken off: nothing is missed, nothing comes twice', async () => {
  fill(210)
  newest = at(99)
  disturb = number => {
    if (number === 2) throw new AppError('network-lost', 'cut')
    return undefined
  }
  await sync.catchUp()
  expect(phases()).toEqual(['filling', 'idle'])
  await sync.catchUp()
  expect(bodies()).toEqual(numbers(100, 210))
})

test.each(['item-not-found', 'empty'] as const)('an archive that was pruned (%s) is asked by time', async how => {
  forgets = how
  fill(20, 120)
  newest = at(99)
  await sync.catchUp()
  expect(bodies()).toEqual(numbers(120, 140))
  expect(queries.map(({ start: from, page: { after } }) => after ?? from)).toEqual(['99', start + 99_000])
})

test.each(['item-not-found', 'empty'] as const)('older history that was pruned (%s) has its beginning', async how => {
  forgets = how
  fill(20, 120)
  history = at(99)
  await sync.loadOlder(bob)
  expect(events).toMatchObject([{ type: 'message.archived', page: { messages: [], complete: true } }])
  history = at(120)
  await sync.loadOlder(bob)
  expect(events.at(-1)).toMatchObject({ page: { complete: true } })
})

test('nothing new is two questions, for an empty answer proves nothing', async () => {
  fill(100)
  newest = at(99)
  await sync.catchUp()
  expect(bodies()).toEqual(['m99'])
  expect(queries).toHaveLength(2)
})

test.each(['service-unavailable', 'feature-not-implemented'])(
  'a server that only then says %s has none',
  async condition => {
    announced = null
    disturb = () => {
      throw new AppError('refused-by-server', 'no', { condition })
    }
    await sync.catchUp()
    await sync.loadOlder(bob)
    expect(events.filter(event => event.type === 'archive.absent')).toHaveLength(2)
  },
)

test('a server without an archive is asked nothing', async () => {
  announced = false
  await sync.catchUp()
  await sync.loadOlder(bob)
  expect(queries).toEqual([])
  expect(events.map(event => event.type)).toEqual(['archive.absent', 'archive.absent'])
})

test('one that does not answer is asked again after growing pauses; one that refuses is not', async () => {
  fill(10)
  newest = at(1)
  disturb = () => {
    throw new AppError('request-timed-out', 'no answer')
  }
  await sync.catchUp()
  const pauses: number[] = []
  for (let times = 0; times < 8; times++) {
    pauses.push(...pass())
    await turn()
    await turn()
  }
  expect(pauses).toEqual([30, 60, 120, 240, 480, 900, 900, 900].map(seconds => seconds * 1000))
  expect(phases().at(-1)).toBe('failed')
  disturb = () => {
    throw new AppError('refused-by-server', 'no', { condition: 'forbidden' })
  }
  await sync.catchUp()
  expect(timers.size).toBe(0)
  await expect(sync.loadOlder(bob)).rejects.toMatchObject({ details: { condition: 'forbidden' } })
  // The person may try.
  disturb = () => undefined
  await sync.catchUp()
  expect(phases().at(-1)).toBe('idle')
  expect(bodies()).toEqual(numbers(2, 10))
})

test('an archive that goes round in circles is left', async () => {
  fill(100)
  newest = at(10)
  disturb = (number, query) => {
    if (number > 20) throw new Error('for ever')
    return query.page.after === undefined ? undefined : page(kept.slice(0, 11), false)
  }
  await sync.catchUp()
  expect(phases().at(-1)).toBe('failed')
  expect(queries.length).toBeLessThan(5)
})

test('two calls at once are one; nothing goes on after the end', async () => {
  fill(10)
  newest = at(1)
  await Promise.all([sync.catchUp(), sync.catchUp()])
  expect(bodies()).toEqual(numbers(2, 10))
  expect(pass()).toEqual([60 * 60_000])
  sync.dispose()
  await turn()
  expect(timers.size).toBe(0)
})
