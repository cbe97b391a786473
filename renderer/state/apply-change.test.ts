import { expect, test } from 'vitest'
import type { BareJid } from '../../shared/domain/address.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { MessageId } from '../../shared/domain/message.ts'
import { applyChange, applyChanges } from './apply-change.ts'
import { keptMessages } from './message-window.ts'
import { addPage, keptWindows, openWindow, setFollowing } from './messages.ts'
import { ana, bob, me, sampleAccountSnapshot, sampleMessage, sampleSnapshot } from './sample.ts'
import { availabilityOf, nameOf, shownAccount, windowOf } from './selectors.ts'
import { stateOf } from './state.ts'

const contact = (address: BareJid, name: string | null): Contact => ({
  address,
  name,
  groups: [],
  subscription: 'both',
  asked: false,
})
const start = stateOf(sampleSnapshot())
const online = applyChange(start, {
  type: 'connection.changed',
  account: me,
  state: {
    phase: 'online',
    address: `${me}/x` as never,
    security: {
      encrypted: false,
      protocol: null,
      cipher: null,
      fingerprint: null,
      trust: null,
      mechanism: 'SCRAM-SHA-1',
    },
  },
})
const opened = openWindow(start, me, ana)
const orders = (state: typeof start) => windowOf(state, me, ana)?.messages.map(each => each.order)

test('a flood of presences leaves everything but the presences as it was', () => {
  const presences = Array.from({ length: 1000 }, (_, index) => ({
    address: `p${index}@mired.org` as BareJid,
    availability: 'away' as const,
    status: null,
  }))
  const after = applyChange(online, { type: 'presence.changed', account: me, presences })
  expect(Object.keys(after.accounts[me]?.presences ?? {})).toHaveLength(1000)
  for (const key of ['account', 'connection', 'contacts', 'conversations', 'messages'] as const)
    expect(after.accounts[me]?.[key]).toBe(online.accounts[me]?.[key])
})

test('while we are offline nobody is known to be there', () => {
  const change = {
    type: 'presence.changed',
    account: me,
    presences: [{ address: ana, availability: 'dnd', status: null }],
  } as const
  expect(availabilityOf(applyChange(online, change), me, ana)).toBe('dnd')
  expect(availabilityOf(applyChange(start, change), me, ana)).toBe('offline')
  const cleared = applyChanges(online, [change, { type: 'presence.cleared', account: me }])
  expect(availabilityOf(cleared, me, ana)).toBe('offline')
})

test('contacts are replaced, changed and removed; a name falls back to the address', () => {
  let state = applyChange(start, {
    type: 'contacts.replaced',
    account: me,
    contacts: [contact(ana, 'Ana'), contact(bob, null)],
  })
  expect([nameOf(state, me, ana), nameOf(state, me, bob)]).toEqual(['Ana', 'bob'])
  state = applyChange(state, { type: 'contact.changed', account: me, contact: contact(bob, 'Bob') })
  expect(nameOf(state, me, bob)).toBe('Bob')
  state = applyChange(state, { type: 'contact.removed', account: me, address: ana })
  expect(Object.keys(state.accounts[me]?.contacts ?? {})).toEqual([bob])
})

test('an account that is locked is not shown; unlocking replaces what there was of it', () => {
  const locked = stateOf(sampleSnapshot([sampleAccountSnapshot({ unlocked: false })]))
  expect(shownAccount(locked)).toBeNull()
  const unlocked = applyChange(locked, { type: 'account.added', snapshot: sampleAccountSnapshot() })
  expect(shownAccount(unlocked)).toBe(me)
  expect(unlocked.accountOrder).toEqual([me])
  const gone = applyChange(unlocked, { type: 'account.removed', account: me })
  expect([shownAccount(gone), Object.keys(gone.accounts)]).toEqual([null, []])
})

test('a change of an account that is gone changes nothing', () => {
  const gone = applyChange(start, { type: 'account.removed', account: me })
  expect(applyChange(gone, { type: 'presence.cleared', account: me })).toBe(gone)
})

test('messages of a conversation that is not open are not kept', () => {
  const after = applyChange(start, { type: 'message.changed', account: me, peer: ana, messages: [sampleMessage(1)] })
  expect(windowOf(after, me, ana)).toBeUndefined()
})

test('a change that overtakes its page wins over the page and is not doubled', () => {
  const changed = applyChange(opened, {
    type: 'message.changed',
    account: me,
    peer: ana,
    messages: [sampleMessage(2, { direction: 'out', state: 'sent' }), sampleMessage(3)],
  })
  const page = {
    messages: [sampleMessage(1), sampleMessage(2, { direction: 'out', state: 'queued' })],
    hasMore: false,
  }
  const after = addPage(changed, me, ana, page)
  expect(orders(after)).toEqual([1, 2, 3])
  expect(windowOf(after, me, ana)?.messages[1]?.state).toBe('sent')
})

test('older pages go before, changes in place, late ones to their place, removed ones away', () => {
  let state = addPage(opened, me, ana, { messages: [sampleMessage(5), sampleMessage(8)], hasMore: true })
  state = addPage(state, me, ana, { messages: [sampleMessage(2)], hasMore: true })
  const messages = [sampleMessage(5, { body: 'other' }), sampleMessage(6), sampleMessage(1)]
  state = applyChange(state, { type: 'message.changed', account: me, peer: ana, messages })
  expect(orders(state)).toEqual([2, 5, 6, 8])
  expect(windowOf(state, me, ana)?.messages[1]?.body).toBe('other')
  state = applyChange(state, { type: 'message.removed', account: me, peer: ana, ids: ['m6' as MessageId] })
  expect(orders(state)).toEqual([2, 5, 8])
})

test('what is loaded of a conversation is bounded, but not under the eyes of who reads far back', () => {
  const many = Array.from({ length: keptMessages }, (_, index) => sampleMessage(index + 1))
  const full = addPage(opened, me, ana, { messages: many, hasMore: false })
  const one = (order: number) =>
    ({ type: 'message.changed', account: me, peer: ana, messages: [sampleMessage(order)] }) as const
  const after = applyChange(full, one(keptMessages + 1))
  expect(orders(after)?.[0]).toBe(2)
  expect(windowOf(after, me, ana)?.hasMore).toBe(true)
  const reading = applyChange(setFollowing(full, me, ana, false), one(keptMessages + 1))
  expect(orders(reading)).toHaveLength(keptMessages + 1)
  expect(orders(setFollowing(reading, me, ana, true))).toHaveLength(keptMessages)
})

test('of the conversations that were open, the latest stay loaded', () => {
  const peers = Array.from({ length: keptWindows + 2 }, (_, index) => `p${index}@mired.org` as BareJid)
  const after = peers.reduce((state, peer) => openWindow(state, me, peer), start)
  expect(Object.keys(after.accounts[me]?.messages ?? {})).toEqual(peers.slice(2))
})
