import { expect, test } from 'vitest'
import type { ConnectionState } from '../../../shared/domain/connection.ts'
import { barOf } from './bar-of.ts'
import { secondsUntil } from './seconds-until.ts'

const failure = { code: 'network-lost', details: {} } as const

test.each<readonly [ConnectionState, ReturnType<typeof barOf>]>([
  [{ phase: 'connecting', step: 'resolving', attempt: 1 }, null],
  [{ phase: 'connecting', step: 'resolving', attempt: 2 }, 'trying'],
  [{ phase: 'waiting', failure, retryAt: 0 }, 'waiting'],
  [{ phase: 'offline', failure: { code: 'conflict', details: {} } }, 'stopped'],
  [{ phase: 'offline', failure: null }, 'stopped'],
])('%j is said as %s', (connection, bar) => expect(barOf(connection, false)).toBe(bar))

test('what is shown stays while the first attempt after a loss is under way', () => {
  expect(barOf({ phase: 'connecting', step: 'resolving', attempt: 1 }, true)).toBe('trying')
})

test('seconds are rounded up and never below zero', () => {
  expect([secondsUntil(8001, 1), secondsUntil(8001, 2), secondsUntil(1, 900)]).toEqual([8, 8, 0])
})
