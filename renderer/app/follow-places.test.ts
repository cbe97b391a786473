import { expect, test } from 'vitest'
import type { AccountId } from '../../shared/domain/address.ts'
import type { Place } from '../../shared/domain/place.ts'
import { applyChange } from '../state/apply-change.ts'
import { ana, bob, me, sampleSnapshot } from '../state/sample.ts'
import { createReplica } from '../state/store.ts'
import { createView, firstView } from '../state/view.ts'
import { followPlaces } from './follow-places.ts'

function world() {
  const store = createReplica(sampleSnapshot())
  const views = createView({ ...firstView, view: 'settings', peer: bob })
  const end = followPlaces(store, views, me)
  const want = (place: Place) => store.setState(state => applyChange(state, { type: 'place.wanted', place }), true)
  return { store, views, end, want }
}

test('a click on a notification opens its conversation, as often as there is one', () => {
  const { views, want } = world()
  const place = { type: 'conversation', account: me, peer: ana } as const
  want({ ...place })
  expect(views.getState()).toMatchObject({ view: 'chats', peer: ana, pane: 'main', composeWish: 1 })
  views.setState({ view: 'contacts', profile: bob, peer: bob })
  want({ ...place })
  expect(views.getState()).toMatchObject({ view: 'chats', peer: ana, profile: null })
})

test('one of a request shows the contacts', () => {
  const { views, want } = world()
  want({ type: 'contacts', account: me })
  expect(views.getState()).toMatchObject({ view: 'contacts', pane: 'list', profile: null })
})

test('also one that was clicked before there was a window, once', () => {
  const store = createReplica({ ...sampleSnapshot(), wanted: { type: 'contacts', account: me } })
  const views = createView({ ...firstView, peer: bob })
  followPlaces(store, views, me)()
  expect(views.getState()).toMatchObject({ view: 'contacts', pane: 'list' })
  views.setState({ view: 'chats' })
  followPlaces(store, views, me)
  expect(views.getState().view).toBe('chats')
})

test('what is of another account, or after the end, leads nowhere', () => {
  const { store, views, end, want } = world()
  const before = views.getState()
  want({ type: 'conversation', account: 'eve@mired.org' as AccountId, peer: ana })
  // Any other change.
  store.setState(state => applyChange(state, { type: 'idle.changed', since: 1 }), true)
  end()
  want({ type: 'conversation', account: me, peer: ana })
  expect(views.getState()).toBe(before)
})
