import { expect, test } from 'vitest'
import { ana, bob, me, sampleMessage } from './sample.ts'
import {
  draftKey,
  firstView,
  listWidths,
  openConversation,
  openMessage,
  showFound,
  showView,
  startFind,
  withDraft,
  withListWidth,
} from './view.ts'

test('each conversation keeps its own draft, and an emptied one is none', () => {
  let view = withDraft(firstView, draftKey(me, ana), 'On Friday')
  view = withDraft(view, draftKey(me, bob), 'Hm')
  view = openConversation(view, bob)
  expect(view.drafts[draftKey(me, ana)]).toBe('On Friday')
  view = withDraft(view, draftKey(me, ana), '')
  expect(Object.keys(view.drafts)).toEqual([draftKey(me, bob)])
  expect(withDraft(view, draftKey(me, bob), 'Hm')).toBe(view)
})

test('a conversation opens where there is a place for it, and its composer is asked to take the focus', () => {
  const inContacts = openConversation(showView(firstView, 'contacts'), ana)
  expect([inContacts.view, inContacts.pane, inContacts.composeWish]).toEqual(['contacts', 'main', 1])
  expect(openConversation(showView(firstView, 'settings'), ana).view).toBe('chats')
})

test('the list is neither narrower nor wider than it may be', () => {
  expect([10, 300.4, 900].map(width => withListWidth(firstView, width).listWidth)).toEqual([
    listWidths.least,
    300,
    listWidths.most,
  ])
})

test('the search in a conversation is there where one is on show, stays at what it finds, and ends with the conversation', () => {
  expect([startFind(firstView), startFind(showView(firstView, 'settings'))].map(view => view.find)).toEqual([
    null,
    null,
  ])
  const found = showFound(startFind(openConversation(firstView, ana)), sampleMessage(7))
  expect([found.find, found.target?.takesFocus, found.pane]).toEqual([{ wish: 1 }, false, 'main'])
  expect([startFind({ ...found, pane: 'list' }).pane, startFind(found).find?.wish]).toEqual(['main', 2])
  expect([openConversation(found, bob).find, openMessage(found, sampleMessage(7)).target]).toMatchObject([
    null,
    { wish: 2, takesFocus: true },
  ])
})
