import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError, type Failure } from '../../../shared/domain/failure.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { parseElement, xml } from '../../stanza/element.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { type SteppedClock, steppedClock } from '../../testing/stepped-clock.ts'
import { createMuc, type JoinWish, type Muc } from './muc.ts'

const room = 'clase@conference.mired.test' as BareJid
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()

let channel: FakeChannel
let clock: SteppedClock
let events: DomainEvent[]
let outs: [string, Failure | null][]
let seen: string[]
let configured: number
let muc: Muc

const wish: JoinWish = { nick: 'Bob', password: null, history: null, exists: true, hasOccupantIds: true }
const turn = () => new Promise(setImmediate)
const told = () => events.map(each => each.type)
const presence = (nick: string, item = '', more = '', type = '') =>
  `<presence from="${room}/${nick}"${type === '' ? '' : ` type="${type}"`}>${more}<x xmlns="http://jabber.org/protocol/muc#user">
    <item affiliation="none" role="participant"${item}/></x></presence>`

beforeEach(() => {
  channel = createFakeChannel('bob@mired.test/rec')
  channel.goOnline()
  clock = steppedClock()
  events = []
  outs = []
  seen = []
  configured = 0
  muc = createMuc({
    ...{ channel, clock, log: silentLog },
    emit: async event => void events.push(event),
    extensions: () => [xml('show', {}, 'away')],
    onOut: (address, failure) => outs.push([address, failure]),
    onSeen: (_room, address) => seen.push(address),
    onConfigured: () => {
      configured += 1
    },
  })
})

afterEach(() => {
  muc.dispose()
  expect(channel.listeners()).toBe(0)
})

async function joined(more: Partial<JoinWish> = {}): Promise<void> {
  const entry = muc.join(room, { ...wish, ...more })
  await channel.receive(fixture('openfire-somebody'))
  await channel.receive(fixture('openfire-joined'))
  expect(await entry).toEqual({ isNew: false })
  await muc.announce(room, 'abc')
}

