import { describe, expect, it } from 'vitest'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Occupant, PublicRoom, Room, RoomSettings } from '../../../shared/domain/room.ts'
import { notThere } from './invited-people.tsx'
import { nextNick } from './next-nick.ts'
import { participantActions } from './participant-actions.ts'
import { participantRows } from './participant-rows.ts'
import { isSeveral, tokensOf } from './people-tokens.ts'
import { foldKey, roomRows } from './room-rows.ts'
import { changedSettings } from './room-settings-fields.tsx'
import { fitting, withPage, withRooms, withService } from './service-lists.ts'
import { suggestionsFor } from './suggestions.ts'

const me = 'ricky@mired.org' as AccountId
const at = (name: string) => `${name}@salas.mired.org` as BareJid

function room(name: string, phase: Room['phase'] = { type: 'joined' }): Room {
  return {
    ...{ account: me, address: at(name), name: null, nick: 'Ricky', phase, subject: null, isBookmarked: true },
    ...{ autojoin: true, notify: 'mentions', traits: null, role: null, affiliation: null, occupants: 0 },
  }
}

function occupant(nick: string, over: Partial<Occupant> = {}): Occupant {
  return {
    ...{ nick, occupantId: null, address: null, role: 'participant', affiliation: 'none', status: null },
    ...{ availability: 'available', ...over },
  }
}

describe('the list of rooms', () => {
  const failed: Room['phase'] = { type: 'failed', failure: { code: 'room-full', details: {} }, retryAt: null }
  const rooms = [room('b'), room('a'), room('d', { type: 'left' }), room('c', { type: 'joining' }), room('z', failed)]
  const keys = (folded: ReadonlySet<string>, filter = '') => roomRows(rooms, folded, filter).map(row => row.key)

  it('has those that we are in first, then the others with the troubled ones before', () => {
    expect(keys(new Set())).toEqual([
      ...[foldKey('joined'), at('a'), at('b'), at('c')],
      ...[foldKey('notJoined'), at('z'), at('d')],
    ])
  })

  it('folds, but not what is looked for', () => {
    expect(keys(new Set([foldKey('joined')]))).toEqual([foldKey('joined'), foldKey('notJoined'), at('z'), at('d')])
    expect(keys(new Set([foldKey('joined')]), 'A@')).toEqual([foldKey('joined'), at('a')])
  })
})

describe('who is in a room', () => {
  it('stands by what they may do, and by name', () => {
    const there = [occupant('Zoe'), occupant('ana'), occupant('Inés', { role: 'moderator' })]
    const rows = participantRows(there, '')
    expect(rows.map(row => row.key)).toEqual([
      ...['head moderators', 'occupant Inés', 'head participants', 'occupant ana', 'occupant Zoe'],
    ])
    expect(participantRows(there, 'ines').map(row => row.key)).toEqual(['head moderators', 'occupant Inés'])
  })

  it('are told from those for whom they are easily taken', () => {
    const there = [occupant('Ana'), occupant('\u0410na'), occupant('Zoe')]
    const likes = participantRows(there, '').flatMap(row =>
      row.kind === 'occupant' ? [[row.occupant.nick, row.like]] : [],
    )
    expect(likes).toEqual([
      ['Ana', '\u0410na'],
      ['Zoe', null],
      ['\u0410na', 'Ana'],
    ])
  })

  it('can be sent out by moderators, who never send out whom they stand below', () => {
    const known = { isContact: false, blocked: false }
    const moderator = { role: 'moderator', affiliation: 'none' } as const
    const can = (target: Partial<Occupant>, self: Pick<Room, 'role' | 'affiliation'>) =>
      participantActions(occupant('x', target), self, known).includes('kick')
    expect(can({}, moderator)).toBe(true)
    expect(can({}, { role: 'participant', affiliation: 'owner' })).toBe(false)
    expect(can({ affiliation: 'owner' }, moderator)).toBe(false)
    expect(can({ affiliation: 'admin' }, { role: 'moderator', affiliation: 'owner' })).toBe(true)
  })

  it('is written to through the room alone where nobody knows who it is', () => {
    const self = { role: 'participant', affiliation: 'none' } as const
    const known = { isContact: false, blocked: false }
    expect(participantActions(occupant('x'), self, known)).toEqual(['mention', 'private'])
    expect(participantActions(occupant('x', { address: me }), self, known)).toEqual([
      ...['mention', 'private', 'write', 'add', 'block'],
    ])
  })

  it('is no longer among those who were invited', () => {
    const ana = { address: 'ana@mired.org' as BareJid, state: 'invited', reason: null, failure: null } as const
    expect(notThere([ana], [occupant('Ana', { address: ana.address })])).toEqual([])
    expect(notThere([ana], [occupant('ana@mired.org')])).toEqual([ana])
  })
})

