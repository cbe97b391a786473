import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { parseElement } from '../../stanza/element.ts'
import { isRoomNotice } from '../../stanza/room-notice.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { steppedClock } from '../../testing/stepped-clock.ts'
import { createInvitations, type Invitations } from './invitations.ts'

const room = 'clase@conference.mired.test' as BareJid
const [ana, eva] = ['ana@mired.test', 'eva@mired.test'] as BareJid[] as [BareJid, BareJid]
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const user = 'http://jabber.org/protocol/muc#user'

let channel: FakeChannel
let events: DomainEvent[]
let blocked: string[]
let joined: string[]
let invitations: Invitations

const received = () => events.flatMap(each => (each.type === 'invitation.received' ? [each] : []))
const people = () => {
  const last = events.findLast(each => each.type === 'invited.changed')
  return last?.people.map(each => [each.address, each.state, each.reason, each.failure?.code ?? null])
}

beforeEach(() => {
  channel = createFakeChannel('carla@mired.test/rec')
  channel.goOnline()
  events = []
  blocked = []
  joined = []
  invitations = createInvitations({
    ...{ channel, clock: steppedClock(1000), log: silentLog },
    emit: async event => void events.push(event),
    isIn: address => joined.includes(address),
    isBlocked: address => blocked.includes(address),
  })
})

afterEach(() => {
  invitations.dispose()
  expect(channel.listeners()).toBe(0)
})

