import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError, type Failure } from '../../../shared/domain/failure.ts'
import type { Message, MessageId, MessageState } from '../../../shared/domain/message.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createDelivery, type Delivery } from './delivery.ts'

/** What the store does with the events, as far as delivery sees it. */
interface Row {
  readonly id: MessageId
  state: MessageState
}

let channel: FakeChannel
let rows: Row[]
let events: string[]
let failures: Record<string, Failure>
let pings: PromiseWithResolvers<void>[]
let delivery: Delivery
let storeFails: boolean
/** The archive on the server, and what it was asked for. */
let archive: () => Promise<ReadonlySet<string> | null>
let asked: string[]
let retryTelling: () => void

const ana = prepareBareJid('ana@mired.org')
const queue = (...ids: readonly string[]) =>
  rows.push(...ids.map(id => ({ id: id as MessageId, state: 'queued' as const })))
const toMessage = (row: Row, index: number): Message => ({
  account: ana,
  id: row.id,
  peer: prepareBareJid('bob@mired.org'),
  direction: 'out',
  body: `body of ${row.id}`,
  time: index,
  order: index + 1,
  state: row.state,
  failure: null,
})
const isOpen = ({ state }: Row) => state === 'queued' || state === 'sent'
const ids = () => channel.written.map(stanza => stanza.attrs.id)
const states = () => Object.fromEntries(rows.map(({ id, state }) => [id, state]))

async function emit(event: DomainEvent): Promise<void> {
  await Promise.resolve()
  if (storeFails) throw new AppError('storage-failed', 'the disk is full', { condition: 'disk-full' })
  if (event.type === 'message.sent' || event.type === 'message.stored') {
    events.push(`${event.type} ${event.ids.join(' ')}`)
    const state = event.type === 'message.sent' ? 'sent' : 'stored'
    for (const row of rows) if (event.ids.includes(row.id) && isOpen(row)) row.state = state
  } else if (event.type === 'message.failed') {
    events.push(`${event.type} ${event.id}`)
    failures[event.id] = event.failure
    for (const row of rows) if (event.id === row.id) row.state = 'failed'
  }
}

const turn = () => new Promise(setImmediate)
const untilPings = (count: number) => vi.waitFor(() => expect(pings).toHaveLength(count))
const untilState = (id: string, state: MessageState) => vi.waitFor(() => expect(states()[id]).toBe(state))

beforeEach(() => {
  channel = createFakeChannel()
  rows = []
  events = []
  failures = {}
  pings = []
  storeFails = false
  asked = []
  archive = async () => null
  retryTelling = () => {}
  delivery = createDelivery({
    channel,
    emit,
    ping: {
      pingServer() {
        const ping = Promise.withResolvers<void>()
        pings.push(ping)
        return ping.promise
      },
    },
    outbox: async () => rows.filter(isOpen).map(toMessage),
    async settle(doubtful) {
      asked.push(doubtful.map(({ id }) => id).join(' '))
      return (await archive()) as ReadonlySet<MessageId> | null
    },
    clock: {
      now: () => 0,
      after(_, callback) {
        retryTelling = callback
        return () => {}
      },
    },
    log: silentLog,
  })
})

afterEach(() => {
  delivery.dispose()
  expect(channel.listeners()).toBe(0)
})

test('what was queued goes out in order when we come online, then one ping proves it', async () => {
  queue('a', 'b', 'c')
  channel.goOnline()
  await untilPings(1)
  expect(ids()).toEqual(['a', 'b', 'c'])
  expect(states()).toEqual({ a: 'sent', b: 'sent', c: 'sent' })
  pings[0]?.resolve()
  await untilState('c', 'stored')
  expect(events).toEqual(['message.sent a', 'message.sent b', 'message.sent c', 'message.stored a b c'])
})

test('offline nothing goes out', async () => {
  queue('a')
  await delivery.flush()
  expect(channel.written).toEqual([])
  expect(states()).toEqual({ a: 'queued' })
})

