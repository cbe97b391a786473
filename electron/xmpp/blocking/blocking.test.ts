import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { type BlockingFeature, createBlocking } from './blocking.ts'

let channel: FakeChannel
let events: DomainEvent[]
let blocking: BlockingFeature
let announced: { server: boolean | null; account: boolean | null }

const bob = prepareBareJid('bob@mired.org')
const list = readFileSync(join(import.meta.dirname, 'fixtures', 'prosody-list.xml'), 'utf8').trim()
const push = (content: string, from = '') =>
  `<iq type="set" id="p1"${from === '' ? '' : ` from="${from}"`}>${content}</iq>`
const block = (jid: string) => `<block xmlns="urn:xmpp:blocking"><item jid="${jid}"/></block>`
/** What was told last. */
const told = () => {
  const last = events.at(-1)
  return last?.type === 'blocking.received' ? [last.blocking.support, ...last.blocking.addresses] : null
}
const turn = () => new Promise(setImmediate)

async function begun(): Promise<void> {
  const beginning = blocking.begin()
  await channel.untilWritten(1)
  channel.requests[0]?.answer(list)
  await beginning
}

beforeEach(() => {
  channel = createFakeChannel()
  channel.goOnline()
  events = []
  announced = { server: true, account: false }
  blocking = createBlocking({
    channel,
    discovery: {
      serverSupports: async () => announced.server,
      accountSupports: async () => announced.account,
    },
    emit: async event => void events.push(event),
    log: silentLog,
  })
})

afterEach(() => {
  blocking.dispose()
  expect(channel.listeners()).toBe(0)
})

test('the list is asked for where the server announces it', async () => {
  await begun()
  expect(channel.texts()).toEqual(['<iq type="get" id="q0"><blocklist xmlns="urn:xmpp:blocking"/></iq>'])
  expect(told()).toEqual(['yes', 'bob@mired.org', 'spam.example'])
})

test('or the account does', async () => {
  announced = { server: null, account: true }
  await begun()
  expect(told()).toEqual(['yes', 'bob@mired.org', 'spam.example'])
})

test('where nobody does it is said, nothing is asked, and blocking fails as such', async () => {
  announced = { server: false, account: null }
  await blocking.begin()
  expect([channel.texts(), told()]).toEqual([[], ['no']])
  await expect(blocking.block(bob)).rejects.toMatchObject({ code: 'blocking-not-supported' })
  expect(channel.texts()).toEqual([])
})

test('blocking and letting in again, as the server agrees', async () => {
  await begun()
  const blocked = blocking.block(prepareBareJid('eva@mired.org'))
  await channel.untilWritten(2)
  expect(channel.texts()[1]).toBe(
    '<iq type="set" id="q1"><block xmlns="urn:xmpp:blocking"><item jid="eva@mired.org"/></block></iq>',
  )
  expect(told()).not.toContain('eva@mired.org')
  channel.requests[0]?.answer('<iq type="result"/>')
  await blocked
  expect(told()).toEqual(['yes', 'bob@mired.org', 'eva@mired.org', 'spam.example'])
  const letIn = blocking.unblock(bob)
  await channel.untilWritten(3)
  expect(channel.texts()[2]).toContain('<unblock xmlns="urn:xmpp:blocking"><item jid="bob@mired.org"/></unblock>')
  channel.requests[0]?.answer('<iq type="result"/>')
  await letIn
  expect(told()).toEqual(['yes', 'eva@mired.org', 'spam.example'])
})

test('what the server refuses changes nothing', async () => {
  await begun()
  const blocked = blocking.block(prepareBareJid('eva@mired.org'))
  await channel.untilWritten(2)
  channel.requests[0]?.fail(new AppError('refused-by-server', 'no', { condition: 'not-allowed' }))
  await expect(blocked).rejects.toMatchObject({ code: 'refused-by-server' })
  expect(told()).toEqual(['yes', 'bob@mired.org', 'spam.example'])
})

describe('a push', () => {
  test.each(['', 'ana@mired.org', 'mired.org'])('from "%s" counts', async from => {
    await begun()
    expect(await channel.ask(push(block('eva@mired.org'), from))).toBeNull()
    expect(told()).toEqual(['yes', 'bob@mired.org', 'eva@mired.org', 'spam.example'])
    await channel.ask(push('<unblock xmlns="urn:xmpp:blocking"><item jid="spam.example"/></unblock>', from))
    expect(told()).toEqual(['yes', 'bob@mired.org', 'eva@mired.org'])
    await channel.ask(push('<unblock xmlns="urn:xmpp:blocking"/>', from))
    expect(told()).toEqual(['yes'])
  })

  test.each(['eva@mired.org', 'ana@mired.org/phone', 'evil.example', '@', 'ana@mired.org.evil.example'])(
    'from %s is refused',
    async from => {
      await begun()
      expect(await channel.ask(push('<unblock xmlns="urn:xmpp:blocking"/>', from))).toMatchObject({
        error: { details: { condition: 'service-unavailable' } },
      })
      expect(told()).toEqual(['yes', 'bob@mired.org', 'spam.example'])
    },
  )

  test('in a foreign namespace is none', async () => {
    await begun()
    expect(await channel.ask(push('<unblock xmlns="urn:x"/>'))).toEqual({ error: 'service-unavailable' })
  })

  test('that comes while the list is on its way is counted after it', async () => {
    const beginning = blocking.begin()
    await channel.untilWritten(1)
    await channel.ask(push(block('eva@mired.org')))
    await channel.ask(push('<unblock xmlns="urn:xmpp:blocking"><item jid="bob@mired.org"/></unblock>'))
    channel.requests[0]?.answer(list)
    await beginning
    await turn()
    expect(events).toHaveLength(1)
    expect(told()).toEqual(['yes', 'eva@mired.org', 'spam.example'])
  })

  test('with what is no address, or without end, does no harm', async () => {
    await begun()
    const many = Array.from({ length: 6000 }, (_, index) => `<item jid="p${index}@spam.example"/>`).join('')
    await channel.ask(push(`<block xmlns="urn:xmpp:blocking"><item jid="@"/><item/>${many}</block>`))
    expect(told()).toHaveLength(5001)
  })
})

test('a list that does not come leaves what is known', async () => {
  await begun()
  await blocking.begin()
  expect(channel.texts()).toHaveLength(1)
  channel.goOnline()
  const again = blocking.begin()
  await channel.untilWritten(2)
  channel.requests[0]?.fail(new AppError('request-timed-out', 'silence'))
  await expect(again).rejects.toMatchObject({ code: 'request-timed-out' })
  await channel.ask(push(block('eva@mired.org')))
  expect(told()).toEqual(['yes', 'bob@mired.org', 'eva@mired.org', 'spam.example'])
})
