import { describe, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { xml } from '../../stanza/element.ts'
import type { Bookmark } from '../../xmpp/bookmarks/parse.ts'
import type { KeptBookmark } from '../events.ts'
import { lookInto, mergeOne, type OwnRoom, type Seen } from './merge-bookmarks.ts'

const address = 'clase@conference.mired.org' as BareJid
const mark = (autojoin: boolean, over: Partial<Bookmark> = {}): Bookmark => ({
  ...{ address, name: 'Clase', nick: 'Ana', autojoin, password: null, ...over },
})
const room = (autojoin: boolean, over: Partial<OwnRoom> = {}): OwnRoom => ({
  ...{ name: null, nick: 'Ana', autojoin, isIn: false, formerName: null, ...over },
})
const base = (autojoin: boolean, over: Partial<KeptBookmark> = {}): KeptBookmark => ({
  ...{ address, nick: 'Ana', autojoin, storage: autojoin, items: autojoin, ...over },
})

/** In one word what becomes of it: here, and in the places. */
function outcome(own: OwnRoom | undefined, kept: KeptBookmark | undefined, storage: Seen, items: Seen): string {
  const { here, wish } = mergeOne(address, own, kept, { storage, items })
  const word = (what: { readonly autojoin: boolean } | null | undefined) =>
    what === undefined ? '-' : what === null ? 'gone' : what.autojoin ? 'on' : 'off'
  return `${word(here)} ${word(wish === null ? null : wish?.bookmark)}`
}

describe('a room, and what was agreed on it', () => {
  test.each([
    ['of another device is new here', undefined, undefined, mark(true), 'absent', 'on on'],
    ['of another device that stays out', undefined, undefined, 'unknown', mark(false), 'off off'],
    ['that both places have otherwise', undefined, undefined, mark(false), mark(true), 'on on'],
    ['of ours is new there', room(true), undefined, 'absent', 'absent', '- on'],
    ['that we and others have at once', room(false), undefined, mark(true), 'absent', 'on on'],
    ['as it was', room(true), base(true), mark(true), mark(true), '- on'],
    ['that others have taken out of the list', room(true), base(true), 'absent', mark(true), 'gone gone'],
    ['that others have taken out of the items', room(true), base(true), mark(true), 'absent', 'gone gone'],
    ['that we wanted again meanwhile', room(true), base(false), 'absent', 'absent', '- on'],
    ['that we have taken out while offline', undefined, base(true), mark(true), mark(true), '- gone'],
    ['that nobody has any more', undefined, base(true), 'absent', 'absent', '- -'],
    ['that others stay out of', room(true), base(true), mark(false), mark(true), 'off off'],
    ['that others go into', room(false), base(false), mark(false), mark(true), 'on on'],
    ['that we stay out of, as nobody knows yet', room(false), base(true), mark(true), mark(true), '- off'],
    [
      'in a place that refused the last change',
      room(false),
      base(false, { items: true }),
      mark(false),
      mark(true),
      '- off',
    ],
    ['in a place that cannot be read', room(true), base(true), 'unknown', 'unknown', '- on'],
    ['in a place that never had it', room(true), base(true, { items: null }), mark(true), 'absent', '- on'],
  ] as const)('%s', (_, own, kept, storage, items, expected) => {
    expect(outcome(own, kept, storage, items)).toBe(expected)
  })

  test('our nick is ours while we are in it, and written only where we have changed it', () => {
    const theirs = mark(true, { nick: 'Anita' })
    const seen = { storage: theirs, items: 'unknown' } as const
    expect(mergeOne(address, room(true, { isIn: true }), base(true), seen)).toMatchObject({ wish: { renames: false } })
    expect(mergeOne(address, room(true, { isIn: true }), base(true), seen).here).toBeUndefined()
    expect(mergeOne(address, room(true), base(true), seen).here).toEqual({ autojoin: true, nick: 'Anita' })
    expect(mergeOne(address, room(true, { nick: 'Ana 2' }), base(true), seen)).toEqual({
      wish: { bookmark: mark(true, { name: null, nick: 'Ana 2' }), renames: true, formerName: null },
    })
  })
})

test('a list that is empty all at once is lost, not emptied', () => {
  const there = [base(true), base(true, { address: 'otra@conference.mired.org' as BareJid })]
  const hasIt = (each: KeptBookmark) => each.storage !== null
  expect(lookInto(new Map(), hasIt, there)(address)).toBe('unknown')
  expect(lookInto(new Map(), hasIt, there.slice(1))(address)).toBe('absent')
  expect(lookInto(null, hasIt, [])(address)).toBe('unknown')
  const held = { bookmark: mark(true), element: xml('conference'), id: address }
  expect(lookInto(new Map([[address, held]]), hasIt, there)(address)).toEqual(mark(true))
})