test('a ping proves only what was written before it, and there is one at a time', async () => {
  channel.goOnline()
  queue('a')
  await delivery.flush()
  await untilPings(1)
  queue('b')
  await delivery.flush()
  queue('c')
  await delivery.flush()
  expect(pings).toHaveLength(1)
  pings[0]?.resolve()
  await untilPings(2)
  expect(states()).toEqual({ a: 'stored', b: 'sent', c: 'sent' })
  pings[1]?.resolve()
  await untilState('c', 'stored')
  expect(pings).toHaveLength(2)
})

test('many calls at once write each message once', async () => {
  channel.goOnline()
  queue('a', 'b')
  const first = delivery.flush()
  queue('c')
  await Promise.all([first, delivery.flush(), delivery.flush(), delivery.flush()])
  expect(ids()).toEqual(['a', 'b', 'c'])
})

test('a call at any moment of another one is not lost', async () => {
  channel.goOnline()
  for (let turns = 0; turns < 30; turns++) {
    queue(`x${turns}`)
    const first = delivery.flush()
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    queue(`y${turns}`)
    await Promise.all([first, delivery.flush()])
    expect(states()[`y${turns}`]).toBe('sent')
    // So that each turn is as long as the one before.
    for (const row of rows) row.state = 'stored'
  }
  expect(ids()).toEqual(rows.map(({ id }) => id))
})

test('what was sent and never proved goes out again with its id, before what came later', async () => {
  channel.goOnline()
  queue('a', 'b')
  await delivery.flush()
  channel.goOffline()
  pings[0]?.reject(new AppError('network-lost', 'cut'))
  queue('c')
  await delivery.flush()
  expect(states()).toEqual({ a: 'sent', b: 'sent', c: 'queued' })
  channel.goOnline()
  await untilPings(2)
  expect(ids()).toEqual(['a', 'b', 'a', 'b', 'c'])
  pings[1]?.resolve()
  await untilState('c', 'stored')
  expect(events.at(-1)).toBe('message.stored a b c')
})

test('a stream that ends in the middle leaves the rest queued; the next one takes it up', async () => {
  queue('a', 'b', 'c')
  channel.goOnline()
  await channel.untilWritten(1)
  channel.goOffline()
  await delivery.flush()
  expect(states().c).toBe('queued')
  channel.goOnline()
  await untilState('c', 'sent')
  expect(ids()).toEqual(['a', 'a', 'b', 'c'])
})

test('a ping without answer leaves them sent; the next one proves them too', async () => {
  channel.goOnline()
  queue('a')
  await delivery.flush()
  pings[0]?.reject(new AppError('request-timed-out', 'silence'))
  await new Promise(setImmediate)
  expect(states()).toEqual({ a: 'sent' })
  queue('b')
  await delivery.flush()
  await untilPings(2)
  pings[1]?.resolve()
  await untilState('a', 'stored')
  expect(ids()).toEqual(['a', 'b'])
})

test('one that failed and is sent again goes out again, on the same stream', async () => {
  channel.goOnline()
  queue('a')
  await delivery.flush()
  await emit({ type: 'message.failed', account: ana, id: 'a' as MessageId, failure: { code: 'internal', details: {} } })
  for (const row of rows) row.state = 'queued'
  await delivery.flush()
  expect(ids()).toEqual(['a', 'a'])
})

test('where the store refuses for a while, nothing is written twice on one stream, and all is told', async () => {
  channel.goOnline()
  queue('a', 'b')
  storeFails = true
  const flushed = delivery.flush()
  await turn()
  const again = delivery.flush()
  await turn()
  // What is not on the disk as sent does not go out.
  expect(ids()).toEqual([])
  storeFails = false
  retryTelling()
  await Promise.all([flushed, again])
  expect(ids()).toEqual(['a', 'b'])
  expect(states()).toEqual({ a: 'sent', b: 'sent' })
})

