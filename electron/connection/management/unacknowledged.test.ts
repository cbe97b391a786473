import { expect, test } from 'vitest'
import { countOf, covers, createUnacknowledged, toWire } from './unacknowledged.ts'

const stanza = (message: string) => ({ text: `<message id='${message}'/>`, message })

test('gives what a count covers, oldest first, once', () => {
  const sent = createUnacknowledged(0)
  expect([sent.add(stanza('a')), sent.add(stanza('b')), sent.add(stanza('c'))]).toEqual([1, 2, 3])
  expect(sent.acknowledge(2)?.map(({ message }) => message)).toEqual(['a', 'b'])
  expect(sent.acknowledge(2)).toEqual([])
  expect(sent.waiting.map(({ message }) => message)).toEqual(['c'])
})

test('counts on past 2^32', () => {
  const sent = createUnacknowledged(2 ** 32 - 1)
  sent.add(stanza('a'))
  expect(sent.add(stanza('b'))).toBe(2 ** 32 + 1)
  expect(sent.acknowledge(0)?.map(({ message }) => message)).toEqual(['a'])
  expect(sent.acknowledge(1)?.map(({ message }) => message)).toEqual(['b'])
  expect(toWire(2 ** 32 + 1)).toBe('1')
  expect([covers(1, 2 ** 32 - 1), covers(2 ** 32 - 1, 2 ** 32), covers(7, 7)]).toEqual([true, false, true])
})

test('a count that cannot be is none, and changes nothing', () => {
  const sent = createUnacknowledged(5)
  sent.add(stanza('a'))
  expect([sent.acknowledge(7), sent.acknowledge(4)]).toEqual([null, null])
  expect(sent.waiting).toHaveLength(1)
  expect(['-1', '', 'x', '1.5', '4294967296', undefined].map(countOf)).toEqual(Array(6).fill(null))
})
