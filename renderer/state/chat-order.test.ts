import { expect, test } from 'vitest'
import type { BareJid, Peer } from '../../shared/domain/address.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { chatBeside, chatOrder, nextUnread } from './chat-order.ts'
import { ana, bob, me, sampleMessage } from './sample.ts'
import { draftKey } from './view.ts'

const carla = 'carla@mired.org' as BareJid
const dario = 'dario@mired.org' as BareJid
const chat = (peer: BareJid, time: number | null): Conversation => ({
  account: me,
  peer,
  lastMessage: time === null ? null : sampleMessage(1, { peer, time }),
  kind: 'person',
  unread: 0,
  mentioned: false,
  readUpTo: 0,
  draft: '',
})
const conversations = Object.fromEntries([chat(ana, 5), chat(bob, 9), chat(carla, null)].map(each => [each.peer, each]))

test('the latest comes first; without a message only whom one is writing to is there, at the top', () => {
  expect(chatOrder(conversations, me, { peer: null, drafts: {} })).toEqual([bob, ana])
  expect(chatOrder(conversations, me, { peer: carla, drafts: {} })).toEqual([carla, bob, ana])
  expect(chatOrder(conversations, me, { peer: ana, drafts: { [draftKey(me, dario)]: 'Hm' } })).toEqual([
    dario,
    bob,
    ana,
  ])
})

test('drafts of another account are not in the list', () => {
  const drafts = { [draftKey('other@mired.org' as BareJid, dario)]: 'Hm' }
  expect(chatOrder(conversations, me, { peer: null, drafts })).toEqual([bob, ana])
})

test('previous and next stop at the ends, the next unread goes round', () => {
  const order = [carla, bob, ana]
  expect([chatBeside(order, bob, 1), chatBeside(order, ana, 1), chatBeside(order, null, -1)]).toEqual([
    ana,
    null,
    carla,
  ])
  const unread = (peer: Peer) => (peer === carla ? 2 : 0)
  expect(nextUnread(order, bob, unread)).toBe(carla)
  expect(nextUnread(order, carla, () => 0)).toBeNull()
})