test('a proof that the store does not take for a while is kept, over the end of the stream', async () => {
  channel.goOnline()
  queue('a', 'b')
  await delivery.flush()
  await untilPings(1)
  storeFails = true
  pings[0]?.resolve()
  await turn()
  channel.goOffline()
  channel.goOnline()
  await delivery.flush()
  // Proved: they must not go out again, although the outbox still has them.
  expect(ids()).toEqual(['a', 'b'])
  storeFails = false
  retryTelling()
  await untilState('b', 'stored')
  expect(events.at(-1)).toBe('message.stored a b')
})

describe('a stream that the server ends with an error', () => {
  const error = (condition: string): Failure => ({
    code: 'stream-error',
    details: { condition, domain: 'mired.org', text: 'Too big' },
  })
  /** The server ends the stream, and comes back. @returns whether that was wanted */
  const endWith = (condition: string) => {
    const wanted = channel.goOffline({ failure: error(condition) })
    for (const ping of pings) ping.reject(new AppError('network-lost', 'cut'))
    channel.goOnline()
    return wanted
  }

  test('is tried with the first of the unproved alone; the one at which it ends again has failed', async () => {
    channel.goOnline()
    queue('a', 'b', 'c')
    await delivery.flush()
    await untilPings(1)
    expect(endWith('policy-violation')).toBe(true)
    await untilPings(2)
    expect(ids().slice(3)).toEqual(['a'])
    pings[1]?.resolve()
    await untilPings(3)
    expect(states()).toEqual({ a: 'stored', b: 'sent', c: 'sent' })
    expect(ids().slice(4)).toEqual(['b'])
    queue('d')
    void delivery.flush()
    expect(endWith('policy-violation')).toBe(true)
    await untilState('b', 'failed')
    await untilPings(4)
    expect(ids().slice(5)).toEqual(['c'])
    pings[3]?.resolve()
    await untilPings(5)
    pings[4]?.resolve()
    await untilState('d', 'stored')
    expect(ids().slice(6)).toEqual(['d'])
    expect(failures).toEqual({
      b: { code: 'message-too-long', details: { condition: 'policy-violation', text: 'Too big' } },
    })
  })

  test.each([
    ['not-well-formed', 'message-not-delivered'],
    ['internal-server-error', 'message-not-delivered'],
    ['policy-violation', 'message-too-long'],
  ])('%s twice at the same message', async (condition, code) => {
    channel.goOnline()
    queue('a')
    await delivery.flush()
    endWith(condition)
    await untilPings(2)
    endWith(condition)
    await untilState('a', 'failed')
    expect(failures).toMatchObject({ a: { code, details: { condition } } })
    expect(ids()).toEqual(['a', 'a'])
  })

  test('in the middle of a message is at that message', async () => {
    queue('a')
    for (let turns = 1; turns <= 2; turns++) {
      const sending = Promise.withResolvers<void>()
      const send = vi.spyOn(channel, 'send').mockReturnValueOnce(sending.promise)
      channel.goOnline()
      await vi.waitFor(() => expect(send).toHaveBeenCalled())
      send.mockRestore()
      expect(channel.goOffline({ failure: error('policy-violation') })).toBe(true)
      sending.reject(new AppError('network-lost', 'cut'))
      await turn()
    }
    await untilState('a', 'failed')
  })

  test('a ping on the stream that went on proves nothing of what the break kept from being written', async () => {
    channel.managed = true
    queue('a')
    channel.goOnline()
    await channel.untilWritten(1)
    channel.failSendingWith(new AppError('not-connected', 'between two connections'))
    endWith('not-well-formed')
    await vi.waitFor(() => expect(asked).toEqual(['a']))
    await turn()
    channel.goOffline({ resumable: true })
    channel.failSendingWith(null)
    channel.resume()
    await untilPings(1)
    expect(ids()).toEqual(['a', 'a'])
    expect(states()).toEqual({ a: 'sent' })
    pings[0]?.resolve()
    await untilState('a', 'stored')
  })

  test('gives a message that was sent again no third chance', async () => {
    channel.goOnline()
    queue('a')
    await delivery.flush()
    endWith('policy-violation')
    await untilPings(2)
    endWith('policy-violation')
    await untilState('a', 'failed')
    for (const row of rows) row.state = 'queued'
    void delivery.flush()
    await untilPings(3)
    expect(endWith('policy-violation')).toBe(true)
    await untilState('a', 'failed')
  })

  test.each([
    ['nothing is unproved', null, 'policy-violation'],
    ['the server shuts down', 'a', 'system-shutdown'],
    ['the server has no room', 'a', 'resource-constraint'],
  ])('is no matter of ours where %s', async (_, id, condition) => {
    channel.goOnline()
    if (id !== null) queue(id)
    await delivery.flush()
    for (let turns = 0; turns < 3; turns++) {
      expect(endWith(condition)).toBe(false)
      await delivery.flush()
    }
    expect(states()).toEqual(id === null ? {} : { a: 'sent' })
  })

  test('is that of the only one that is not acknowledged, on a server that acknowledges', async () => {
    channel.managed = true
    channel.goOnline()
    queue('a')
    await delivery.flush()
    expect(endWith('policy-violation')).toBe(true)
    await untilPings(1)
    expect(endWith('policy-violation')).toBe(true)
    await untilState('a', 'failed')
  })

  test('nor is a cut', async () => {
    channel.goOnline()
    queue('a')
    await delivery.flush()
    for (let turns = 0; turns < 3; turns++) {
      expect(channel.goOffline()).toBe(false)
      channel.goOnline()
      await delivery.flush()
    }
    expect(states()).toEqual({ a: 'sent' })
  })

  test('a suspect whose ping is not answered holds up the others no longer', async () => {
    channel.goOnline()
    queue('a')
    await delivery.flush()
    endWith('policy-violation')
    queue('b')
    void delivery.flush()
    await untilPings(2)
    pings[1]?.reject(new AppError('request-timed-out', 'silence'))
    await untilState('b', 'sent')
    expect(ids()).toEqual(['a', 'a', 'b'])
  })
})

