import { expect, test } from 'vitest'
import type { Message } from '../../shared/domain/message.ts'
import {
  emptyWindow,
  keptMessages,
  type MessageWindow,
  withFollowing,
  withMessages,
  withMiddle,
} from './message-window.ts'

const message = (order: number): Message => ({ id: `m${order}`, order }) as unknown as Message
const page = (first: number, last: number, hasMore: boolean, hasNewer: boolean) => ({
  messages: Array.from({ length: last - first + 1 }, (_, index) => message(first + index)),
  hasMore,
  hasNewer,
})
const orders = ({ messages }: MessageWindow) => messages.map(each => each.order)

test('around a message: what changes bring stays out while there is a gap, and comes with its page', () => {
  const before = withMessages(emptyWindow, [message(99)])
  const around = withMiddle(before, page(10, 12, true, true), 'around')
  expect([orders(around), around.hasMore, around.hasNewer, around.loaded]).toEqual([[10, 11, 12], true, true, true])
  const changed = withMessages(around, [message(100), { ...message(11), body: 'new' }])
  expect(orders(changed)).toEqual([10, 11, 12])
  expect(changed.messages[1]?.body).toBe('new')
  const newer = withMiddle(changed, page(13, 14, false, true), 'after')
  expect([orders(newer), newer.hasMore, newer.hasNewer]).toEqual([[10, 11, 12, 13, 14], true, true])
  const end = withMiddle(newer, page(15, 15, false, false), 'after')
  expect(orders(withMessages(end, [message(16)]))).toEqual([10, 11, 12, 13, 14, 15, 16])
})

test('around one near the end: what has come meanwhile is at the end', () => {
  const around = withMiddle(withMessages(emptyWindow, [message(13)]), page(10, 12, false, false), 'around')
  expect(orders(around)).toEqual([10, 11, 12, 13])
})

test('in the middle nothing is let go of: its end is not the newest one', () => {
  const around = withMiddle(emptyWindow, page(1, keptMessages + 50, false, true), 'around')
  expect(orders(withFollowing(withFollowing(around, false), true))).toHaveLength(keptMessages + 50)
})
