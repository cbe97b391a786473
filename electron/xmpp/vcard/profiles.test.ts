import { expect, test, vi } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { noFacts, type PictureHash } from '../../../shared/domain/profile.ts'
import type { DomainEvent, ReceivedProfile } from '../../core/events.ts'
import { type Clock, silentLog } from '../../core/ports/index.ts'
import { createFakeChannel } from '../../testing/channel.ts'
import { pictureHashOf, type Vcard } from './parse.ts'
import { createProfiles, type KnownProfile } from './profiles.ts'

const bob = 'bob@mired.org' as BareJid
const contact = (index: number) => `c${index}@mired.org` as BareJid
const hashOf = (index: number) => index.toString(16).padStart(40, '0') as PictureHash
const cardWith = (text: string | null, showable = true): Vcard => ({
  fullName: 'Bob',
  nickname: null,
  facts: noFacts,
  photo: text === null ? null : { hash: pictureHashOf(Buffer.from(text)), bytes: Buffer.from(text), showable },
})

/** Time that passes when the test says so. */
function heldClock() {
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>()
  let now = 1_700_000_000_000
  const clock: Clock = {
    now: () => now,
    after(milliseconds, callback) {
      const each = { at: now + milliseconds, callback }
      waiting.add(each)
      return () => waiting.delete(each)
    },
  }
  const pass = async (milliseconds: number): Promise<void> => {
    now += milliseconds
    for (const each of [...waiting]) if (each.at <= now && waiting.delete(each)) each.callback()
    await settle()
  }
  return { clock, pass, timers: () => waiting.size }
}

/** Every promise that can go on has gone on. */
const settle = (): Promise<void> => new Promise(done => setImmediate(done))

function world(isContact: (address: BareJid) => boolean = () => true) {
  const channel = createFakeChannel()
  const { clock, pass, timers } = heldClock()
  const kept = new Map<BareJid, KnownProfile>()
  const events: DomainEvent[] = []
  const asked: { readonly address: BareJid; answer(card: Vcard): void; fail(error: AppError): void }[] = []
  const profiles = createProfiles({
    channel,
    clock,
    log: silentLog,
    vcard: {
      fetch: address =>
        new Promise((answer, fail) => {
          asked.push({ address, answer, fail })
        }),
      change: vi.fn(),
    },
    known: async address => kept.get(address) ?? null,
    isContact: async address => isContact(address),
    emit: async event => {
      events.push(event)
      if (event.type === 'profile.received')
        kept.set(event.profile.address, { announced: event.profile.announced, fetchedAt: clock.now() })
    },
  })
  channel.goOnline()
  const answer = async (card: Vcard): Promise<void> => {
    const open = asked.filter(each => !done.has(each))
    for (const each of open) {
      done.add(each)
      each.answer(card)
    }
    await settle()
  }
  const done = new Set<object>()
  const received = (): readonly ReceivedProfile[] =>
    events.flatMap(event => (event.type === 'profile.received' ? [event.profile] : []))
  return { channel, profiles, pass, timers, kept, events, asked, answer, received }
}

test('a new hash is fetched once, and what is known is not', async () => {
  const { profiles, asked, answer, received, pass } = world()
  const hash = pictureHashOf(Buffer.from('face'))
  await profiles.announced(bob, hash)
  await profiles.announced(bob, hash)
  expect(asked.map(each => each.address)).toEqual([bob])
  await answer(cardWith('face'))
  expect(received()).toMatchObject([{ address: bob, fullName: 'Bob', announced: hash, picture: { hash } }])
  await profiles.announced(bob, hash)
  await pass(3_600_000)
  expect(asked).toHaveLength(1)
})

test('a restart asks for nobody whose picture is known', async () => {
  const { profiles, kept, asked, events } = world()
  for (let index = 0; index < 500; index++) {
    kept.set(contact(index), { announced: hashOf(index), fetchedAt: 0 })
    await profiles.announced(contact(index), hashOf(index))
  }
  kept.set(bob, { announced: '', fetchedAt: 0 })
  await profiles.announced(bob, null)
  await settle()
  expect([asked, events]).toEqual([[], []])
})

test('no picture any more: nobody is asked for that', async () => {
  const { profiles, kept, asked, events } = world()
  kept.set(bob, { announced: hashOf(1), fetchedAt: 0 })
  await profiles.announced(bob, null)
  await profiles.announced(contact(1), null)
  expect(asked).toEqual([])
  expect(events).toEqual([{ type: 'profile.pictureRemoved', account: 'ana@mired.org', address: bob }])
})

test('who is no contact makes us ask for nothing', async () => {
  const { profiles, asked } = world(() => false)
  for (let index = 0; index < 1000; index++) await profiles.announced(contact(index), hashOf(index))
  expect(asked).toEqual([])
})

