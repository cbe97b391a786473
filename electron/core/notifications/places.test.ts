import { expect, test } from 'vitest'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Place } from '../../../shared/domain/place.ts'
import { createPlaces } from './places.ts'

const contacts: Place = { type: 'contacts', account: 'ana@mired.org' as AccountId }

test('what is clicked while there is no window is for the next one, once; a window hears of it by itself', () => {
  const places = createPlaces()
  places.want(contacts)
  expect([places.take(), places.take()]).toEqual([contacts, null])
  places.want(contacts)
  places.windowGone()
  expect(places.take()).toBeNull()
  places.windowGone()
  places.want(contacts)
  expect(places.take()).toEqual(contacts)
})