describe('going in', () => {
  test('says how we are, and is told of as a whole once we are in', async () => {
    const entry = muc.join(room, { ...wish, password: 'abc', history: { maxStanzas: 20 } })
    expect(channel.texts()).toEqual([
      `<presence to="${room}/Bob"><x xmlns="http://jabber.org/protocol/muc"><history maxstanzas="20"/><password>abc</password></x><show>away</show></presence>`,
    ])
    await channel.receive(fixture('openfire-somebody'))
    await channel.receive(fixture('openfire-joined'))
    await entry
    await channel.receive(fixture('openfire-subject'))
    expect(events).toEqual([])
    await muc.announce(room, 'abc')
    expect(events).toEqual([
      {
        ...{ type: 'room.joined', account: 'bob@mired.test', room, password: 'abc' },
        own: { nick: 'Bob', role: 'participant', affiliation: 'none' },
        subject: { text: 'Tema de hoy: XMPP', by: 'Ana' },
        occupants: [
          {
            ...{ nick: 'Ana', address: 'ana@mired.test', role: 'moderator', affiliation: 'owner' },
            ...{ occupantId: '535ac192aa40434ed2c5420b2bf862d1477f9894', availability: 'available', status: null },
          },
          expect.objectContaining({ nick: 'Bob', address: 'bob@mired.test' }),
        ],
      },
    ])
    expect(seen).toEqual(['ana@mired.test', 'bob@mired.test'])
  })

  test('a new room says so', async () => {
    const entry = muc.join(room, { ...wish, nick: 'Ana' })
    await channel.receive(fixture('openfire-created'))
    expect(await entry).toEqual({ isNew: true })
  })

  test('where the room does not know 110, our own nick is it', async () => {
    const entry = muc.join(room, wish)
    await channel.receive(presence('Ana'))
    await channel.receive(presence('Bob'))
    expect(await entry).toEqual({ isNew: false })
  })

  test('the room may call us otherwise (210)', async () => {
    const entry = muc.join(room, wish)
    await channel.receive(presence('Bob-2').replace('</x>', '<status code="110"/><status code="210"/></x>'))
    await entry
    expect(muc.nick(room)).toBe('Bob-2')
  })

  test('whoever has the nick that we wanted stays, where the room calls us otherwise', async () => {
    const entry = muc.join(room, wish)
    await channel.receive(presence('Bob', ' jid="other@mired.test/x"'))
    await entry
    await muc.announce(room, null)
    events = []
    await channel.receive(presence('Bob-2').replace('</x>', '<status code="110"/><status code="210"/></x>'))
    expect(events).toMatchObject([{ occupants: [{ nick: 'Bob-2' }], gone: [], own: { nick: 'Bob-2' } }])
    expect([muc.nick(room), muc.occupant(room, 'Bob')?.address]).toEqual(['Bob-2', 'other@mired.test'])
    await channel.receive(presence('Bob', '', '', 'unavailable'))
    expect([muc.nick(room), outs]).toEqual(['Bob-2', []])
    // Without a word, later.
    await channel.receive(presence('Bob-3').replace('</x>', '<status code="110"/></x>'))
    expect(events.at(-1)).toMatchObject({ gone: ['Bob-2'], own: { nick: 'Bob-3' } })
  })

  test.each([
    ['openfire-locked', true, 'room-locked'],
    ['openfire-locked', null, 'room-not-found'],
    ['openfire-password', true, 'room-password'],
    ['openfire-password', false, 'room-creation-refused'],
    ['openfire-members-only', true, 'room-members-only'],
    ['openfire-nick-taken', true, 'nick-taken'],
    ['openfire-banned', true, 'room-banned'],
  ])('%s (the room is known: %s) fails as %s', async (name, exists, code) => {
    const from = parseElement(fixture(name)).attrs.from ?? ''
    const [address = '', nick = ''] = from.split('/')
    const entry = muc.join(address as BareJid, { ...wish, nick, exists })
    await channel.receive(fixture(name))
    await expect(entry).rejects.toMatchObject({ code })
    expect([muc.nick(address as BareJid), outs]).toEqual([null, []])
  })

  test.each([
    ['service-unavailable', true, 'room-full'],
    ['not-allowed', false, 'room-creation-refused'],
    ['not-allowed', true, 'refused-by-server'],
    ['recipient-unavailable', true, 'room-locked'],
    ['not-acceptable', true, 'nick-refused'],
    ['remote-server-timeout', true, 'address-unreachable'],
    ['resource-constraint', true, 'refused-by-server'],
  ])('%s (the room is there: %s) fails as %s', async (condition, exists, code) => {
    const entry = muc.join(room, { ...wish, exists })
    const error = `<error type="wait"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`
    await channel.receive(`<presence from="${room}/Bob" type="error">${error}</presence>`)
    await expect(entry).rejects.toMatchObject({ code })
  })

  test('silence ends it, and says goodbye; a large room that goes on telling does not', async () => {
    const entry = muc.join(room, wish)
    entry.catch(() => {})
    clock.pass(20_000)
    await channel.receive(presence('Ana'))
    clock.pass(20_000)
    expect(muc.nick(room)).toBe('Bob')
    clock.pass(40_000)
    await expect(entry).rejects.toMatchObject({ code: 'request-timed-out' })
    expect(channel.texts().at(-1)).toBe(`<presence to="${room}/Bob" type="unavailable"/>`)
  })

  test('a connection that ends, ends it', async () => {
    const entry = muc.join(room, wish)
    channel.goOffline()
    await expect(entry).rejects.toMatchObject({ code: 'network-lost' })
    await expect(muc.join(room, wish)).rejects.toMatchObject({ code: 'not-connected' })
  })

  test('while the goodbye of before is still to come back', async () => {
    await joined()
    const gone = muc.leave(room)
    const entry = muc.join(room, wish)
    await channel.receive(presence('Bob', '', '', 'unavailable'))
    await channel.receive(fixture('openfire-joined'))
    await Promise.all([gone, entry])
    expect([muc.nick(room), outs]).toEqual(['Bob', []])
  })
})

