import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Occupant } from '../../../shared/domain/room.ts'
import { parseElement } from '../../stanza/element.ts'
import { parseMessage } from './parse.ts'
import { parseRoomArchived, parseRoomMessage, type RoomContext } from './parse-room.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const clase = 'clase@conference.mired.test' as BareJid
const somebody = (nick: string, occupantId: string | null, address: string | null): Occupant => ({
  ...{ nick, occupantId, address: address as BareJid | null, availability: 'available', status: null },
  ...{ role: 'participant', affiliation: 'none' },
})
const people = [somebody('Bob', 'b1', 'bob@mired.test'), somebody('Ana', '535a', 'ana@mired.test')]
const context = (values: Partial<RoomContext> = {}): RoomContext => ({
  ...{ account: 'bob@mired.test' as AccountId, room: clase, nick: 'Bob', names: ['Roberto'] },
  ...{ trustsStanzaIds: true, trustsOccupantIds: true, now, recounts: false },
  occupant: nick => people.find(each => each.nick === nick) ?? null,
  ...values,
})
const fixture = (name: string) =>
  parseElement(readFileSync(new URL(`fixtures/${name}.xml`, import.meta.url), 'utf8').trim())
const parse = (xml: string, values?: Partial<RoomContext>) => parseRoomMessage(parseElement(xml), context(values))
const message = (xml: string, values?: Partial<RoomContext>) => {
  const parsed = parse(xml, values)
  return parsed.kind === 'received' ? parsed.message : null
}
const said = (inner: string, nick = 'Ana', attributes = '') =>
  `<message xmlns="jabber:client" type="groupchat" from="${clase}/${nick}" ${attributes}>${inner}</message>`

describe('live', () => {
  it('Openfire: sender, occupant and both ids', () => {
    expect(parseRoomMessage(fixture('openfire-room'), context())).toEqual({
      kind: 'received',
      message: {
        ...{ peer: clase, kind: 'room', from: `${clase}/Ana`, direction: 'in', source: 'direct', time: now },
        ...{ stanzaId: 'g1', originId: 'g1', archiveId: 'e82bdfc9-6a8c-45d8-b3ba-15896b3708f1', body: 'Buenos días' },
        extra: {
          sender: { nick: 'Ana', occupantId: '535ac192aa40434ed2c5420b2bf862d1477f9894', address: 'ana@mired.test' },
        },
      },
    })
  })

  it('Spark: without id, with an origin-id', () => {
    const stanza = fixture('spark-room')
    const room = stanza.attrs.from?.split('/')[0] as BareJid
    const parsed = parseRoomMessage(stanza, context({ room, nick: 'ana' }))
    expect(parsed).toMatchObject({ kind: 'received', message: { stanzaId: null, direction: 'in' } })
    expect(parsed.kind === 'received' && parsed.message.originId).toMatch(/^\w+-\w+/)
  })

  it('our own nickname is we, on whatever device', () => {
    expect(message(said('<body>x</body>', 'Bob'))).toMatchObject({ direction: 'out' })
    expect(message(said('<body>Bob!</body>', 'Bob'))?.extra?.mentionsMe).toBeUndefined()
  })

  it('what we have sent has come there, whatever it looks like', () => {
    expect(message(said('<body>?OTRv23?</body>', 'Bob'))).toMatchObject({ direction: 'out' })
    expect(message(said('<body>?OTRv23?</body>'))).toBeNull()
  })

  it('a nickname or name of ours is a mention', () => {
    expect(message(said('<body>bob: ven</body>'))?.extra?.mentionsMe).toBe(true)
    expect(message(said('<body>roberto, ven</body>'))?.extra?.mentionsMe).toBe(true)
    expect(message(said('<body>bobby</body>'))?.extra?.mentionsMe).toBeUndefined()
  })

  it.each([
    ['what the room says itself', `<message type="groupchat" from="${clase}"><body>x</body></message>`],
    ['another room', '<message type="groupchat" from="other@rooms.test/Ana"><body>x</body></message>'],
    ['nobody', '<message type="groupchat" from="@/"><body>x</body></message>'],
    ['nothing to read', said('<composing xmlns="http://jabber.org/protocol/chatstates"/>')],
  ])('is nothing: %s', (_, xml) => {
    expect(parse(xml).kind).toBe('ignored')
  })

  it('a change of settings is nothing to read', () => {
    expect(parseRoomMessage(fixture('openfire-room-configured'), context()).kind).toBe('ignored')
  })

  it('a subject of a megabyte is one', () => {
    expect(parse(said(`<subject>${'x'.repeat(1_000_000)}</subject>`))).toEqual({ kind: 'subject', isStamped: false })
  })

  it('a stamp that its writer has put on it moves nothing', () => {
    const old = `<body>x</body><delay xmlns="urn:xmpp:delay" from="${clase}" stamp="2020-01-01T00:00:00Z"/>`
    expect(message(said(old))).toMatchObject({ time: now, source: 'direct' })
  })

  it.each([
    ['of another', '<stanza-id xmlns="urn:xmpp:sid:0" by="eve@mired.test" id="1"/>', {}],
    [
      'twice',
      `<stanza-id xmlns="urn:xmpp:sid:0" by="${clase}" id="1"/><stanza-id xmlns="urn:xmpp:sid:0" by="${clase}" id="2"/>`,
      {},
    ],
    [
      'where the room gives none',
      `<stanza-id xmlns="urn:xmpp:sid:0" by="${clase}" id="1"/>`,
      { trustsStanzaIds: false },
    ],
  ])('no stanza-id that can be believed: %s', (_, xml, values) => {
    expect(message(said(`<body>x</body>${xml}`), values)?.archiveId).toBeNull()
  })

  it('no occupant-id where the room gives none, or two stand there', () => {
    const id = '<occupant-id xmlns="urn:xmpp:occupant-id:0" id="535a"/>'
    expect(message(said(`<body>x</body>${id}`), { trustsOccupantIds: false })?.extra?.sender?.occupantId).toBeNull()
    expect(message(said(`<body>x</body>${id}${id}`))?.extra?.sender?.occupantId).toBeNull()
  })
})

