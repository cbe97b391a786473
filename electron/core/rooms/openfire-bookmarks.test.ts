/** Bookmarks on an Openfire, replayed from its recordings: two devices of one person. */
import { expect, test } from 'vitest'
import { startOpenfire } from '../../../e2e/servers/openfire-replay.ts'
import type { BareJid } from '../../../shared/domain/address.ts'
import { person, phaseOf, plain } from '../../testing/room-people.ts'

const clase = 'clase@conference.mired.test' as BareJid
const wait = { timeout: 30_000 }

test('a room is in both places without a word about the largest size, comes to another device and goes from it', {
  timeout: 120_000,
}, async () => {
  await using server = await startOpenfire({ tls: 'disabled' })
  await using ana = await person(server, 'ana', 'ana-pass')
  await using other = await person(server, 'ana', 'ana-pass')
  const { account } = ana
  await ana.call['room.create']({ account, room: clase, ...plain, isPersistent: true, nick: 'Ana', name: 'Clase' })
  const places = () => {
    const { storage, items } = server.bookmarks.of('ana')
    return [storage.includes(`jid="${clase}"`), items.has(clase), storage.includes('autojoin="true"')]
  }
  await expect.poll(places, wait).toEqual([true, true, true])
  expect(server.bookmarks.silences()).toBe(0)
  await other
    .sees(({ rooms }) => rooms.map(each => [each.address, each.autojoin, each.isBookmarked]))
    .toEqual([[clase, true, true]])
  await other.sees(({ rooms }) => rooms.map(each => each.phase.type === 'joining')).toEqual([false])
  // Only what both have agreed on can be taken away: an addition wins over a removal that did not know of it.
  for (const device of [ana, other])
    await device.sees(({ rooms }) => rooms.map(each => each.isBookmarked)).toEqual([true])
  await other.call['room.leave']({ account, room: clase, keep: false })
  await expect.poll(places, wait).toEqual([false, false, false])
  await ana.sees(({ rooms }) => rooms.length).toBe(0)
  expect(phaseOf(clase)(await ana.now())).toBeUndefined()
})