describe('while we are in', () => {
  test('others come, change and go; what is told twice is told once', async () => {
    await joined()
    events = []
    await channel.receive(presence('Eva', ' jid="eva@mired.test/x"'))
    await channel.receive(presence('Eva', ' jid="eva@mired.test/x"', '<show>dnd</show><status> busy </status>'))
    await channel.receive(fixture('openfire-kicked-other').replaceAll('/Carla', '/Eva'))
    await channel.receive(fixture('openfire-kicked-other').replaceAll('/Carla', '/Eva'))
    expect(events).toMatchObject([
      { occupants: [{ nick: 'Eva', address: 'eva@mired.test' }], gone: [], own: null },
      { occupants: [{ nick: 'Eva', availability: 'dnd', status: 'busy' }], gone: [] },
      { occupants: [], gone: ['Eva'] },
    ])
    expect(outs).toEqual([])
  })

  test('another nick of ours', async () => {
    await joined()
    events = []
    const renamed = muc.rename(room, 'Roberto')
    expect(channel.texts().at(-1)).toBe(`<presence to="${room}/Roberto"><show>away</show></presence>`)
    await channel.receive(fixture('openfire-renamed-from'))
    await channel.receive(fixture('openfire-renamed-to'))
    await renamed
    expect(events).toMatchObject([
      { gone: ['Bob'] },
      { occupants: [{ nick: 'Roberto' }], own: { nick: 'Roberto', role: 'participant' } },
    ])
    expect([muc.nick(room), outs]).toEqual(['Roberto', []])
  })

  test('a nick that is taken leaves ours', async () => {
    await joined()
    const renamed = muc.rename(room, 'Ana')
    // How we are was told before; the room has not heard of the other nick yet.
    await channel.receive(presence('Bob').replace('</x>', '<status code="110"/></x>'))
    const error = '<error type="cancel"><conflict xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>'
    await channel.receive(`<presence from="${room}/Ana" type="error">${error}</presence>`)
    await expect(renamed).rejects.toMatchObject({ code: 'nick-taken' })
    expect(muc.nick(room)).toBe('Bob')
  })

  test('how we are is told to every room', async () => {
    await joined()
    await muc.publish()
    expect(channel.texts().at(-1)).toBe(`<presence to="${room}/Bob"><show>away</show></presence>`)
  })

  test('the subject, also that there is none any more', async () => {
    await joined()
    events = []
    await channel.receive(fixture('openfire-subject'))
    await channel.receive(fixture('openfire-no-subject'))
    await channel.receive(
      `<message from="${room}/Ana" type="groupchat"><subject>x</subject><body>words</body></message>`,
    )
    await channel.receive(
      `<message from="other@conference.mired.test/Ana" type="groupchat"><subject>x</subject></message>`,
    )
    expect(events).toMatchObject([
      { type: 'room.changed', facts: { subject: { text: 'Tema de hoy: XMPP', by: 'Ana' } } },
      { type: 'room.changed', facts: { subject: null } },
    ])
  })

  test('only the room itself says that it was set up anew', async () => {
    await joined()
    await channel.receive(fixture('openfire-configured'))
    await channel.receive(fixture('openfire-configured').replace('"clase@conference.mired.test"', `"${room}/Eva"`))
    expect(configured).toBe(1)
  })

  test('ids of occupants count only where the room announces them', async () => {
    await joined({ hasOccupantIds: false })
    expect(muc.occupant(room, 'Ana')?.occupantId).toBeNull()
  })
})

