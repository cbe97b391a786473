import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Copy, copyBits, type KeptMessage, withCopy } from './copy.ts'
import { findMessage } from './is-same.ts'
import { freePlaces, mergePage } from './merge-page.ts'
import { readAfter } from './read-after.ts'

const conversation = { isOwn: false }
const start = 1_700_000_000_000

const copy = (values: Partial<Copy> = {}): Copy => ({
  source: 'direct',
  direction: 'in',
  sender: 'bob@mired.org/home',
  stanzaId: null,
  originId: null,
  archiveId: null,
  body: 'hello',
  time: start,
  ...values,
})
const kept = (values: Partial<KeptMessage> = {}): KeptMessage => ({
  key: 1,
  direction: 'in',
  place: start * 1000,
  body: 'hello',
  time: start,
  state: null,
  sender: 'bob@mired.org/home',
  stanzaId: null,
  originId: null,
  archiveId: null,
  copies: 1,
  extra: {},
  ...values,
})

test.each<[string, Partial<Copy>, Partial<KeptMessage>, boolean]>([
  ['the same archive id', { source: 'archive', archiveId: '7' }, { archiveId: '7', time: 1 }, true],
  ['an archive that counts anew', { source: 'archive', archiveId: '7' }, { archiveId: '7', body: 'other' }, false],
  ['another archive id, the same id', { archiveId: '7', stanzaId: 's' }, { archiveId: '8', stanzaId: 's' }, true],
  ['Spark, live and archived', { source: 'archive', archiveId: '7', time: start + 4999 }, {}, true],
  ['Spark, six seconds apart', { source: 'archive', archiveId: '7', time: start + 5001 }, {}, false],
  [
    'Spark, by clocks that differ',
    { source: 'archive', archiveId: '7', time: start + 60_000, ahead: 61_000 },
    {},
    true,
  ],
  ['Spark, kept for us, clocks that differ', { source: 'archive', archiveId: '7', ahead: 61_000 }, {}, true],
  ['Spark, by other clocks', { source: 'archive', archiveId: '7', time: start + 60_000, ahead: 50_000 }, {}, false],
  ['Spark, archived and then live', {}, { copies: 4, archiveId: '7' }, true],
  ['Spark, twice live', {}, {}, false],
  ['Spark, live and then from what was kept for us', { isDelayed: true }, { copies: 5, archiveId: '7' }, true],
  ['Spark, twice kept for us, and in no archive', { isDelayed: true }, {}, false],
  ['Spark, another one kept for us', { isDelayed: true, time: start + 5001 }, { archiveId: '7' }, false],
  ['Spark, live and as a carbon', { source: 'carbon' }, {}, true],
  ['Spark, twice as a carbon', { source: 'carbon' }, { copies: 2 }, false],
  ['Spark, twice archived', { source: 'archive', archiveId: '7' }, { copies: 5, archiveId: '6' }, false],
  ['of another resource', { source: 'archive', archiveId: '7', sender: 'bob@mired.org/work' }, {}, false],
  ['of the bare address', { source: 'archive', archiveId: '7', sender: 'bob@mired.org' }, {}, true],
  ['an id where the other has none', { source: 'archive', archiveId: '7', stanzaId: 's' }, {}, false],
  ['in and out', { direction: 'out', stanzaId: 's' }, { stanzaId: 's' }, false],
  ['line ends', { stanzaId: 's', body: 'a\nb' }, { stanzaId: 's', body: 'a\r\nb' }, true],
])('%s', (_, one, other, same) => {
  expect(findMessage(copy(one), [kept(other)], conversation) !== null).toBe(same)
})

test('with ourselves in and out are the same', () => {
  const mine = kept({ direction: 'out', sender: null, stanzaId: 's', originId: 's', copies: 0 })
  expect(findMessage(copy({ stanzaId: 's' }), [mine], { isOwn: true })).toBe(mine)
})

test('what comes back from the server has reached it', () => {
  const archived = copy({ source: 'archive', archiveId: '7' })
  for (const [state, next] of [
    ['queued', 'stored'],
    ['sent', 'stored'],
    ['displayed', 'displayed'],
    ['failed', 'failed'],
  ] as const)
    expect(withCopy(kept({ direction: 'out', state }), archived)).toMatchObject({
      state: next,
      archiveId: '7',
      copies: 5,
    })
})

const bounds = { above: 0, below: Number.POSITIVE_INFINITY, latest: (start + 1_000_000) * 1000, conversation }
const archived = (archiveId: string, seconds: number, values: Partial<Copy> = {}): Copy =>
  copy({ source: 'archive', archiveId, stanzaId: `s${archiveId}`, time: start + seconds * 1000, ...values })
const placesIn = (merged: ReturnType<typeof mergePage>) =>
  merged.map(each => (each.kind === 'new' ? each.place : each.before.place) - start * 1000)

test('what is new stands between its neighbours, whatever the times say', () => {
  const messages = [10, 20].map(second =>
    kept({ key: second, stanzaId: `s${second}`, place: (start + second * 1000) * 1000 }),
  )
  const page = [archived('10', 10), archived('b', 3600), archived('c', -3600), archived('20', 20), archived('d', 0)]
  expect(placesIn(mergePage({ ...bounds, copies: page, messages }))).toEqual([
    10_000_000, 19_999_998, 19_999_999, 20_000_000, 20_000_001,
  ])
})

