/** The day in rooms on an Openfire, replayed from its recordings. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Openfire, startOpenfire } from '../../../e2e/servers/openfire-replay.ts'
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { asItIs, nicksIn, type Person, person, phaseOf, plain } from '../../testing/room-people.ts'

const clase = 'clase@conference.mired.test' as BareJid
const limit = { timeout: 120_000 }
const wait = { timeout: 30_000 }

let server: Openfire
let everybody: readonly Person[] = []

beforeAll(async () => {
  server = await startOpenfire({ tls: 'disabled' })
  everybody = await Promise.all(['ana', 'bob', 'carla'].map(name => person(server, name, `${name}-pass`)))
}, 60_000)

afterAll(async () => {
  for (const each of everybody) await each[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
}, 60_000)

function people() {
  const [ana, bob, carla] = everybody
  if (ana === undefined || bob === undefined || carla === undefined) throw new Error('nobody')
  return { ana, bob, carla }
}
function room(name = 'clase') {
  const found = server.rooms.room(name)
  if (found === undefined) throw new Error('no such room')
  return found
}
const join = async (who: Person, address = clase, nick: string | null = null, password: string | null = null) =>
  await who.call['room.join']({ account: who.account, room: address, nick, password })
/** Resolves when the room has it. */
async function say(who: Person, body: string): Promise<void> {
  await who.call['message.send']({ account: who.account, peer: clase, body })
  await expect.poll(async () => (await messages(who)).at(-1), wait).toMatchObject({ body, state: 'stored' })
}
const messages = async (who: Person) => {
  await who.call['conversation.open']({ account: who.account, peer: clase })
  const all = { before: Number.MAX_SAFE_INTEGER, limit: 200 }
  return (await who.call['message.page']({ account: who.account, peer: clase, ...all })).messages
}
const bodies = async (who: Person) => (await messages(who)).map(({ sender, body }) => `${sender?.nick}: ${body}`)

test('a room is made, unlocked, and takes as many people as its form offers', limit, async () => {
  const { ana, bob } = people()
  const made = { ...plain, isPersistent: true, nick: 'Ana', name: 'Clase de redes' }
  await ana.call['room.create']({ account: ana.account, room: 'clase', ...made })
  expect(await ana.room(clase)).toMatchObject({
    ...{ phase: { type: 'joined' }, name: 'Clase de redes', occupants: 1, affiliation: 'owner' },
    traits: { isPersistent: true, isPublic: true, hasPassword: false, showsAddresses: true },
  })
  expect([room().locked, room().setting('maxusers'), room().setting('roomdesc')]).toEqual([false, '0', 'clase'])
  // Thirty of a class are in it already.
  for (let index = 0; index < 30; index += 1) {
    const nick = `p${index}`
    const there = { user: nick, address: `${nick}@mired.test/x`, nick, role: 'participant', inside: '' } as const
    room().occupants.set(nick, { ...there })
  }
  await join(bob, clase, 'Bob')
  expect((await bob.room(clase))?.occupants).toBe(32)
  await bob.call['room.leave']({ account: bob.account, room: clase, keep: false })
  for (let index = 0; index < 30; index += 1) room().occupants.delete(`p${index}`)
})

test('invitations of both kinds are one; they come or decline, and are sent away once', limit, async () => {
  const { ana, bob, carla } = people()
  const invited = ['bob@mired.test', 'carla@mired.test']
  await ana.call['room.invite']({ account: ana.account, room: clase, people: invited, reason: 'ven' })
  for (const each of [bob, carla]) {
    await each
      .sees(({ invitations }) => invitations.map(({ room, by, reason }) => [room, by, reason]))
      .toEqual([[clase, ana.account, 'ven']])
  }
  await carla.call['invitation.decline']({ account: carla.account, room: clase, reason: 'no puedo' })
  await bob.call['invitation.accept']({ account: bob.account, room: clase })
  await ana
    .sees(({ invited }) => invited[clase]?.map(({ state, reason }) => [state, reason]))
    .toEqual([['declined', 'no puedo']])
  await join(carla, clase, 'Carla')
  await bob.sees(nicksIn(clase)).toEqual(['Ana', 'Carla', 'bob'])
  await expect(
    bob.call['room.setSubject']({ account: bob.account, room: clase, subject: 'otro' }),
  ).rejects.toMatchObject({ code: 'room-forbidden' })
  await ana.call['room.setSubject']({ account: ana.account, room: clase, subject: 'Tema de hoy' })
  await bob.sees(({ rooms }) => rooms[0]?.subject).toEqual({ text: 'Tema de hoy', by: 'Ana' })
  const before = bob.core.changes.length
  await ana.call['room.kick']({ account: ana.account, room: clase, nick: 'Carla', reason: 'fuera' })
  await carla.sees(phaseOf(clase)).toBe('room-kicked')
  expect((await carla.room(clase))?.phase).toMatchObject({ failure: { details: { text: 'fuera', by: 'Ana' } } })
  await bob.sees(nicksIn(clase)).toEqual(['Ana', 'bob'])
  // And after another nick, which has a 110 but no 303.
  await join(bob, clase, 'Roberto')
  for (const each of [ana, bob]) await each.sees(nicksIn(clase)).toEqual(['Ana', 'Roberto'])
  expect(await bob.room(clase)).toMatchObject({ nick: 'Roberto', phase: { type: 'joined' }, occupants: 2 })
  const gone = bob.core.changes
    .slice(before)
    .flatMap(change => (change.type === 'occupants.changed' && change.room === clase ? change.gone : []))
  expect(gone).toEqual(['Carla', 'bob'])
})

