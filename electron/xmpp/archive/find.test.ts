import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import { silentLog } from '../../core/ports/index.ts'
import { parseElement } from '../../stanza/element.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import type { ArchivePage } from './archive.ts'
import type { ArchiveQuery } from './build.ts'
import { createFinder, type Finder } from './find.ts'
import type { ArchivedMessage } from './parse.ts'

const day = 24 * 60 * 60 * 1000
const ana = prepareBareJid('ana@mired.test')
const now = Date.UTC(2026, 10, 21, 12)

/** What the server has, oldest first; the archive's ids are places from 0. */
let kept: ArchivedMessage[]
let announced: boolean | null
let queries: ArchiveQuery[]
/** What the archive does with the query of that number instead of answering. */
let disturb: (number: number, query: ArchiveQuery) => ArchivePage | undefined
let complete: boolean
let passed: number
let callbacks: Map<() => void, number>
let finder: Finder

const message = (id: string, changes: Partial<Message> = {}): Message => ({
  account: ana,
  id: id as MessageId,
  peer: prepareBareJid('bob@mired.test'),
  direction: 'out',
  body: `body of ${id}`,
  time: now,
  order: 1,
  state: 'sent',
  failure: null,
  ...changes,
})

function keep(text: string): void {
  const time = now + kept.length
  kept.push({ archiveId: String(kept.length), time, stanza: parseElement(text) })
}
const own = (id: string, { body = `body of ${id}`, to = 'bob@mired.test', attributes = `id="${id}"` } = {}) =>
  keep(
    `<message xmlns="jabber:client" from="ana@mired.test/rec" to="${to}" type="chat" ${attributes}><body>${body}</body></message>`,
  )

const bare = (address: string | undefined) => address?.split('/')[0]?.toLowerCase()

async function fetchPage(query: ArchiveQuery): Promise<ArchivePage> {
  queries.push(query)
  const disturbed = disturb(queries.length, query)
  if (disturbed !== undefined) return disturbed
  const { before, max } = query.page
  const fitting = kept.filter(
    ({ archiveId, time, stanza }) =>
      [stanza.attrs.to, stanza.attrs.from].some(address => bare(address) === query.with) &&
      (before === '' || Number(archiveId) < Number(before)) &&
      (query.end === undefined || (time ?? 0) <= query.end),
  )
  const messages = fitting.slice(-max)
  const set = { first: messages[0]?.archiveId ?? null, last: messages.at(-1)?.archiveId ?? null }
  return {
    messages,
    complete: complete && messages.length === fitting.length,
    set: { ...set, index: null, count: null },
  }
}

/** Lets pass what was waited for. */
function pass(): void {
  const due = [...callbacks.keys()]
  callbacks.clear()
  for (const callback of due) callback()
}

const turn = () => new Promise(setImmediate)

async function find(...doubtful: readonly Message[]) {
  const findings = finder.find(doubtful)
  await turn()
  pass()
  const { stored, missing, unknown } = await findings
  return { stored: [...stored], missing: [...missing], unknown: [...unknown] }
}

beforeEach(() => {
  kept = []
  announced = true
  queries = []
  disturb = () => undefined
  complete = true
  passed = 0
  callbacks = new Map()
  finder = createFinder({
    account: ana,
    archive: { isThere: async () => announced, fetchPage },
    clock: {
      now: () => now + passed,
      after(milliseconds, callback) {
        callbacks.set(callback, milliseconds)
        return () => callbacks.delete(callback)
      },
    },
    log: silentLog,
  })
})

test('those that are there and those that are not, a second after the question', async () => {
  own('a')
  own('c')
  const findings = finder.find([message('a'), message('b'), message('c')])
  await turn()
  expect(queries).toEqual([])
  expect([...callbacks.values()]).toEqual([1000])
  pass()
  expect(await findings).toEqual({ stored: new Set(['a', 'c']), missing: new Set(['b']), unknown: new Set() })
})

test('the archive is asked for the peer, from a day before the oldest in doubt, the newest first', async () => {
  await find(message('a', { time: now + 5 }), message('b', { time: now }))
  expect(queries).toEqual([{ with: 'bob@mired.test', start: now - day, end: undefined, page: { max: 50, before: '' } }])
})

