/** What a room without an archive is asked to tell of before (XEP-0045, 7.2.14). */
import { expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { createFakeChannel } from '../../testing/channel.ts'
import { silentLog } from '../ports/index.ts'
import { createRoomTalk } from './room-talk.ts'

const room = 'clase@rooms.mired.org' as BareJid
const minute = 60_000
const at = Date.UTC(2026, 10, 21, 10)
const heard = { direction: 'in', state: null, time: at } as const
const written = (state: Message['state'], minutes: number) =>
  ({ direction: 'out', state, time: at + minutes * minute }) as const

async function wish(kept: readonly Pick<Message, 'direction' | 'state' | 'time'>[], ahead = 0) {
  const channel = createFakeChannel()
  channel.goOnline()
  const all = kept.map((each, index) => ({ ...each, order: index + 1 }) as Message)
  const talk = createRoomTalk({
    ...{ account: channel.account, channel, emit: async () => {}, log: silentLog, flush: () => {} },
    store: {
      archive: () => Promise.reject(new Error('it has none')),
      async page(_account, _peer, before, limit) {
        const older = all.filter(({ order }) => before === null || order < before)
        return { messages: older.slice(-limit), hasMore: older.length > limit }
      },
    },
    archive: { fetchPage: () => Promise.reject(new Error('it has none')) },
    rooms: { has: () => true, names: () => [] },
    ...{ nick: () => null, occupant: () => null, features: () => new Set<string>() },
    ahead: async () => ahead,
    clock: { now: () => at, after: () => () => {} },
  })
  const asked = await talk.historyWish(room)
  talk.dispose()
  return asked
}

test('of a room where nothing was heard yet, the newest', async () => {
  expect(await wish([])).toEqual({ maxStanzas: 50 })
  expect(await wish([written('queued', 0)])).toEqual({ maxStanzas: 50 })
})

test('else what was said since the room was last heard; what waits here to be sent was not heard', async () => {
  const since = { maxStanzas: 250, since: at - 10 * minute }
  expect(await wish([heard])).toEqual(since)
  expect(await wish([heard, written('failed', 100), written('sent', 110), written('queued', 120)])).toEqual(since)
  const many = Array.from({ length: 300 }, (_, index) => written('queued', index))
  expect(await wish([heard, ...many])).toEqual(since)
  expect(await wish([heard, written('stored', 5)])).toEqual({ maxStanzas: 250, since: at - 5 * minute })
})

test('by the clock of the server, where ours is ahead of it', async () => {
  expect(await wish([heard], -60 * minute)).toEqual({ maxStanzas: 250, since: at - 70 * minute })
  // What the room has told of before has its time already.
  expect(await wish([heard], 60 * minute)).toEqual({ maxStanzas: 250, since: at - 10 * minute })
})

/** In a room with an archive, on a connection that `lost` says to be gone. */
function withArchive(lost: () => boolean, flush: () => void = () => {}) {
  const channel = createFakeChannel()
  channel.goOnline()
  const page = { messages: [], first: null, last: null, complete: true }
  const talk = createRoomTalk({
    ...{ account: channel.account, channel, emit: async () => {}, log: silentLog, flush },
    store: {
      archive: async () => ({ newest: null, oldest: null, complete: false, absent: false, gaps: [] }),
      page: async () => ({ messages: [], hasMore: false }),
    },
    archive: {
      fetchPage: () => (lost() ? Promise.reject(new AppError('network-lost', 'gone')) : Promise.resolve(page as never)),
    },
    rooms: { has: () => true, names: () => [] },
    ...{ nick: () => null, occupant: () => null, features: () => new Set(['urn:xmpp:mam:2']) },
    ahead: async () => 0,
    clock: { now: () => at, after: () => () => {} },
  })
  return { channel, talk }
}

test('what is in doubt waits where the connection is lost before the archive has been read, and for no longer', async () => {
  let flushed = 0
  let lost = true
  const { channel, talk } = withArchive(
    () => lost,
    () => (flushed += 1),
  )
  talk.entering(room)
  channel.goOffline({ resumable: true })
  talk.entered(room)
  await new Promise(setImmediate)
  expect([talk.stay({ peer: room }), flushed]).toEqual([null, 0])
  lost = false
  channel.resume()
  await expect.poll(() => talk.stay({ peer: room })).toEqual({ room })
  expect(flushed).toBe(1)
  talk.dispose()
})

test('a stream that was to go on and did not has left us in no room', async () => {
  const { channel, talk } = withArchive(() => false)
  talk.entering(room)
  // It has told all that it tells of before.
  channel.goOffline({ resumable: true })
  channel.resume()
  talk.entered(room)
  await expect.poll(() => talk.stay({ peer: room })).toEqual({ room })
  channel.goOffline({ resumable: true })
  channel.goOnline()
  expect(talk.stay({ peer: room })).toBeNull()
  talk.dispose()
})