test('what is said is there once, live and from the archive, which has other ids', limit, async () => {
  const { ana, bob, carla } = people()
  await say(ana, 'Buenos días')
  await expect.poll(() => bodies(bob), wait).toEqual(['Ana: Buenos días'])
  await bob.call['room.leave']({ account: bob.account, room: clase, keep: true })
  await say(ana, 'sin Bob')
  // More than a page of it.
  for (let index = 0; index < 120; index += 1) {
    const id = `11111111-2222-4333-8444-${String(index).padStart(12, '0')}`
    const occupant = `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="${room().occupantId('carla')}"/>`
    const from = `from="${clase}/Carla"`
    const stanzaId = `<stanza-id xmlns="urn:xmpp:sid:0" id="${id}" by="${clase}"/>`
    const xml = `<message ${from} type="groupchat"><body>${index}</body>${stanzaId}${occupant}</message>`
    room().archive.keep({ from: clase, to: clase, xml })
  }
  await room().archive.settled()
  const all = ['Ana: Buenos días', 'Ana: sin Bob', ...Array.from({ length: 120 }, (_, index) => `Carla: ${index}`)]
  await join(bob, clase, 'Bob')
  await expect.poll(() => bodies(bob), wait).toEqual(all)
  const [first] = await messages(bob)
  expect(first).toMatchObject({ direction: 'in', sender: { nick: 'Ana', address: 'ana@mired.test' } })
  // Somebody for whom all of it is new; a pruned archive answers with nothing, and is asked by time.
  await join(carla, clase, 'Carla')
  await expect.poll(async () => (await bodies(carla)).at(-1), wait).toBe('Carla: 119')
  const theirs = (await messages(carla)).filter(({ sender }) => sender?.nick === 'Carla')
  expect(new Set(theirs.map(({ direction }) => direction))).toEqual(new Set(['out']))
  await bob.call['room.leave']({ account: bob.account, room: clase, keep: true })
  await say(ana, 'pruned')
  await room().archive.settled()
  room().archive.prune(1)
  await join(bob, clase, 'Bob')
  await expect.poll(() => bodies(bob), wait).toEqual([...all, 'Ana: pruned'])
  // To somebody in it, and back: no contact's.
  await bob.call['message.send']({ account: bob.account, peer: `${clase}/Ana` as FullJid, body: 'psst' })
  const peer = `${clase}/Bob` as FullJid
  const fromBob = async () => (await ana.call['conversation.open']({ account: ana.account, peer })).page.messages
  await expect.poll(fromBob, wait).toMatchObject([{ body: 'psst', direction: 'in', peer }])
})

test('who may not come in is told why', limit, async () => {
  const { ana, bob, carla } = people()
  const secreta = 'secreta@conference.mired.test' as BareJid
  await ana.call['room.create']({ account: ana.account, room: 'secreta', ...plain, nick: 'Ana', password: 'abc' })
  const refusal = async (who: Person, nick: string | null = null, password: string | null = null) => {
    const code = (error: { readonly code: string }) => error.code
    return join(who, secreta, nick, password).then(() => null, code)
  }
  expect(await refusal(bob)).toBe('room-password')
  expect(await refusal(bob, 'Ana', 'abc')).toBe('nick-taken')
  room('secreta').configure('<field var="muc#roomconfig_maxusers"><value>1</value></field>')
  expect(await refusal(bob, 'Bob', 'abc')).toBe('room-full')
  room('secreta').locked = true
  expect(await refusal(bob, 'Bob', 'abc')).toBe('room-locked')
  room('secreta').locked = false
  room('secreta').affiliations.set('bob', 'outcast')
  expect(await refusal(bob, 'Bob', 'abc')).toBe('room-banned')
  room('secreta').affiliations.delete('bob')
  room('secreta').configure('<field var="muc#roomconfig_maxusers"><value>0</value></field>')
  await join(bob, secreta, 'Bob', 'abc')
  const settings = { ...asItIs, isMembersOnly: true }
  await ana.call['room.configure']({ account: ana.account, room: secreta, settings })
  await bob.sees(phaseOf(secreta)).toBe('room-members-only')
  expect(await refusal(carla, null, 'abc')).toBe('room-members-only')
  expect(await ana.call['room.settings']({ account: ana.account, room: secreta })).toMatchObject({
    ...{ isMembersOnly: true, password: 'abc', name: 'secreta' },
  })
  // The last one turns off the light: a temporary room is gone.
  await ana.call['room.leave']({ account: ana.account, room: secreta, keep: false })
  expect(await refusal(carla)).toBe('room-not-found')
})