describe('of before', () => {
  const delay = `<delay xmlns="urn:xmpp:delay" from="${clase}" stamp="2026-11-20T12:00:00Z"/>`
  const id = (value: string) => `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="${value}"/>`
  const then = Date.parse('2026-11-20T12:00:00Z')

  it.each([
    ['the room', delay],
    [
      'the writer, as older rooms have it',
      '<delay xmlns="urn:xmpp:delay" from="ana@mired.test/x" stamp="2026-11-20T12:00:00Z"/>',
    ],
    ['jabberd2', '<x xmlns="jabber:x:delay" stamp="20261120T12:00:00"/>'],
  ])('by a stamp of %s', (_, stamp) => {
    expect(message(said(`<body>x</body>${stamp}`), { recounts: true })).toMatchObject({ time: then, source: 'history' })
  })

  it('by the last stamp of the room, where its writer has put one there in its name', () => {
    const forged = `<delay xmlns="urn:xmpp:delay" from="${clase}" stamp="2001-01-01T00:00:00Z"/>`
    expect(message(said(`<body>x</body>${forged}${delay}`), { recounts: true })?.time).toBe(then)
  })

  it('never later than now', () => {
    const future = `<delay xmlns="urn:xmpp:delay" from="${clase}" stamp="2030-01-01T00:00:00Z"/>`
    expect(message(said(`<body>x</body>${future}`), { recounts: true })?.time).toBe(now)
  })

  it('is ours by the occupant-id, whatever the nickname', () => {
    expect(message(said(`<body>x</body>${delay}${id('b1')}`, 'Old'), { recounts: true })).toMatchObject({
      direction: 'out',
    })
    expect(message(said(`<body>x</body>${delay}${id('b1')}`, 'Bob'), { recounts: true })).toMatchObject({
      direction: 'out',
    })
    expect(message(said(`<body>x</body>${delay}${id('evil')}`, 'Bob'), { recounts: true })).toMatchObject({
      direction: 'in',
    })
  })

  it('is not proved to be ours by the nickname alone, and nobody is taken for who has it now', () => {
    const read = message(said(`<body>x</body>${delay}`, 'Bob'), { recounts: true, trustsOccupantIds: false })
    expect(read).toMatchObject({ direction: 'in', isUnproved: true, extra: { sender: { address: null } } })
  })
})

