import { expect, test } from 'vitest'
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { Availability } from '../../../shared/domain/presence.ts'
import type { ResourcePresence } from '../../core/events.ts'
import { afterPresence, mostResources, noResources, sumOf } from './presence-of-resources.ts'

const bob = 'bob@mired.org' as BareJid

const from = (resource: string, availability: Availability, priority = 0): ResourcePresence => ({
  from: (resource === '' ? bob : `${bob}/${resource}`) as FullJid,
  availability,
  status: `${resource} says`,
  priority,
})

test.each<[string, readonly ResourcePresence[], Availability, string | null]>([
  ['nobody', [], 'offline', null],
  ['the only one', [from('a', 'away')], 'away', 'a says'],
  ['the highest priority', [from('a', 'dnd', 5), from('b', 'available', 1)], 'dnd', 'a says'],
  ['of equal ones the latest', [from('a', 'dnd'), from('b', 'away')], 'away', 'b says'],
  ['the one that spoke again', [from('a', 'dnd'), from('b', 'away'), from('a', 'xa')], 'xa', 'a says'],
  ['who is left', [from('a', 'dnd', 5), from('b', 'away'), from('a', 'offline')], 'away', 'b says'],
  ['a negative one where there is no other', [from('a', 'chat', -1)], 'chat', 'a says'],
  ['any other before a negative one', [from('a', 'away', 0), from('b', 'chat', -1)], 'away', 'a says'],
  ['the bare address as one of them', [from('', 'away'), from('a', 'dnd', 1)], 'dnd', 'a says'],
  ['nobody after the bare address went', [from('a', 'away'), from('b', 'dnd'), from('', 'offline')], 'offline', null],
])('%s speaks', (_name, presences, availability, status) => {
  const resources = presences.reduce(afterPresence, noResources)
  expect(sumOf(bob, resources, null)).toEqual({ address: bob, availability, status })
})

test('who goes may say goodbye', () => {
  expect(sumOf(bob, noResources, 'gone home')).toEqual({ address: bob, availability: 'offline', status: 'gone home' })
})

test('of somebody with thousands of resources the latest are known', () => {
  const all = Array.from({ length: 5000 }, (_, index) => from(`r${index}`, 'away', 0))
  const resources = all.reduce(afterPresence, noResources)
  expect(resources.size).toBe(mostResources)
  expect([...resources.keys()].at(-1)).toBe(`${bob}/r4999`)
})
