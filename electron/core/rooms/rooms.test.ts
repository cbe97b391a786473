import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEjabberd } from '../../../e2e/servers/ejabberd.ts'
import { startJabberd2 } from '../../../e2e/servers/jabberd2.ts'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import type { RunningServer } from '../../../e2e/servers/running-server.ts'
import type { BareJid } from '../../../shared/domain/address.ts'
import { asItIs, nicksIn, type Person, person, phaseOf, plain } from '../../testing/room-people.ts'

const servers = {
  prosody: startProsody,
  ejabberd: startEjabberd,
  jabberd2: (options: Parameters<typeof startJabberd2>[0]) => startJabberd2({ ...options, rooms: true }),
}
const users = ['ana', 'bob', 'eva'].map(name => ({ name, password: `${name}-pw` }))
const addressOf = (name: string) => `${name}@mired.org` as BareJid
describe.each(['prosody', 'ejabberd', 'jabberd2'] as const)('rooms of %s', kind => {
  let server: RunningServer
  let [ana, bob, eva]: Person[] = []
  const people = () => {
    if (ana === undefined || bob === undefined || eva === undefined) throw new Error('nobody')
    return { ana, bob, eva }
  }
  /** What jabber-muc is told by somebody who is not in the room it keeps to itself. */
  const tellsRefusals = kind !== 'jabberd2'

  beforeAll(async () => {
    server = await servers[kind]({ users, mutualContacts: true, tls: 'none' })
    ;[ana, bob, eva] = await Promise.all(users.map(({ name }) => person(server, name)))
  }, 60_000)

  afterAll(async () => {
    for (const each of [ana, bob, eva]) await each?.[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  }, 60_000)

  test('one is made, others are invited, come, and are sent away', { timeout: 120_000 }, async () => {
    const { ana, bob, eva } = people()
    const room = await ana.call['room.create']({
      account: ana.account,
      room: 'Clase 3A',
      ...plain,
      name: 'Clase 3.º A',
    })
    expect(room).toBe('clase_3a@conference.mired.org')
    expect(await ana.room(room)).toMatchObject({
      ...{
        phase: { type: 'joined' },
        nick: 'ana',
        role: 'moderator',
        affiliation: 'owner',
        occupants: 1,
        autojoin: true,
      },
      name: 'Clase 3.º A',
    })
    const invited = [addressOf('bob'), addressOf('eva')]
    await ana.call['room.invite']({ account: ana.account, room, people: invited, reason: 'Ven' })
    for (const other of [bob, eva]) {
      await other
        .sees(({ invitations }) => invitations.map(each => [each.room, each.by, each.reason]))
        .toEqual([[room, 'ana@mired.org', 'Ven']])
    }
    await bob.call['invitation.accept']({ account: bob.account, room })
    await eva.call['invitation.decline']({ account: eva.account, room, reason: 'Hoy no' })
    expect((await bob.now()).invitations).toEqual([])
    expect((await eva.now()).invitations).toEqual([])
    await ana.sees(nicksIn(room)).toEqual(['ana', 'bob'])
    await bob.sees(nicksIn(room)).toEqual(['ana', 'bob'])
    await ana
      .sees(({ invited }) => invited[room]?.map(each => [each.address, each.state, each.reason]))
      .toEqual([
        [invited[0], 'joined', null],
        [invited[1], ...(tellsRefusals ? ['declined', 'Hoy no'] : ['invited', null])],
      ])
    await ana.call['room.setSubject']({ account: ana.account, room, subject: 'Redes' })
    for (const each of [ana, bob]) {
      await each
        .sees(({ rooms }) => rooms.find(one => one.address === room)?.subject)
        .toEqual({ text: 'Redes', by: 'ana' })
    }
    // How somebody is, is told to the room as well.
    await bob.call['presence.set']({ account: bob.account, presence: { availability: 'dnd', status: 'busy' } })
    await ana.sees(({ occupants }) => occupants[room]?.find(each => each.nick === 'bob')?.availability).toBe('dnd')
    await expect(
      bob.call['room.kick']({ account: bob.account, room, nick: 'ana', reason: null }),
    ).rejects.toMatchObject({ code: 'room-forbidden' })
    await ana.call['room.kick']({ account: ana.account, room, nick: 'bob', reason: 'Fuera' })
    await bob.sees(phaseOf(room)).toBe('room-kicked')
    expect((await bob.room(room))?.phase).toMatchObject({ failure: { details: { text: 'Fuera' } }, retryAt: null })
    await ana.sees(nicksIn(room)).toEqual(['ana'])
    await bob.call['room.join']({ account: bob.account, room, nick: null, password: null })
    await ana.sees(nicksIn(room)).toEqual(['ana', 'bob'])
    await bob.call['room.leave']({ account: bob.account, room, keep: false })
    expect(await bob.room(room)).toBeUndefined()
    await ana.sees(nicksIn(room)).toEqual(['ana'])
    await expect(ana.call['room.create']({ account: ana.account, room, ...plain })).rejects.toMatchObject({
      code: 'room-exists',
    })
    await expect(bob.call['room.create']({ account: bob.account, room, ...plain })).rejects.toMatchObject({
      code: 'room-exists',
    })
    await ana.call['room.leave']({ account: ana.account, room, keep: true })
    expect(await ana.room(room)).toMatchObject({ autojoin: false, occupants: 0, phase: { type: 'left' } })
  })

  test('who may not come in is told why', { timeout: 120_000 }, async () => {
    const { ana, bob, eva } = people()
    const join = (who: Person, room: BareJid, nick: string | null = null, password: string | null = null) =>
      who.call['room.join']({ account: who.account, room, nick, password })
    await expect(join(bob, 'nada@conference.mired.org' as BareJid)).rejects.toMatchObject({ code: 'room-not-found' })
    expect((await bob.now()).rooms).toEqual([])
    const secret = await ana.call['room.create']({ account: ana.account, room: 'secreta', ...plain, password: 'abc' })
    await expect(join(bob, secret)).rejects.toMatchObject({ code: 'room-password' })
    await expect(join(bob, secret, null, 'no')).rejects.toMatchObject({ code: 'room-password' })
    await expect(join(bob, secret, 'ana', 'abc')).rejects.toMatchObject({ code: 'nick-taken' })
    await join(bob, secret, 'Roberto', 'abc')
    await ana.sees(nicksIn(secret)).toEqual(['Roberto', 'ana'])
    // An invitation carries the password.
    await bob.call['room.invite']({ account: bob.account, room: secret, people: ['eva@mired.org'], reason: null })
    await eva.sees(({ invitations }) => invitations.length).toBe(1)
    await eva.call['invitation.accept']({ account: eva.account, room: secret })
    await bob.sees(nicksIn(secret)).toEqual(['Roberto', 'ana', 'eva'])
    // Another nick for somebody who is in it.
    await expect(join(bob, secret, 'eva')).rejects.toMatchObject({ code: 'nick-taken' })
    await join(bob, secret, 'Bobby')
    await ana.sees(nicksIn(secret)).toEqual(['Bobby', 'ana', 'eva'])
    expect(await bob.room(secret)).toMatchObject({ nick: 'Bobby', phase: { type: 'joined' } })
    const before = await ana.call['room.settings']({ account: ana.account, room: secret })
    expect(before).toMatchObject({ isMembersOnly: false, isPublic: true, password: 'abc' })
    await ana.call['room.configure']({
      ...{ account: ana.account, room: secret },
      settings: { ...asItIs, description: 'De 8 a 9', isPublic: false, password: '' },
    })
    const after = await ana.call['room.settings']({ account: ana.account, room: secret })
    expect(after).toEqual({ ...before, description: 'De 8 a 9', isPublic: false, password: '' })
    await ana
      .sees(({ rooms }) => rooms.find(each => each.address === secret)?.traits)
      .toMatchObject({ hasPassword: false, isPublic: false })
    await expect(bob.call['room.settings']({ account: bob.account, room: secret })).rejects.toMatchObject({
      code: 'room-forbidden',
    })
    const members = await ana.call['room.create']({
      account: ana.account,
      room: 'claustro',
      ...plain,
      isMembersOnly: true,
    })
    await expect(join(bob, members)).rejects.toMatchObject({ code: 'room-members-only' })
    await ana.call['room.invite']({ account: ana.account, room: members, people: ['bob@mired.org'], reason: null })
    await bob.sees(({ invitations }) => invitations.map(each => each.room)).toEqual([members])
    await bob.call['invitation.accept']({ account: bob.account, room: members })
    await ana.sees(nicksIn(members)).toEqual(['ana', 'bob'])
  })

  // The others take long to begin anew.
  if (kind !== 'prosody') return

  test('a lost connection brings back into the rooms', { timeout: 120_000 }, async () => {
    const { ana, bob } = people()
    const room = await ana.call['room.create']({ account: ana.account, room: 'red', ...plain, isPersistent: true })
    await bob.call['room.join']({ account: bob.account, room, nick: null, password: null })
    await ana.sees(nicksIn(room)).toEqual(['ana', 'bob'])
    await server.restart()
    for (const each of [ana, bob]) {
      await each.sees(({ connection }) => connection.phase).toBe('online')
      await each.sees(phaseOf(room)).toBe('joined')
      await each.sees(nicksIn(room)).toEqual(['ana', 'bob'])
    }
  })
})
