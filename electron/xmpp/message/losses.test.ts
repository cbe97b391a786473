import { expect, test } from 'vitest'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { createLosses } from './losses.ts'

const messageOf = (id: string, length: number): Message => ({
  ...{ id: id as MessageId, account: prepareBareJid('ana@mired.org'), peer: prepareBareJid('bob@mired.org') },
  ...{ direction: 'out', body: 'x'.repeat(length), time: 0, order: 1, state: 'sent', failure: null },
})
const long = messageOf('long', 20_000)
const short = messageOf('short', 20)
const lost: Failure = { code: 'network-lost', details: {} }

test('a long message that was twice the first in doubt when the connection was lost is guilty', () => {
  const losses = createLosses()
  losses.ended(lost)
  expect(losses.judge([long, short])).toEqual({ guilty: null, suspected: [long] })
  losses.ended(lost)
  expect(losses.judge([long])).toEqual({ guilty: long, suspected: [long] })
})

test('behind another one it is a suspect only: it may have been that one', () => {
  const losses = createLosses()
  for (let times = 0; times < 3; times++) {
    losses.ended(lost)
    expect(losses.judge([short, long])).toEqual({ guilty: null, suspected: [long] })
  }
})

test('one that every server takes is never guilty', () => {
  const losses = createLosses()
  for (let times = 0; times < 5; times++) {
    losses.ended(lost)
    expect(losses.judge([short])).toEqual({ guilty: null, suspected: [] })
  }
})

test.each([
  ['we left', null],
  ['the server said why', { code: 'stream-error', details: {} }],
] as const)('nor is one where %s', (_, failure) => {
  const losses = createLosses()
  for (let times = 0; times < 3; times++) {
    losses.ended(failure)
    expect(losses.judge([long])).toEqual({ guilty: null, suspected: [] })
  }
})

test('what arrived meanwhile begins anew', () => {
  const losses = createLosses()
  losses.ended(lost)
  losses.judge([long])
  losses.proved([long.id])
  losses.ended(lost)
  expect(losses.judge([long]).guilty).toBeNull()
})