describe('an invitation', () => {
  test.each([
    ['openfire-invitation', room, 'ana@mired.test', 'ven'],
    ['openfire-direct-invitation', room, 'ana@mired.test', 'ven'],
    ['spark-invitation', 'sala_de_spark@conference.mired.test', 'bob@mired.test', 'Please join me in a conference'],
  ])('%s', async (name, address, by, reason) => {
    await channel.receive(fixture(name))
    expect(received()).toMatchObject([{ invitation: { room: address, by, reason, time: 1000 }, password: null }])
    expect(isRoomNotice(parseElement(fixture(name)))).toBe(true)
  })

  test('brings the password along, and hides it from nobody but the window', async () => {
    await channel.receive(
      `<message from="${room}"><x xmlns="${user}"><invite from="${room}/Ana"/><password>abc</password></x></message>`,
    )
    await channel.receive(
      `<message from="eva@mired.test/x"><x xmlns="jabber:x:conference" jid="${room}" password="def"/></message>`,
    )
    expect(received()).toMatchObject([
      { invitation: { by: `${room}/Ana` }, password: 'abc' },
      { invitation: { by: 'eva@mired.test' }, password: 'def' },
    ])
  })

  test('to a room that we are in, or by somebody who is blocked, is none', async () => {
    joined = [room]
    await channel.receive(fixture('openfire-invitation'))
    joined = []
    blocked = ['ana@mired.test']
    await channel.receive(fixture('openfire-invitation'))
    await channel.receive(fixture('openfire-direct-invitation'))
    expect(received()).toEqual([])
  })

  test.each([
    [
      'a person in the name of a room',
      `<message from="eve@evil.example/x"><x xmlns="${user}"><invite from="ana@mired.test"/></x></message>`,
    ],
    ['a domain', `<message from="evil.example"><x xmlns="${user}"><invite/></x></message>`],
    ['an error', `<message from="${room}" type="error"><x xmlns="${user}"><invite/></x></message>`],
    [
      'to all',
      `<message from="${room}/Eve" type="groupchat"><x xmlns="jabber:x:conference" jid="x@y.example"/></message>`,
    ],
    ['to no address', '<message from="eve@evil.example/x"><x xmlns="jabber:x:conference" jid="@"/></message>'],
    ['to a domain', '<message from="eve@evil.example/x"><x xmlns="jabber:x:conference" jid="evil.example"/></message>'],
    [
      'to somebody in a room',
      '<message from="eve@evil.example/x"><x xmlns="jabber:x:conference" jid="a@b.example/c"/></message>',
    ],
    ['from nobody', `<message><x xmlns="jabber:x:conference" jid="${room}"/></message>`],
    ['ourselves', `<message from="carla@mired.test/other"><x xmlns="jabber:x:conference" jid="${room}"/></message>`],
    ['in another namespace', `<message from="${room}"><x xmlns="urn:x"><invite/></x></message>`],
  ])('of %s is none', async (_who, message) => {
    await channel.receive(message)
    expect(events).toEqual([])
  })

  test('with words without end is cut', async () => {
    const reason = `&lt;b&gt;${'x'.repeat(100_000)}`
    await channel.receive(
      `<message from="${room}"><x xmlns="${user}"><invite><reason>${reason}</reason></invite></x></message>`,
    )
    expect(received()[0]?.invitation.reason?.length).toBe(1000)
    expect(received()[0]?.invitation.by).toBeNull()
  })

  test('is declined by way of the room', async () => {
    await invitations.decline(room, ana, ' no puedo ')
    await invitations.decline(room, `${room}/Ana` as FullJid, null)
    const texts = channel.texts().map(each => each.replace(/ id="[^"]+"/, ''))
    expect(texts).toEqual([
      `<message to="${room}"><x xmlns="${user}"><decline to="ana@mired.test"><reason>no puedo</reason></decline></x></message>`,
      `<message to="${room}"><x xmlns="${user}"><decline to="${room}/Ana"/></x></message>`,
    ])
  })
})

describe('inviting', () => {
  const how = { reason: 'ven', password: null, byRoomOnly: false }
  const error = (condition: string) =>
    `<error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`
  const idOf = (index: number) => channel.written[index]?.attrs.id
  const refuse = (from: string, index: number, condition = 'service-unavailable') =>
    channel.receive(`<message from="${from}" type="error" id="${idOf(index)}">${error(condition)}</message>`)

  test('goes both ways, without a body', async () => {
    await invitations.invite(room, [ana], { ...how, password: 'abc' })
    const texts = channel.texts().map(each => each.replace(/ id="[^"]+"/, ''))
    expect(texts).toEqual([
      `<message to="${room}"><x xmlns="${user}"><invite to="ana@mired.test"><reason>ven</reason></invite><password>abc</password></x></message>`,
      `<message to="ana@mired.test"><x xmlns="jabber:x:conference" jid="${room}" password="abc" reason="ven"/></message>`,
    ])
    expect(people()).toEqual([[ana, 'invited', null, null]])
  })

  test('is answered by coming, or by a refusal', async () => {
    await invitations.invite(room, [ana, 'carla@mired.test' as BareJid, eva], how)
    await channel.receive(fixture('openfire-declined'))
    invitations.seen(room, ana)
    expect(people()).toEqual([
      ['carla@mired.test', 'declined', 'no puedo', null],
      [eva, 'invited', null, null],
    ])
  })

  test.each(['spark-declined'])('%s is understood', async name => {
    const aula = 'aula@conference.mired.test' as BareJid
    await invitations.invite(aula, ['bob@mired.test' as BareJid], how)
    await channel.receive(fixture(name))
    expect(people()).toEqual([['bob@mired.test', 'declined', 'No thank you', null]])
  })

  test('fails where the person cannot be reached, and only they or their server can say so', async () => {
    await invitations.invite(room, [ana, eva], how)
    await refuse('eve@evil.example', 1)
    await refuse(room, 0, 'forbidden')
    expect(people()?.map(each => each[1])).toEqual(['invited', 'invited'])
    await refuse('mired.test', 1)
    await refuse(eva, 3)
    expect(people()).toEqual([
      [ana, 'failed', null, 'message-not-delivered'],
      [eva, 'failed', null, 'message-not-delivered'],
    ])
  })

  test('fails where only the room lets in and it does not', async () => {
    await invitations.invite(room, [ana], { ...how, byRoomOnly: true })
    await refuse(room, 0, 'forbidden')
    expect(people()).toEqual([[ana, 'failed', null, 'room-forbidden']])
  })

  test('a refusal of somebody who was not invited, or in the name of another room, is none', async () => {
    await invitations.invite(room, [ana], how)
    await channel.receive(
      `<message from="other@conference.mired.test"><x xmlns="${user}"><decline from="${ana}"/></x></message>`,
    )
    await channel.receive(`<message from="${room}/Eve"><x xmlns="${user}"><decline from="${ana}"/></x></message>`)
    await channel.receive(`<message from="${room}"><x xmlns="${user}"><decline from="${eva}"/></x></message>`)
    expect(people()).toEqual([[ana, 'invited', null, null]])
  })
})
