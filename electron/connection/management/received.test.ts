import { expect, test } from 'vitest'
import { createReceived } from './received.ts'

const work = () => Promise.withResolvers<void>()
const turn = () => new Promise(setImmediate)

test('handled never covers what is still being kept, whatever comes behind it', async () => {
  const told: number[] = []
  const received = createReceived(0, () => told.push(received.handled))
  const message = work()
  for (let count = 0; count < 4; count++) received.arrived()
  received.handle(1, null)
  received.handle(2, message.promise)
  received.handle(3, null)
  received.handle(4, null)
  expect(received.handled).toBe(1)
  message.resolve()
  await turn()
  expect(received.handled).toBe(4)
  expect(told).toEqual([1, 4])
})

test('what could not be kept is never handled, and the disk is told of nothing behind it', async () => {
  const received = createReceived(0, () => {})
  const lost = work()
  received.arrived()
  received.arrived()
  received.handle(1, lost.promise)
  expect(received.placeOf(2, 's')).toEqual({ stream: 's', count: 2, after: 1 })
  received.handle(2, Promise.resolve())
  lost.reject(new Error('the disk is full'))
  await turn()
  expect([received.handled, received.placeOf(3, 's')]).toEqual([0, null])
})

test('what was not handed over when the connection broke is counted anew', async () => {
  const received = createReceived(10, () => {})
  const message = work()
  for (let count = 0; count < 3; count++) received.arrived()
  received.handle(11, message.promise)
  const settled = received.settle()
  message.resolve()
  await settled
  expect([received.handled, received.count]).toEqual([11, 11])
  expect(received.arrived()).toBe(12)
})