test('nothing in doubt asks nothing', async () => {
  expect(await find()).toEqual({ stored: [], missing: [], unknown: [] })
  expect(queries).toEqual([])
})

describe('which one is the same', () => {
  test.each([
    [
      'an origin-id',
      () =>
        own('a', {
          body: 'body of a</body><origin-id xmlns="urn:xmpp:sid:0" id="a"/><body xml:lang="x">',
          attributes: 'id="other"',
        }),
    ],
    [
      'our bare address',
      () =>
        keep(
          '<message xmlns="jabber:client" from="ana@mired.test" to="bob@mired.test/phone" id="a"><body>body of a</body></message>',
        ),
    ],
    [
      'no sender',
      () => keep('<message xmlns="jabber:client" to="BOB@mired.test" id="a"><body>body of a</body></message>'),
    ],
  ])('%s', async (_, fill) => {
    fill()
    expect(await find(message('a'))).toMatchObject({ stored: ['a'] })
  })

  test.each([
    ['another body', () => own('a', { body: 'something else' })],
    ['another id', () => own('b', { body: 'body of a' })],
    [
      'of the peer',
      () =>
        keep(
          '<message xmlns="jabber:client" from="bob@mired.test/x" to="ana@mired.test" id="a"><body>body of a</body></message>',
        ),
    ],
    ['to somebody else', () => own('a', { to: 'carla@mired.test' })],
    [
      'one that came back',
      () =>
        keep(
          '<message xmlns="jabber:client" from="ana@mired.test" to="bob@mired.test" type="error" id="a"><body>body of a</body></message>',
        ),
    ],
    [
      'nobody at all',
      () => keep('<message xmlns="jabber:client" from="@" to="bob@mired.test" id="a"><body>body of a</body></message>'),
    ],
  ])('not: %s', async (_, fill) => {
    fill()
    // Whatever the server thinks of `with`.
    disturb = () => ({ messages: kept, complete: true, set: { first: '0', last: '0', index: null, count: 1 } })
    expect(await find(message('a'))).toMatchObject({ stored: [], missing: ['a'] })
  })

  test('a body as it goes over the wire', async () => {
    own('a', { body: 'uno\ndos &lt;&amp;&gt; 😀\ntres' })
    expect(await find(message('a', { body: 'uno\r\ndos <&> 😀\rtres\u0007\u0000' }))).toMatchObject({ stored: ['a'] })
  })

  test('a message to ourselves', async () => {
    own('a', { to: 'ana@mired.test' })
    expect(await find(message('a', { peer: ana }))).toMatchObject({ stored: ['a'] })
  })
})