describe("of the room's archive", () => {
  it('Openfire: the id is the one inside, not the small number', () => {
    const result = fixture('openfire-room-archived').getChild('result', 'urn:xmpp:mam:2')
    const stanza = result?.getChild('forwarded', 'urn:xmpp:forward:0')?.getChild('message')
    if (stanza === undefined) throw new Error('no message')
    expect(parseRoomArchived(stanza, { id: '5', time: 7 }, context())).toMatchObject({
      ...{ archiveId: 'e82bdfc9-6a8c-45d8-b3ba-15896b3708f1', time: 7, source: 'archive', direction: 'in' },
    })
  })

  it('Prosody and ejabberd: who it was stands with it', () => {
    const x = (jid: string) => `<x xmlns="http://jabber.org/protocol/muc#user"><item jid="${jid}"/></x><body>x</body>`
    const archived = { id: 'p1', time: 7 }
    const read = (jid: string) =>
      parseRoomArchived(parseElement(said(x(jid), 'Old')), archived, context({ trustsOccupantIds: false }))
    expect(read('bob@mired.test/phone')).toMatchObject({ direction: 'out', archiveId: 'p1' })
    expect(read('eve@mired.test/x')).toMatchObject({
      direction: 'in',
      extra: { sender: { nick: 'Old', address: 'eve@mired.test' } },
    })
  })

  it('Prosody keeps what somebody says to be beside what it says itself: nobody is taken for another', () => {
    const forged = fixture('prosody-room-forged')
    const [user] = forged.getChildren('x', 'http://jabber.org/protocol/muc#user')
    expect(user?.getChild('item')?.attrs.jid).toBe('bob@mired.test/q')
    for (const trustsOccupantIds of [false, true]) {
      const read = parseRoomArchived(forged, { id: 'p1', time: 7 }, context({ trustsOccupantIds }))
      expect(read).toMatchObject({ direction: 'in', extra: { sender: { nick: 'S', address: null } } })
    }
    // Who is there is who they are, whatever the archive says.
    const inner = user === undefined ? '' : String(user)
    const known = parseElement(
      said(`${inner}<body>x</body><occupant-id xmlns="urn:xmpp:occupant-id:0" id="535a"/>`, 'Ana'),
    )
    expect(parseRoomArchived(known, { id: 'p1', time: 7 }, context())).toMatchObject({
      extra: { sender: { address: 'ana@mired.test' } },
    })
  })

  it('another type is none', () => {
    const chat = parseElement(`<message type="chat" from="${clase}/Ana"><body>x</body></message>`)
    expect(parseRoomArchived(chat, { id: '1', time: 1 }, context())).toBeNull()
  })
})

describe('a private message in a room', () => {
  const base = { account: 'bob@mired.test' as AccountId, address: null, now }
  const peerOf = (xml: string, isRoom = false, source: 'direct' | 'carbon' = 'direct') => {
    const parsed = parseMessage(parseElement(xml), { ...base, source, isRoom: () => isRoom })
    return parsed.kind === 'received' ? [parsed.message.peer, parsed.message.direction] : parsed.kind
  }
  const mark = '<x xmlns="http://jabber.org/protocol/muc#user"/>'

  test('Openfire: with the full address', () => {
    const parsed = parseMessage(fixture('openfire-room-private'), { ...base, isRoom: each => each === clase })
    expect(parsed).toMatchObject({ kind: 'received', message: { peer: `${clase}/Carla`, body: 'psst' } })
  })

  test('of a room that we know with or without a mark, of another with one', () => {
    const from = (inner: string) => `<message from="${clase}/Ana" type="chat"><body>x</body>${inner}</message>`
    expect(peerOf(from(''), true)).toEqual([`${clase}/Ana`, 'in'])
    expect(peerOf(from(mark))).toEqual([`${clase}/Ana`, 'in'])
    expect(peerOf(from(''))).toEqual([clase, 'in'])
  })

  test('nobody of our own server makes himself a room by a mark', () => {
    expect(peerOf(`<message from="eve@mired.test/Ana" type="chat"><body>x</body>${mark}</message>`)).toEqual([
      'eve@mired.test',
      'in',
    ])
  })

  test('a carbon of what our other device has written there', () => {
    const sent = `<message from="bob@mired.test/phone" to="${clase}/Ana" type="chat"><body>x</body>${mark}</message>`
    expect(peerOf(sent, false, 'carbon')).toEqual([`${clase}/Ana`, 'out'])
  })

  test('an invitation is none', () => {
    const invite = `<message from="${clase}"><body>come</body><x xmlns="http://jabber.org/protocol/muc#user"><invite from="a@b"/></x></message>`
    expect(peerOf(invite, true)).toBe('ignored')
  })
})
