import { expect, test } from 'vitest'
import type { Transfer, TransferId } from '../../../shared/domain/file.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { ana, me, sampleMessage } from '../../state/sample.ts'
import { logRows, type NewLine, startRow, transferRows } from './log-rows.ts'

const at = (hour: number, minutes: number, seconds = 0, day = 20) =>
  new Date(2026, 10, day, hour, minutes, seconds).getTime()
const written = (...messages: readonly (readonly [time: number, direction?: 'in' | 'out'])[]): readonly Message[] =>
  messages.map(([time, direction = 'in'], index) => sampleMessage(index + 1, { time, direction }))
/** D for a day line, G for what may be missing, N for the new line, M for the first of a group, m for one inside, with ' where the time is shown. */
const short = (
  messages: readonly Message[],
  newLine: NewLine | null = null,
  hasMore = false,
  gaps: readonly number[] = [],
) =>
  logRows(messages, hasMore, newLine, gaps)
    .map(row => {
      const lines = `${row.day ? 'D ' : ''}${row.gap ? 'G ' : ''}${row.newCount > 0 ? `N${row.newCount} ` : ''}`
      return `${lines}${row.first ? 'M' : 'm'}${row.showsTime ? "'" : ''}`
    })
    .join(' ')

test('a group ends after five minutes and at another sender', () => {
  expect(short(written([at(10, 0)], [at(10, 4, 59)], [at(10, 9, 58)], [at(10, 15)]))).toBe("D M' m' m' M'")
  expect(short(written([at(10, 0)], [at(10, 1), 'out'], [at(10, 2)]))).toBe("D M' M' M'")
})

test('the time is shown where it differs from the message above', () => {
  expect(short(written([at(10, 0, 1)], [at(10, 0, 59)], [at(10, 1)]))).toBe("D M' m m'")
})

test('a day line ends a group, also between two minutes of midnight', () => {
  expect(short(written([at(23, 59, 0, 19)], [at(0, 1, 0, 20)]))).toBe("D M' D M'")
})

test('the new line stands before the first new message of others and ends a group', () => {
  const messages = written([at(10, 0)], [at(10, 1)], [at(10, 1), 'out'], [at(10, 2)], [at(10, 2)])
  expect(short(messages, { after: 2, count: 2 })).toBe("D M' m' M' N2 M' m")
  expect(short(messages, { after: 1, count: 3 })).toBe("D M' N3 M' M' M' m")
  expect(short(messages, { after: 9, count: 0 })).toBe("D M' m' M' M' m")
})

test('the new line waits for the messages that it stands above', () => {
  const messages = written([at(10, 0)], [at(10, 1)])
  expect(short(messages, { after: 0, count: 9 }, true)).toBe("M' m'")
  expect(short(messages, { after: 1, count: 1 }, true)).toBe("M' N1 M'")
  expect(short(messages, { after: 0, count: 2 }, false)).toBe("D N2 M' m'")
  // All that is new is here, whatever the server may have before it.
  expect(short(messages, { after: 0, count: 2 }, true)).toBe("N2 M' m'")
})

test('what may be missing is said where it would stand, and ends a group', () => {
  const messages = written([at(10, 0)], [at(10, 1)], [at(10, 2)])
  expect(short(messages, null, false, [2])).toBe("D M' G M' m'")
  // Two between the same messages are one; behind the last one it is said elsewhere.
  expect(short(messages, null, false, [2.1, 2.9, 4])).toBe("D M' m' G M'")
  expect(short(messages, null, false, [0.5])).toBe("D G M' m' m'")
  // Where older ones are not loaded it may be among those.
  expect(short(messages, null, true, [0.5])).toBe("M' m' m'")
})

test('a conversation opens at the new line, else at its end', () => {
  const messages = written([at(10, 0)], [at(10, 1)])
  expect(startRow(logRows(messages, false, { after: 1, count: 1 }))).toBe(1)
  expect(startRow(logRows(messages, false, null))).toBeNull()
})

test('where there is more, it is not known whether the first message begins its day', () => {
  expect(short(written([at(10, 0)], [at(10, 1, 0, 21)]), null, true)).toBe("M' D M'")
})

test('a file on its way stands behind the last message, in its group where it belongs there', () => {
  const transfer = (id: string, time: number, failed = false): Transfer => ({
    ...{ account: me, peer: ana, id: id as TransferId, name: 'a.pdf', kind: 'pdf', mediaType: null },
    ...{ width: null, height: null, size: 1, caption: '', time },
    phase: failed ? { type: 'failed', failure: { code: 'transfer-interrupted', details: {} } } : { type: 'waiting' },
  })
  const before = written([at(10, 30), 'out'])[0] ?? null
  const rows = transferRows([transfer('a', at(10, 31)), transfer('b', at(10, 31), true)], before)
  expect(rows.map(row => [row.message.id, row.first, row.showsTime, row.message.state])).toEqual([
    ['a', false, true, 'queued'],
    ['b', false, false, 'failed'],
  ])
  expect(rows[1]?.transfer?.id).toBe('b')
  expect(transferRows([transfer('a', at(9, 0, 0, 21))], before)[0]?.day).toBe(true)
  expect(transferRows([transfer('a', at(9, 0))], null)).toHaveLength(1)
  expect(transferRows([], before)).toEqual([])
})