test('one that cannot be sent holds up no other', async () => {
  channel.goOnline()
  queue('a', 'b')
  vi.spyOn(channel, 'send').mockImplementationOnce(async () => {
    throw new AppError('message-too-long', 'too long')
  })
  await delivery.flush()
  expect(states()).toEqual({ a: 'failed', b: 'sent' })
})

test('after dispose nothing goes out any more', async () => {
  queue('a', 'b', 'c')
  channel.goOnline()
  await channel.untilWritten(1)
  delivery.dispose()
  await delivery.flush()
  expect(ids()).toEqual(['a'])
})

test('where the server acknowledges, nobody pings, and what it acknowledges is stored', async () => {
  channel.managed = true
  queue('a', 'b')
  channel.goOnline()
  await untilState('b', 'sent')
  channel.acknowledge('a')
  await untilState('a', 'stored')
  expect([pings.length, states()]).toEqual([0, { a: 'stored', b: 'sent' }])
})

test('over a resumption nothing goes out again here; what came meanwhile follows', async () => {
  channel.managed = true
  channel.goOnline()
  queue('a')
  await delivery.flush()
  channel.goOffline({ resumable: true })
  queue('b')
  channel.resume()
  await untilState('b', 'sent')
  expect(ids()).toEqual(['a', 'b'])
})

test('after a resumption that was refused it goes out again, but for what the refusal acknowledges', async () => {
  channel.managed = true
  channel.goOnline()
  queue('a', 'b')
  await delivery.flush()
  channel.goOffline({ resumable: true })
  channel.acknowledge('a')
  channel.goOnline()
  await untilState('a', 'stored')
  await vi.waitFor(() => expect(ids()).toEqual(['a', 'b', 'b']))
})