describe('page by page', () => {
  const fill = (count: number) => {
    for (let place = 0; place < count; place++) own(`other ${place}`)
  }

  test('back to the beginning', async () => {
    own('a')
    fill(120)
    expect(await find(message('a'), message('b'))).toEqual({ stored: ['a'], missing: ['b'], unknown: [] })
    expect(queries.map(({ page }) => page.before)).toEqual(['', '71', '21'])
  })

  test('no further than until all are found', async () => {
    fill(120)
    own('a')
    expect(await find(message('a'))).toMatchObject({ stored: ['a'] })
    expect(queries).toHaveLength(1)
  })

  test('each peer on its own', async () => {
    own('a')
    own('c', { to: 'carla@mired.test' })
    const carla = prepareBareJid('carla@mired.test')
    const findings = await find(message('a'), message('c', { peer: carla }), message('d', { peer: carla }))
    expect(findings).toEqual({ stored: ['a', 'c'], missing: ['d'], unknown: [] })
    expect(queries.map(query => query.with)).toEqual(['bob@mired.test', 'carla@mired.test'])
  })

  test('not for ever: what was not reached is unknown', async () => {
    own('a')
    fill(2000)
    own('z')
    expect(await find(message('a'), message('z'))).toEqual({ stored: ['z'], missing: [], unknown: ['a'] })
    expect(queries).toHaveLength(20)
  })

  test('nor for long, where each page takes its time', async () => {
    own('a')
    fill(500)
    own('z')
    disturb = () => {
      passed += 12_000
      return undefined
    }
    expect(await find(message('a'), message('z'))).toEqual({ stored: ['z'], missing: [], unknown: ['a'] })
    expect(queries).toHaveLength(3)
  })

  test('a server that gives the same page again and again is not believed', async () => {
    fill(60)
    disturb = () => ({
      messages: kept.slice(-50),
      complete: false,
      set: { first: '10', last: '59', index: null, count: 60 },
    })
    expect(await find(message('a'))).toEqual({ stored: [], missing: [], unknown: ['a'] })
    expect(queries).toHaveLength(2)
  })

  test('an empty page that is not the end is not believed either', async () => {
    complete = false
    expect(await find(message('a'))).toEqual({ stored: [], missing: [], unknown: ['a'] })
  })

  test('empty and complete after an id, as Openfire says when that id is deleted: asked again by time', async () => {
    own('a')
    fill(120)
    disturb = (_, { page }) =>
      page.before === ''
        ? undefined
        : { messages: [], complete: true, set: { first: null, last: null, index: null, count: 121 } }
    expect(await find(message('a'), message('b'))).toEqual({ stored: ['a'], missing: ['b'], unknown: [] })
    expect(queries.map(({ end, page }) => [end, page.before])).toEqual([
      [undefined, ''],
      [undefined, '71'],
      [now + 71, ''],
      [now + 71, '22'],
      [now + 22, ''],
    ])
  })

  test('by time it goes no further back than it leads', async () => {
    fill(60)
    const set = { first: null, last: null, index: null, count: 60 }
    disturb = (_, { page }) =>
      page.before === ''
        ? { messages: kept.slice(-50), complete: false, set: { ...set, first: '10' } }
        : { messages: [], complete: true, set }
    expect(await find(message('a'))).toEqual({ stored: [], missing: ['a'], unknown: [] })
    expect(queries).toHaveLength(4)
  })
})

describe('nobody knows', () => {
  test('where there is no archive, and nobody waits', async () => {
    announced = false
    const findings = finder.find([message('a')])
    expect(await findings).toEqual({ stored: new Set(), missing: new Set(), unknown: new Set(['a']) })
    expect(queries).toEqual([])
  })

  test('nor where a server that does not say whether it has one says nothing on a connection that is dying', async () => {
    announced = null
    disturb = () => {
      throw new AppError('network-lost', 'cut')
    }
    await expect(find(message('a'))).rejects.toMatchObject({ code: 'network-lost' })
  })

  test.each(['refused-by-server', 'request-timed-out'] as const)('%s: what is known before it counts', async code => {
    own('a')
    const carla = prepareBareJid('carla@mired.test')
    disturb = number => {
      if (number === 2) throw new AppError(code, 'no')
      return undefined
    }
    const doubtful = [
      message('a'),
      message('b'),
      message('c', { peer: carla }),
      message('d', { peer: prepareBareJid('dario@mired.test') }),
    ]
    expect(await find(...doubtful)).toEqual({ stored: ['a'], missing: ['b'], unknown: ['c', 'd'] })
    expect(queries).toHaveLength(2)
  })

  test.each(['not-connected', 'network-lost'] as const)('%s is no answer at all', async code => {
    disturb = () => {
      throw new AppError(code, 'cut')
    }
    await expect(find(message('a'))).rejects.toMatchObject({ code })
  })

  test('once it is disposed', async () => {
    const findings = finder.find([message('a')])
    await turn()
    finder.dispose()
    expect(callbacks.size).toBe(0)
    await expect(findings).rejects.toMatchObject({ code: 'not-connected' })
    expect(queries).toEqual([])
  })
})

test.each([
  ['some are there', true, ['a'], ['a']],
  ['none is there', true, [], []],
  ['there is no archive', false, ['a'], null],
])('for delivery: %s', async (_, is, has, expected) => {
  announced = is
  for (const id of has) own(id)
  const settled = finder.settle([message('a'), message('b')])
  await turn()
  pass()
  expect(await settled).toEqual(expected === null ? null : new Set(expected))
})
