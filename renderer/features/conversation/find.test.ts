import { expect, test } from 'vitest'
import { sampleMessage } from '../../state/sample.ts'
import { emptyFind, type Find, nextFind, withMore } from './find.ts'

const page = (...orders: readonly number[]) => orders.map(order => sampleMessage(order))

test('from one to the next, and not over the ends', () => {
  const find: Find = { text: 'a', messages: page(9, 5), total: 3, at: 0 }
  const older = nextFind(find, 1)
  expect([older?.at, nextFind(find, -1), older && nextFind(older, 1), older && nextFind(older, -1)?.at]).toEqual([
    ...[1, null, null, 0],
  ])
  expect(nextFind(emptyFind, 1)).toBeNull()
})

test('older ones come behind, and the first of them is shown', () => {
  const find: Find = { text: 'a', messages: page(9, 5), total: 3, at: 1 }
  const more = withMore(find, { messages: page(2), total: 1 })
  expect([more.messages.map(each => each.order), more.at, more.total]).toEqual([[9, 5, 2], 2, 3])
  // One of them has been deleted meanwhile.
  const none = withMore(find, { messages: [], total: 0 })
  expect([none.at, none.total]).toEqual([1, 2])
})