describe('out of it', () => {
  test.each([
    ['openfire-kicked', 'room-kicked', { text: 'fuera', by: 'Ana' }],
    ['spark-kicked', 'room-kicked', { text: 'You have been kicked out of this room', by: 'bobby' }],
    ['openfire-now-members-only', 'room-members-only', { by: 'Ana' }],
    ['openfire-destroyed', 'room-destroyed', { text: 'se acabo', instead: 'clase@conference.mired.test' }],
  ])('%s: %s, once', async (name, code, details) => {
    const from = parseElement(fixture(name)).attrs.from ?? ''
    await joined()
    const stanza = fixture(name).replaceAll(`from="${from}"`, `from="${room}/Bob"`)
    await channel.receive(stanza)
    await channel.receive(stanza)
    expect(outs).toMatchObject([[room, { code, details }]])
    expect(muc.nick(room)).toBeNull()
  })

  test.each([
    [301, 'room-banned'],
    [321, 'room-members-only'],
    [332, 'room-shut-down'],
    [333, 'room-shut-down'],
  ])('%s: %s', async (code, failure) => {
    await joined()
    await channel.receive(
      presence('Bob', '', '', 'unavailable').replace('</x>', `<status code="110"/><status code="${code}"/></x>`),
    )
    expect(outs).toMatchObject([[room, { code: failure }]])
  })

  test('by ourselves, when the room has confirmed it or says nothing', async () => {
    await joined()
    const gone = muc.leave(room)
    expect(channel.texts().at(-1)).toBe(`<presence to="${room}/Bob" type="unavailable"/>`)
    await channel.receive(presence('Bob', '', '', 'unavailable'))
    await gone
    expect([outs, muc.nick(room)]).toEqual([[], null])
    await joined()
    const silent = muc.leave(room)
    await turn()
    clock.pass(6000)
    await silent
    expect([outs, muc.nick(room)]).toEqual([[], null])
  })
})

describe('whether we are still in it (XEP-0410)', () => {
  test.each([
    [null, true],
    ['service-unavailable', true],
    ['feature-not-implemented', true],
    ['remote-server-not-found', true],
    ['remote-server-timeout', true],
    ['not-acceptable', false],
    ['not-allowed', false],
    ['bad-request', false],
    // Openfire says so of a room that is not there.
    ['item-not-found', false],
  ])('%s: %s', async (condition, isIn) => {
    await joined()
    const asked = muc.check(room)
    expect(channel.requests[0]?.iq.attrs.to).toBe(`${room}/Bob`)
    if (condition === null) channel.requests[0]?.answer('<iq type="result"/>')
    else channel.requests[0]?.fail(new AppError('refused-by-server', 'no', { condition }))
    await asked
    expect([muc.nick(room) !== null, outs.length]).toEqual([isIn, isIn ? 0 : 1])
  })

  test('an answer for the nick that we have just given up says nothing', async () => {
    await joined()
    const asked = muc.check(room)
    await channel.receive(fixture('openfire-renamed-from'))
    await channel.receive(fixture('openfire-renamed-to'))
    channel.requests[0]?.fail(new AppError('refused-by-server', 'no', { condition: 'item-not-found' }))
    await asked
    expect(outs).toEqual([])
  })

  test('a message that the room does not take is a reason to ask', async () => {
    await joined()
    const error = '<error type="modify"><not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>'
    await channel.receive(`<message from="${room}" type="error" id="m1">${error}</message>`)
    expect(channel.requests).toHaveLength(1)
  })

  test('a service that says nothing keeps no room of another from being asked, and is asked once at a time', async () => {
    await joined()
    const other = 'red@rooms.other.test' as BareJid
    const entry = muc.join(other, wish)
    await channel.receive(fixture('openfire-joined').replaceAll(room, other))
    await entry
    const rounds = [muc.checkAll(), muc.checkAll()]
    expect(channel.requests.map(({ iq }) => iq.attrs.to)).toEqual([`${room}/Bob`, `${other}/Bob`])
    channel.requests[1]?.fail(new AppError('refused-by-server', 'no', { condition: 'not-acceptable' }))
    await turn()
    expect([muc.nick(other), outs]).toEqual([null, [[other, null]]])
    channel.requests[0]?.answer('<iq type="result"/>')
    await Promise.all(rounds)
    expect(muc.nick(room)).toBe('Bob')
  })

  test('only rooms that say nothing for long are asked', async () => {
    await joined()
    clock.pass(500_000)
    await channel.receive(presence('Eva'))
    clock.pass(500_000)
    await muc.checkAll(600_000)
    expect(channel.requests).toHaveLength(0)
    clock.pass(200_000)
    const asked = muc.checkAll(600_000)
    expect(channel.requests).toHaveLength(1)
    channel.requests[0]?.answer('<iq type="result"/>')
    await asked
  })
})

