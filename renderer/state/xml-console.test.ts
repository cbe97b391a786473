import { expect, test } from 'vitest'
import { mostXmlEntries, type XmlConsoleEntry } from '../../shared/domain/xml-console.ts'
import { applyChange } from './apply-change.ts'
import { me, sampleSnapshot } from './sample.ts'
import { stateOf } from './state.ts'
import { addXmlEntries, clearXmlEntries, closeXmlConsole, openXmlConsole } from './xml-console.ts'

const entry = (order: number): XmlConsoleEntry => ({
  ...{ type: 'element', order, time: order, direction: 'in', kind: 'iq', xml: '<iq/>', cut: false },
})
const entries = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => entry(from + index))
const start = stateOf(sampleSnapshot())
const recorded = (state: typeof start, from: number, to: number) =>
  applyChange(state, { type: 'xmlConsole.recorded', account: me, entries: entries(from, to) })
const orders = (state: typeof start) => state.accounts[me]?.xmlConsole?.map(each => each.order)

test('nothing is kept while it is not open, nor after it was closed', () => {
  expect(recorded(start, 1, 3)).toEqual(start)
  expect(orders(closeXmlConsole(recorded(openXmlConsole(start, me), 1, 3), me))).toBeUndefined()
})

test('the answer and the changes meet in one order, each entry once, whichever comes first', () => {
  const opened = openXmlConsole(start, me)
  const changeFirst = addXmlEntries(recorded(opened, 3, 5), me, entries(1, 4))
  const answerFirst = recorded(addXmlEntries(opened, me, entries(1, 4)), 3, 5)
  expect(orders(changeFirst)).toEqual([1, 2, 3, 4, 5])
  expect(orders(answerFirst)).toEqual([1, 2, 3, 4, 5])
})

test('the oldest go first, and what was cleared goes with what came meanwhile staying', () => {
  const full = recorded(recorded(openXmlConsole(start, me), 1, mostXmlEntries), mostXmlEntries + 1, mostXmlEntries + 10)
  expect(orders(full)?.[0]).toBe(11)
  expect(orders(clearXmlEntries(full, me, mostXmlEntries + 8))).toEqual([mostXmlEntries + 9, mostXmlEntries + 10])
})