describe('whom to invite', () => {
  it('takes several addresses at once, each once, and names of the own server', () => {
    const there = [{ address: 'bob@mired.org', name: 'Bob' }]
    expect(tokensOf('Ana, bob;  <eva@otra.example>\nana@mired.org', me, there, []).map(each => each.address)).toEqual([
      ...['ana@mired.org', 'eva@otra.example'],
    ])
    expect(isSeveral('ana@mired.org, bob')).toBe(true)
    expect(isSeveral('Ana María')).toBe(false)
  })

  it('knows contacts by their whole names, where only one is called so', () => {
    const contacts = [
      { address: 'mlopez@mired.org', name: 'María López' },
      { address: 'luis@mired.org', name: 'Luis' },
      { address: 'luis2@mired.org', name: 'luis' },
    ]
    const found = (text: string) => tokensOf(text, me, [], contacts).map(each => each.address)
    expect(found('maria lopez, Luis')).toEqual(['mlopez@mired.org', 'luis@mired.org'])
    expect(found('María bob')).toEqual(['maría@mired.org', 'bob@mired.org'])
  })

  it('offers contacts before the directory, and nobody twice', () => {
    const ana = { address: 'ana@mired.org' as BareJid, name: 'Ana' }
    const found = { address: 'analia@mired.org' as BareJid, name: null, email: null }
    const again = { ...found, address: ana.address }
    expect(suggestionsFor('an', [ana], [again, found], new Set()).map(each => [each.address, each.from])).toEqual([
      [ana.address, 'contacts'],
      [found.address, 'directory'],
    ])
    expect(suggestionsFor('an', [ana], [], new Set([ana.address]))).toEqual([])
    expect(suggestionsFor(' ', [ana], [], new Set())).toEqual([])
  })
})

it('a nickname that is taken gets a number', () => {
  expect(nextNick('Ricky')).toBe('Ricky 2')
  expect(nextNick('Ricky 2')).toBe('Ricky 3')
  expect(nextNick('2')).toBe('2 2')
})

describe('public rooms', () => {
  const service = 'salas.mired.org' as BareJid
  const listed = (name: string, occupants: number | null = null, subject: string | null = null): PublicRoom => ({
    ...{ address: at(name), name: null, description: null, subject, occupants, traits: null },
  })
  const page = (names: readonly string[], next: string | null = null) => ({
    ...{ rooms: names.map(name => listed(name)), next, isCut: false },
  })
  const asked = withService({ services: null }, service, {})
  const phases = ({ services }: typeof asked) => services?.map(each => [each.phase, each.rooms.length])

  it('come in below those that are there, each once', () => {
    const one = withPage(asked, service, page(['c', 'a'], '2'))
    const two = withPage(one, service, page(['a', 'b']))
    expect(one.services?.[0]?.phase).toBe('asking')
    expect(two.services?.[0]?.rooms.map(each => each.address)).toEqual([at('c'), at('a'), at('b')])
    expect(phases(two)).toEqual([['done', 3]])
  })

  it('say of themselves in their place, what they are listed as when they say nothing', () => {
    const before = withPage(asked, service, { ...page([]), rooms: [listed('a'), { ...listed('b'), name: 'Be' }] })
    const after = withRooms(before, [listed('b', 4, 'Células'), listed('z', 1)])
    expect(after.services?.[0]?.rooms).toEqual([listed('a'), { ...listed('b', 4, 'Células'), name: 'Be' }])
    expect(withRooms({ services: null }, [listed('b')])).toEqual({ services: null })
  })

  it('of a service that has answered meanwhile nobody says that it is slow', () => {
    expect(phases(withService(asked, service, { phase: 'slow' }, 'asking'))).toEqual([['slow', 0]])
    const done = withPage(asked, service, page(['a']))
    expect(phases(withService(done, service, { phase: 'slow' }, 'asking'))).toEqual([['done', 1]])
  })

  it('are found by what they are about, in their order', () => {
    const rooms = [listed('a'), listed('b', 4, 'Células'), listed('c', 9)]
    expect(fitting(rooms, '')).toBe(rooms)
    expect(fitting(rooms, 'celulas').map(each => each.address)).toEqual([at('b')])
    expect(fitting(rooms, 'salas x')).toEqual([])
  })
})

it('only what was changed of the settings is said to the room', () => {
  const before: RoomSettings = {
    ...{ name: 'clase', description: null, isPersistent: true, isPublic: true, isMembersOnly: false },
    ...{ isModerated: false, password: '', everybodySetsSubject: null, everybodyInvites: false },
  }
  expect(changedSettings(before, { ...before })).toBeNull()
  const none = Object.fromEntries(Object.keys(before).map(key => [key, null]))
  expect(changedSettings(before, { ...before, isPublic: false })).toEqual({ ...none, isPublic: false })
})