describe('what nobody may say', () => {
  test('who is in a room that we are not in', async () => {
    await channel.receive(presence('Eva'))
    await channel.receive(fixture('openfire-joined'))
    await channel.receive(fixture('openfire-kicked'))
    await joined()
    await channel.receive(presence('Eva').replace(room, 'other@conference.mired.test'))
    await channel.receive(presence('Eva').replace(room, 'clase@conference.mired.test.evil.example'))
    await channel.receive(presence('Eva').replace(`${room}/Eva`, '@'))
    await channel.receive(presence('Eva').replace(`${room}/Eva`, room))
    expect([told(), outs]).toEqual([['room.joined'], []])
  })

  test.each(['jabberd2-forged', 'jabberd2-forged-farewell'])(
    'that we are they, or have been sent away: %s',
    async name => {
      await joined()
      await channel.receive(presence('Slix'))
      events = []
      await channel.receive(fixture(name))
      // Whichever of the two comes first.
      const other = parseElement(fixture(name))
      other.children.push(...other.children.splice(other.children.indexOf(other.getChild('x') ?? ''), 1))
      await channel.receive(other)
      expect([muc.nick(room), outs]).toEqual(['Bob', []])
      const [event] = events
      expect(event).toMatchObject(
        name === 'jabberd2-forged'
          ? { occupants: [{ nick: 'Slix', address: null, role: 'participant', affiliation: 'none' }], own: null }
          : { gone: ['Slix'], own: null },
      )
    },
  )

  test('a presence of a room says nothing of the person whose address it bears', async () => {
    expect(muc.claims(parseElement(presence('Eva')))).toBe(true)
    expect(muc.claims(parseElement('<presence from="eva@mired.test/x"/>'))).toBe(false)
    await joined()
    expect(muc.claims(parseElement(`<presence from="${room}/Eva"/>`))).toBe(true)
  })

  test('markup, turned directions, huge words and strange roles are text, cut, and the least', async () => {
    await joined()
    events = []
    const status = `<status>&lt;b&gt;x&lt;/b&gt; \u202e${'y'.repeat(100_000)}</status>`
    await channel.receive(
      presence('Eva', ' jid="@@"', status).replace('"participant"', '"emperor"').replace('"none"', '"god"'),
    )
    expect(events).toMatchObject([
      { occupants: [{ nick: 'Eva', address: null, role: 'participant', affiliation: 'none' }] },
    ])
    const [event] = events
    if (event?.type !== 'occupants.changed') throw new Error('no occupant')
    expect(event.occupants[0]?.status?.length).toBe(1000)
  })

  test('a subject of 1 MB is cut', async () => {
    await joined()
    events = []
    await channel.receive(
      `<message from="${room}/Ana" type="groupchat"><subject>${'z'.repeat(1_000_000)}</subject></message>`,
    )
    const [event] = events
    if (event?.type !== 'room.changed') throw new Error('no subject')
    expect(event.facts.subject?.text.length).toBe(10_000)
  })

  test('people without end: some are kept', async () => {
    const entry = muc.join(room, wish)
    for (let index = 0; index < 26_000; index++) await channel.receive(xml('presence', { from: `${room}/p${index}` }))
    await channel.receive(fixture('openfire-joined'))
    await entry
    await muc.announce(room, null)
    const [event] = events
    expect(event?.type === 'room.joined' && event.occupants.length).toBe(25_001)
  })
})
