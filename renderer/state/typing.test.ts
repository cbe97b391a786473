import { expect, test } from 'vitest'
import { applyChange } from './apply-change.ts'
import { ana, bob, me, sampleAccountSnapshot, sampleSnapshot } from './sample.ts'
import { stateOf } from './state.ts'
import { isTyping } from './typing.ts'

test('who writes is known from the snapshot on, and each by themselves', () => {
  const before = stateOf(sampleSnapshot([sampleAccountSnapshot({ typing: [ana] })]))
  expect([isTyping(before, me, ana), isTyping(before, me, bob)]).toEqual([true, false])
  const both = applyChange(before, { type: 'typing.changed', account: me, peer: bob, typing: true })
  const after = applyChange(both, { type: 'typing.changed', account: me, peer: ana, typing: false })
  expect([isTyping(both, me, ana), isTyping(both, me, bob)]).toEqual([true, true])
  expect([isTyping(after, me, ana), isTyping(after, me, bob)]).toEqual([false, true])
})