describe('what a stream that is over leaves in doubt', () => {
  /** Written on a stream that ends. */
  const leaveInDoubt = async (...ids: readonly string[]) => {
    channel.goOnline()
    queue(...ids)
    await delivery.flush()
    channel.goOffline()
    for (const ping of pings) ping.reject(new AppError('network-lost', 'cut'))
  }

  test('is looked for in the archive first; only what is not there goes out again, then what is newer', async () => {
    await leaveInDoubt('a', 'b', 'c')
    queue('d')
    archive = async () => new Set(['a', 'c'])
    channel.goOnline()
    await untilState('d', 'sent')
    expect(asked).toEqual(['a b c'])
    expect(ids()).toEqual(['a', 'b', 'c', 'b', 'd'])
    expect(states()).toEqual({ a: 'stored', b: 'sent', c: 'stored', d: 'sent' })
  })

  test('holds back everything until the archive has answered', async () => {
    await leaveInDoubt('a')
    const answer = Promise.withResolvers<ReadonlySet<string>>()
    archive = () => answer.promise
    channel.goOnline()
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    queue('b')
    const flushed = delivery.flush()
    await turn()
    expect(ids()).toEqual(['a'])
    answer.resolve(new Set(['a']))
    await flushed
    await untilState('a', 'stored')
    expect(ids()).toEqual(['a', 'b'])
  })

  test.each([
    ['nobody knows', async () => null],
    ['nothing is there', async () => new Set<string>()],
    ['asking fails', () => Promise.reject(new Error('a fault'))],
  ])('goes out again where %s, and is asked for once on a stream', async (_, answer) => {
    await leaveInDoubt('a')
    archive = answer
    channel.goOnline()
    await untilPings(2)
    queue('b')
    await delivery.flush()
    expect(ids()).toEqual(['a', 'a', 'b'])
    expect(asked).toEqual(['a'])
  })

  test('does not go out again where the connection ended while it was asked for; the next one asks', async () => {
    await leaveInDoubt('a')
    archive = () => Promise.reject(new AppError('network-lost', 'cut'))
    channel.managed = true
    channel.goOnline()
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    channel.goOffline({ resumable: true })
    await turn()
    archive = async () => new Set(['a'])
    channel.resume()
    await untilState('a', 'stored')
    expect(ids()).toEqual(['a'])
    expect(asked).toEqual(['a', 'a'])
  })

  test('an answer that is late is one all the same; another stream asks for the rest', async () => {
    await leaveInDoubt('a', 'b')
    const answer = Promise.withResolvers<ReadonlySet<string>>()
    archive = () => answer.promise
    channel.goOnline()
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    channel.goOffline()
    channel.goOnline()
    archive = async () => null
    answer.resolve(new Set(['a']))
    await untilPings(2)
    expect(asked).toEqual(['a b', 'b'])
    expect(ids()).toEqual(['a', 'b', 'b'])
    expect(states()).toEqual({ a: 'stored', b: 'sent' })
  })

  test('is also what was just being written', async () => {
    queue('a')
    const sending = Promise.withResolvers<void>()
    const send = vi.spyOn(channel, 'send').mockReturnValueOnce(sending.promise)
    channel.goOnline()
    await vi.waitFor(() => expect(send).toHaveBeenCalled())
    channel.goOffline()
    sending.reject(new AppError('network-lost', 'cut'))
    await turn()
    expect(states()).toEqual({ a: 'sent' })
    archive = async () => new Set(['a'])
    channel.goOnline()
    await untilState('a', 'stored')
    expect(asked).toEqual(['a'])
    expect(ids()).toEqual([])
  })

  test('is not what never went out, nor what this stream has written', async () => {
    queue('a')
    channel.goOnline()
    await untilPings(1)
    queue('b')
    await delivery.flush()
    expect(asked).toEqual([])
  })

  test('is not what a refused resumption acknowledges', async () => {
    channel.managed = true
    channel.goOnline()
    queue('a', 'b')
    await delivery.flush()
    channel.goOffline({ resumable: true })
    channel.acknowledge('a')
    channel.goOnline()
    await vi.waitFor(() => expect(ids()).toEqual(['a', 'b', 'b']))
    expect(asked).toEqual(['b'])
  })
})