test.each([
  ['another than was announced', cardWith('other')],
  ['none that is shown', cardWith('face', false)],
])('a picture that is %s is refused, and not asked for again', async (_what, card) => {
  const { profiles, asked, answer, received, pass } = world()
  const hash = pictureHashOf(Buffer.from('face'))
  await profiles.announced(bob, hash)
  await answer(card)
  expect(received()).toMatchObject([{ fullName: 'Bob', picture: null, announced: hash }])
  await profiles.announced(bob, hash)
  await pass(3_600_000)
  expect(asked).toHaveLength(1)
})

test('ten thousand presences with new hashes: two at a time, each contact once a minute', async () => {
  const { profiles, asked, answer, pass } = world()
  for (let index = 0; index < 10_000; index++) await profiles.announced(contact(index % 5), hashOf(index))
  expect(asked).toHaveLength(2)
  for (let round = 0; round < 10; round++) await answer(cardWith(null))
  expect(asked).toHaveLength(5)
  // What was announced while they were asked is asked for later, the last of it.
  for (let index = 10_000; index < 20_000; index++) await profiles.announced(contact(index % 5), hashOf(index))
  await settle()
  expect(asked).toHaveLength(5)
  await pass(59_000)
  expect(asked).toHaveLength(5)
  await pass(2000)
  for (let round = 0; round < 10; round++) await answer(cardWith(null))
  expect(asked).toHaveLength(10)
})

test('a failure makes a pause, longer each time; a person who asks does not wait for it', async () => {
  const { profiles, asked, pass } = world()
  for (const index of [1, 2, 3, 4]) await profiles.announced(contact(index), hashOf(index))
  asked[0]?.fail(new AppError('request-timed-out', 'silence'))
  asked[1]?.fail(new AppError('request-timed-out', 'silence'))
  await settle()
  expect(asked).toHaveLength(2)
  const opened = profiles.open(bob)
  await settle()
  expect(asked.map(each => each.address)).toEqual([contact(1), contact(2), bob])
  asked[2]?.fail(new AppError('request-timed-out', 'silence'))
  await expect(opened).rejects.toMatchObject({ code: 'request-timed-out' })
  await pass(31_000)
  expect(asked).toHaveLength(3)
  await pass(31_000)
  expect(asked.slice(3).map(each => each.address)).toEqual([contact(3), contact(4)])
})

test('that one card is refused says nothing of the next; a server that has enough is left alone', async () => {
  const { profiles, asked } = world()
  for (const index of [1, 2, 3, 4, 5, 6]) await profiles.announced(contact(index), hashOf(index))
  asked[0]?.fail(new AppError('refused-by-server', 'no', { condition: 'forbidden' }))
  await settle()
  expect(asked).toHaveLength(3)
  asked[1]?.fail(new AppError('refused-by-server', 'no', { condition: 'resource-constraint' }))
  await settle()
  expect(asked).toHaveLength(3)
})

test('opened: asked when it is not new, and said where nobody can be asked', async () => {
  const { channel, profiles, asked, answer, pass } = world()
  const opened = profiles.open(bob)
  await settle()
  await answer(cardWith('face'))
  await opened
  await profiles.open(bob)
  expect(asked).toHaveLength(1)
  await pass(11 * 60_000)
  await profiles.glance(bob)
  expect(asked).toHaveLength(1)
  channel.goOffline()
  await expect(profiles.open(bob)).rejects.toMatchObject({ code: 'not-connected' })
  await profiles.glance(contact(1))
  expect(asked).toHaveLength(1)
})

test('a stream that ends is waited for by nobody, and dispose leaves nothing', async () => {
  const { channel, profiles, asked, timers } = world()
  for (const index of [1, 2, 3]) await profiles.announced(contact(index), hashOf(index))
  const opened = profiles.open(bob)
  await settle()
  channel.goOffline()
  await expect(opened).rejects.toMatchObject({ code: 'network-lost' })
  for (const each of asked) each.fail(new AppError('network-lost', 'cut'))
  await settle()
  expect(asked).toHaveLength(2)
  profiles.dispose()
  expect([channel.listeners(), timers()]).toEqual([0, 0])
})

test('who opens fifty profiles at once waits for the newest', async () => {
  const { profiles, asked, answer } = world()
  const opened = Array.from({ length: 50 }, (_, index) => profiles.open(contact(index)))
  for (let round = 0; round < 30; round++) {
    await settle()
    await answer(cardWith(null))
  }
  await Promise.all(opened)
  expect(asked.length).toBeLessThanOrEqual(24)
  expect(asked.map(each => each.address)).toContain(contact(49))
})