test('what was missed comes before what has arrived since the stream began, if the clock of the server is ahead', () => {
  const latest = (start + 5000) * 1000
  const merged = mergePage({ ...bounds, latest, copies: [archived('a', 3600), archived('b', 3601)], messages: [] })
  expect(placesIn(merged)).toEqual([5_000_000, 5_000_001])
})

test('a page that is archived twice is one message; no two have one place', () => {
  const twice = [archived('1', 0, { stanzaId: 'x' }), archived('2', 0, { stanzaId: 'x' })]
  expect(mergePage({ ...bounds, copies: twice, messages: [] })).toHaveLength(1)
  expect(freePlaces([5, 6, 6, 9], new Set([6, 7]))).toEqual([5, 8, 9, 10])
})

test('reading begins again where something was missed, unless it was answered elsewhere', () => {
  const read = start * 1000 + 50_000
  const fresh = (place: number, direction: 'in' | 'out' = 'in') =>
    ({ kind: 'new', copy: copy({ direction }), place: start * 1000 + place }) as const
  const after = (...merged: ReturnType<typeof fresh>[]) =>
    readAfter({ readUpTo: read, isRead: false }, merged) - start * 1000
  expect(after(fresh(60_000))).toBe(50_000)
  expect(after(fresh(30_000), fresh(40_000))).toBe(29_999)
  expect(after(fresh(30_000), fresh(40_000, 'out'))).toBe(50_000)
  expect(after(fresh(30_000), fresh(70_000, 'out'), fresh(80_000))).toBe(70_000)
  expect(readAfter({ readUpTo: 0, isRead: true }, [fresh(30_000)])).toBe(start * 1000 + 30_000)
  const waiting = kept({ place: start * 1000 + 40_000 })
  const merged = [fresh(30_000), { kind: 'known', before: waiting, after: waiting } as const, fresh(45_000)]
  expect(readAfter({ readUpTo: 0, isRead: true }, merged)).toBe(start * 1000 + 30_000)
})

/** A history as it was, and in which ways each message comes here. */
const history = fc
  .array(
    fc.record({
      body: fc.constantFrom('ok', 'hello', 'yes'),
      pause: fc.nat({ max: 3000 }),
      jitter: fc.integer({ min: -300, max: 300 }),
      hasId: fc.boolean(),
      ways: fc.uniqueArray(fc.constantFrom('direct', 'carbon'), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain(messages => {
    const live = messages.flatMap(({ ways }, index) => ways.map(way => ({ index, way })))
    return fc.record({
      messages: fc.constant(messages),
      // When each page comes between the live copies, and how large the pages are.
      pages: fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), after: fc.nat({ max: live.length }) })),
      live: fc.constant(live),
    })
  })

test('in whatever order the copies come, each message is there once', () => {
  fc.assert(
    fc.property(history, ({ messages, pages, live }) => {
      let time = start
      const written = messages.map(({ pause, ...each }, index) => {
        time += pause
        return { ...each, time, id: each.hasId ? `s${index}` : null, archiveId: `${index}` }
      })
      const copyAt = (index: number, source: Copy['source']): Copy => {
        const { body, time: at, jitter, id, archiveId } = written[index] ?? { ...copy(), jitter: 0, id: null }
        const isArchive = source === 'archive'
        return copy({
          source,
          body,
          stanzaId: id,
          time: isArchive ? at : at + jitter,
          archiveId: isArchive ? archiveId : null,
        })
      }
      let rows: readonly KeptMessage[] = []
      const receive = (one: Copy): void => {
        const found = findMessage(one, rows, conversation)
        rows =
          found === null
            ? [
                ...rows,
                {
                  ...kept(one),
                  ...one,
                  extra: {},
                  key: rows.length,
                  place: 2 * start * 1000 + rows.length * 1000,
                  copies: copyBits[one.source],
                },
              ]
            : rows.map(each => (each === found ? withCopy(each, one) : each))
      }
      let read = 0
      const readPage = (size: number): void => {
        const copies = written.slice(read, read + size).map((_, index) => copyAt(read + index, 'archive'))
        const above = Math.max(0, ...rows.filter(each => each.copies >= 4).map(each => each.place))
        for (const each of mergePage({ ...bounds, copies, messages: rows, above }))
          rows =
            each.kind === 'new'
              ? [
                  ...rows,
                  { ...kept(each.copy), ...each.copy, extra: {}, key: rows.length, place: each.place, copies: 4 },
                ]
              : rows.map(row => (row.key === each.before.key ? each.after : row))
        read += size
      }
      for (const [index, one] of live.entries()) {
        for (const { size } of pages.filter(each => each.after === index)) readPage(size)
        receive(copyAt(one.index, one.way))
      }
      readPage(written.length)
      const bodies = (values: readonly { body: string }[]) => values.map(each => each.body).toSorted()
      expect(bodies(rows)).toEqual(bodies(written))
      expect(new Set(rows.map(each => each.archiveId)).size).toBe(written.length)
      expect(new Set(rows.map(each => each.place)).size).toBe(rows.length)
      // And all of the archive once more changes nothing.
      const again = written.map((_, index) => copyAt(index, 'archive'))
      expect(mergePage({ ...bounds, copies: again, messages: rows }).every(each => each.kind === 'known')).toBe(true)
    }),
    { numRuns: 500 },
  )
})
