import { expect, test } from 'vitest'
import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import type { OwnPresence } from '../../../shared/domain/presence.ts'
import { defaultSettings } from '../../../shared/domain/settings.ts'
import { needsNotice, wantsNotice } from './decide.ts'
import { messageNotice, requestNotice } from './notice-text.ts'

const ana = 'ana@mired.org' as AccountId
const carla = 'carla@mired.org' as AccountId
const bob = 'bob@mired.org' as BareJid
const dora = 'dora@mired.org' as BareJid
const being = (availability: OwnPresence['availability']): Account => ({
  id: ana,
  settings: defaultConnectionSettings,
  rememberPassword: false,
  signInAutomatically: false,
  trustedCertificates: [],
  presence: { availability, status: null },
})

test.each([
  ['available', true],
  ['chat', true],
  ['away', true],
  ['xa', true],
  ['dnd', false],
] as const)('who is %s is told: %s', (availability, told) => {
  expect(wantsNotice(defaultSettings, being(availability))).toBe(told)
  expect(wantsNotice({ ...defaultSettings, notifications: false }, being(availability))).toBe(false)
})

test('of an account that is not known nobody is told', () => {
  expect(wantsNotice(defaultSettings, null)).toBe(false)
})

test.each([
  [{ account: ana, peer: bob }, null, true],
  [{ account: ana, peer: bob }, { account: ana, peer: bob }, false],
  [{ account: ana, peer: bob }, { account: ana, peer: dora }, true],
  [{ account: ana, peer: bob }, { account: carla, peer: bob }, true],
  [{ account: ana, peer: 'ana@mired.org' as BareJid }, null, false],
])('%j while one looks at %j needs a notification: %s', (message, inView, needs) => {
  expect(needsNotice(message, inView)).toBe(needs)
})

const words = { language: 'en', name: 'Bob', count: 1, body: 'Hello' } as const

test('one message is its text, several are counted, none is shown where it is private', () => {
  expect(messageNotice(words)).toEqual({ title: 'Bob', body: 'Hello' })
  expect(messageNotice({ ...words, count: 100 })).toEqual({ title: 'Bob (100)', body: 'Hello' })
  expect(messageNotice({ ...words, body: null })).toEqual({ title: 'Bob', body: 'New message' })
  expect(messageNotice({ ...words, language: 'es', count: 3, body: null }).body).toBe('3 mensajes nuevos')
})

test('what others write is one short line that turns no direction, and markup is text', () => {
  const bad = { ...words, name: '\u202eboB\u0000', body: `<b>a</b>\n\u202e${'x'.repeat(5_000_000)}` }
  expect(messageNotice(bad)).toEqual({ title: 'boB', body: `<b>a</b> ${'x'.repeat(291)}` })
  expect(messageNotice({ ...words, body: '\u200f\n' }).body).toBe('New message')
  expect(requestNotice('es', 'eve@mired.org')).toEqual({
    title: 'eve@mired.org',
    body: 'Quiere ver cuándo estás disponible',
  })
})

test.each([
  ['all', false, true],
  ['mentions', false, false],
  ['mentions', true, true],
  ['none', true, false],
] as const)('a room that is to tell %s, where we are named: %s, is told: %s', (notify, named, told) => {
  const message = { account: ana, peer: bob, ...(named && { mentionsMe: true as const }) }
  expect(needsNotice(message, null, notify)).toBe(told)
})
