import { expect, expectTypeOf, test } from 'vitest'
import type { AccountId } from '../domain/address.ts'
import { commands, type Payload, type Result } from './index.ts'
import { joinUnique } from './join-unique.ts'

test('a name that stands twice fails at start', () => {
  expect(() => joinUnique({ 'message.send': 1 }, { 'message.send': 2 })).toThrow('"message.send" stands twice')
  expect(joinUnique({ a: 1 }, { b: 2 })).toEqual({ a: 1, b: 2 })
})

test('payloads and results have the types of their definitions', () => {
  expectTypeOf<Payload<'message.page'>['limit']>().toEqualTypeOf<number>()
  expectTypeOf<Result<'account.signIn'>>().toEqualTypeOf<AccountId>()
})

test('direct TLS and disabled exclude each other', () => {
  const signIn = (settings: object) =>
    commands['account.signIn'].payload.safeParse({
      address: 'ana@mired.org',
      password: 'x',
      rememberPassword: false,
      signInAutomatically: false,
      settings: { host: null, port: null, resource: null, priority: 1, allowPlainWithoutTls: false, ...settings },
    }).success
  expect(signIn({ encryption: 'required', directTls: true })).toBe(true)
  expect(signIn({ encryption: 'disabled', directTls: false })).toBe(true)
  expect(signIn({ encryption: 'disabled', directTls: true })).toBe(false)
})

test.each([
  ['message.send', { account: 'ana@mired.org', peer: 'bob@mired.org', body: '' }],
  ['message.send', { account: 'ana@mired.org', peer: 'bob@mired.org', body: 'a', extra: 1 }],
  ['message.send', { account: 'ana@mired.org', peer: { toString: 'bob' }, body: 'a' }],
  ['message.page', { account: 'ana@mired.org', peer: 'bob@mired.org', before: 0, limit: 1e9 }],
  ['account.trustCertificate', { account: 'ana@mired.org', fingerprint: 'AA:BB' }],
  ['account.recall', { address: 'a'.repeat(4000) }],
  ['settings.change', { theme: 'pink' }],
  ['settings.change', { theme: undefined }],
  ['program.snapshot', null],
] as const)('%s refuses %j', (name, payload) => {
  expect(commands[name].payload.safeParse(payload).success).toBe(false)
})

test('a group that another program has made can be kept, however long; a name of ours has an end', () => {
  const change = (name: string | null, groups: readonly string[]) =>
    commands['contact.change'].payload.safeParse({ account: 'ana@mired.org', address: 'bob@mired.org', name, groups })
      .success
  expect(change(null, ['g'.repeat(5000), 'Clase'])).toBe(true)
  expect(change(null, [''])).toBe(false)
  expect(change('n'.repeat(501), [])).toBe(false)
})
