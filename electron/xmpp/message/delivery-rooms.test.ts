import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BareJid, Peer } from '../../../shared/domain/address.ts'
import type { Message, MessageId, MessageState } from '../../../shared/domain/message.ts'
import { silentLog, systemClock } from '../../core/ports/index.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createDelivery, type Delivery, type Stay } from './delivery.ts'

const clase = 'clase@rooms.mired.org' as BareJid
const bob = 'bob@mired.org' as BareJid
const eva = `${clase}/Eva` as Peer

let channel: FakeChannel
let delivery: Delivery
let rows: { readonly id: MessageId; readonly peer: Peer; state: MessageState }[]
let stay: Stay | null
let asked: string[]
/** As the store has it: what is for all in a room is stored by the room alone. */
const isForAll = (peer: Peer) => peer === clase

beforeEach(() => {
  channel = createFakeChannel()
  channel.managed = true
  rows = []
  stay = null
  asked = []
  delivery = createDelivery({
    channel,
    async emit(event) {
      if (event.type === 'message.sent') for (const row of rows) if (event.ids.includes(row.id)) row.state = 'sent'
      if (event.type !== 'message.stored') return
      for (const row of rows) if (event.ids.includes(row.id) && !isForAll(row.peer)) row.state = 'stored'
    },
    ping: { pingServer: async () => {} },
    outbox: async () =>
      rows
        .filter(({ state }) => state === 'queued' || state === 'sent')
        .map(
          ({ id, peer, state }): Message => ({
            ...{ account: 'ana@mired.org' as BareJid, id, peer, state, direction: 'out', body: id },
            ...{ time: 1, order: 1, failure: null },
          }),
        ),
    async settle(doubtful) {
      asked.push(...doubtful.map(({ id }) => id))
      return null
    },
    stay: ({ peer }) => (peer === bob ? undefined : stay),
    clock: systemClock,
    log: silentLog,
  })
})
afterEach(() => {
  delivery.dispose()
  expect(channel.listeners()).toBe(0)
})

const queue = (peer: Peer, ...ids: readonly string[]) =>
  rows.push(...ids.map(id => ({ id: id as MessageId, peer, state: 'queued' as const })))
const written = () => channel.written.map(({ attrs }) => `${attrs.type} ${attrs.id}`)
const stateOf = (id: string) => rows.find(each => each.id === id)?.state

test('what is for a room waits until we are in it, and holds up nobody', async () => {
  queue(clase, 'r1')
  queue(eva, 'p1')
  queue(bob, 'b1')
  channel.goOnline()
  await vi.waitFor(() => expect(stateOf('b1')).toBe('sent'))
  expect(written()).toEqual(['chat b1'])
  expect([stateOf('r1'), stateOf('p1')]).toEqual(['queued', 'queued'])
  stay = { room: clase }
  await delivery.flush()
  expect(written()).toEqual(['chat b1', 'groupchat r1', 'chat p1'])
  expect(channel.texts().map(text => text.includes('muc#user'))).toEqual([false, false, true])
})

test('neither an acknowledgement nor a ping proves it, and it is not written twice while we are in the room', async () => {
  stay = { room: clase }
  queue(clase, 'r1')
  channel.goOnline()
  await vi.waitFor(() => expect(written()).toEqual(['groupchat r1']))
  channel.acknowledge('r1')
  await delivery.flush()
  channel.goOffline({ resumable: true })
  channel.resume()
  await delivery.flush()
  expect(stateOf('r1')).toBe('sent')
  expect(written()).toEqual(['groupchat r1'])
})

test('where it has not come back it goes out again with the same id when we are in the room anew, before newer ones', async () => {
  stay = { room: clase }
  queue(clase, 'r1')
  channel.goOnline()
  await vi.waitFor(() => expect(written()).toEqual(['groupchat r1']))
  channel.goOffline()
  stay = null
  queue(clase, 'r2')
  queue(bob, 'b1')
  channel.goOnline()
  await vi.waitFor(() => expect(written()).toEqual(['groupchat r1', 'chat b1']))
  // Our own archive knows nothing of it.
  expect(asked).toEqual([])
  stay = { room: clase }
  await delivery.flush()
  expect(written()).toEqual(['groupchat r1', 'chat b1', 'groupchat r1', 'groupchat r2'])
})

test('what the room has sent back meanwhile does not go out again, after a kill either', async () => {
  queue(clase, 'r1', 'r2')
  for (const row of rows) row.state = 'sent'
  channel.goOnline()
  await delivery.flush()
  expect(written()).toEqual([])
  const [first] = rows
  if (first !== undefined) first.state = 'stored'
  stay = { room: clase }
  await delivery.flush()
  expect(written()).toEqual(['groupchat r2'])
})
