import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ana, bob, me, sampleAccountSnapshot } from '../state/sample.ts'
import { accountStateOf } from '../state/state.ts'
import { createView, draftKey, openConversation, withDraft } from '../state/view.ts'
import { keepView, keptView } from './keep-view.ts'

const conversation = {
  account: me,
  peer: ana,
  kind: 'person' as const,
  lastMessage: null,
  unread: 0,
  mentioned: false,
  readUpTo: 0,
  draft: 'half a',
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function world(snapshot = sampleAccountSnapshot({ conversations: [conversation] })) {
  const views = createView(keptView(accountStateOf(snapshot)))
  const said: unknown[] = []
  let refuses = false
  const answer = (): Promise<void> => (refuses ? Promise.reject(new Error('no')) : Promise.resolve())
  const window = new EventTarget()
  const end = keepView({
    views,
    account: me,
    window: window as never,
    keeper: {
      setDraft: (peer, text) => {
        said.push([peer, text])
        return answer()
      },
      setOpen: peer => {
        said.push(['open', peer])
        return answer()
      },
    },
  })
  return {
    views,
    said,
    window,
    end,
    refuse: (on: boolean) => {
      refuses = on
    },
    type: (text: string, peer = ana) => views.setState(view => withDraft(view, draftKey(me, peer), text)),
  }
}

test('the window begins with what was kept, and says nothing of it', () => {
  const { views, said, window } = world(sampleAccountSnapshot({ conversations: [conversation], open: ana }))
  expect(views.getState()).toMatchObject({ peer: ana, pane: 'main', drafts: { [draftKey(me, ana)]: 'half a' } })
  window.dispatchEvent(new Event('blur'))
  expect(said).toEqual([])
})

test('a draft is kept when the typing stops, and now and then where it does not', () => {
  const { said, type } = world()
  type('half a t')
  vi.advanceTimersByTime(200)
  type('half a th')
  expect(said).toEqual([])
  vi.advanceTimersByTime(300)
  expect(said).toEqual([[ana, 'half a th']])
  for (let count = 0; count < 10; count++) {
    type(`word ${count}`)
    vi.advanceTimersByTime(200)
  }
  expect(said).toHaveLength(3)
})

test.each(['blur', 'pagehide', 'beforeunload'])('at %s it is kept at once', end => {
  const { said, type, window } = world()
  type('half')
  window.dispatchEvent(new Event(end))
  expect(said).toEqual([[ana, 'half']])
  vi.advanceTimersByTime(5000)
  expect(said).toHaveLength(1)
})

test('leaving the conversation keeps the draft first, then what is open', () => {
  const { views, said, type, end } = world()
  type('half')
  views.setState(view => openConversation(view, bob))
  expect(said).toEqual([
    [ana, 'half'],
    ['open', bob],
  ])
  type('to bob', bob)
  end()
  expect(said.at(-1)).toEqual([bob, 'to bob'])
  type('later', bob)
  vi.advanceTimersByTime(10_000)
  expect(said).toHaveLength(3)
})

test('what could not be kept is tried again, with what it is by then', async () => {
  const { said, type, refuse } = world()
  refuse(true)
  type('half')
  await vi.advanceTimersByTimeAsync(300)
  refuse(false)
  await vi.advanceTimersByTimeAsync(5000)
  expect(said).toEqual([
    [ana, 'half'],
    [ana, 'half'],
  ])
  refuse(true)
  type('')
  await vi.advanceTimersByTimeAsync(300)
  refuse(false)
  type('new')
  await vi.advanceTimersByTimeAsync(300)
  expect(said.slice(2)).toEqual([
    [ana, ''],
    [ana, 'new'],
  ])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(said).toHaveLength(4)
})
