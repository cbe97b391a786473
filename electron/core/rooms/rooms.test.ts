import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEjabberd } from '../../../e2e/servers/ejabberd.ts'
import { startJabberd2 } from '../../../e2e/servers/jabberd2.ts'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import type { RunningServer } from '../../../e2e/servers/running-server.ts'
import { startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { expectBookmarks } from '../../testing/expect-bookmarks.ts'
import { asItIs, nicksIn, type Person, patience, person, phaseOf, plain } from '../../testing/room-people.ts'

const servers = {
  prosody: startProsody,
  ejabberd: startEjabberd,
  jabberd2: (options: Parameters<typeof startJabberd2>[0]) => startJabberd2({ ...options, rooms: true }),
}
const say = async (who: Person, room: BareJid, body: string) => {
  const { account, call } = who
  const id = await call['message.send']({ account, peer: room, body })
  const states = async () => (await who.said(room)).flatMap(each => (each.id === id ? [each.state] : []))
  await expect.poll(states, { timeout: patience }).toEqual(['stored'])
}
const hears = (who: Person, peer: BareJid | FullJid, lines: readonly string[]) => {
  const said = async () =>
    (await who.said(peer)).map(({ direction, sender, body }) => `${direction} ${sender?.nick}: ${body}`)
  return expect.poll(said, { timeout: patience }).toEqual(lines)
}
const names = ['ana', 'bob', 'eva']
const users = [...names, 'slix', 'iris'].map(name => ({ name, password: `${name}-pw` }))
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
    ;[ana, bob, eva] = await Promise.all(names.map(name => person(server, name)))
  }, 120_000)

  afterAll(async () => {
    for (const each of [ana, bob, eva]) await each?.[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  }, 120_000)

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
      .toEqual([[invited[1], ...(tellsRefusals ? ['declined', 'Hoy no'] : ['invited', null])]])
    await ana.call['room.setSubject']({ account: ana.account, room, subject: 'Redes' })
    for (const each of [ana, bob]) {
      await each
        .sees(({ rooms }) => rooms.find(one => one.address === room)?.subject)
        .toEqual({ text: 'Redes', by: 'ana' })
    }
    // Whoever is not in it finds it in the list, and sees what it is about.
    const ask = { account: eva.account }
    const services = await eva.call['room.services']({ ...ask, typed: null })
    expect(services).toEqual(['conference.mired.org'])
    expect(await eva.call['room.services']({ ...ask, typed: 'mired.org' })).toEqual(services)
    const listed = await eva.call['room.list']({ ...ask, service: services[0] as BareJid, after: null })
    expect(listed.rooms.map(each => each.address)).toEqual([room])
    const counted = kind === 'jabberd2' ? {} : { occupants: 2 }
    expect(await eva.call['room.describe']({ ...ask, rooms: [room] })).toMatchObject([
      { address: room, name: 'Clase 3.º A', ...counted },
    ])
    const found = await eva.call['room.find']({ ...ask, text: 'CLASE 3' })
    expect(found.map(each => each.address)).toEqual([room])
    await expect(eva.call['room.services']({ ...ask, typed: 'nada.mired.org' })).rejects.toMatchObject({
      code: expect.stringMatching(/^(address-unreachable|no-room-service)$/),
    })
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
    // Somebody's address is none, whatever a bookmark says: they are not to see anybody come.
    if (kind !== 'jabberd2') await expect(join(bob, addressOf('ana'))).rejects.toMatchObject({ code: 'room-not-found' })
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

  test('bookmarks are the rooms of the list, whoever changes them', { timeout: 120_000 }, async () => {
    await expectBookmarks(kind, server)
  })

  test('what is said is there once, also what was said before and meanwhile', { timeout: 120_000 }, async () => {
    const { ana, bob } = people()
    const room = await ana.call['room.create']({ account: ana.account, room: 'charla', ...plain, isPersistent: true })
    const join = (who: Person) => who.call['room.join']({ account: who.account, room, nick: null, password: null })
    await say(ana, room, 'before')
    // jabberd2 tells of that amid of what was said.
    await ana.call['room.setSubject']({ account: ana.account, room, subject: 'Redes' })
    await say(ana, room, 'of it')
    await join(bob)
    await hears(bob, room, ['in ana: before', 'in ana: of it'])
    expect((await bob.now()).conversations.find(each => each.peer === room)?.unread).toBe(0)
    await say(bob, room, 'hola')
    await hears(ana, room, ['out ana: before', 'out ana: of it', 'in bob: hola'])
    await bob.call['room.leave']({ account: bob.account, room, keep: true })
    await say(ana, room, 'meanwhile')
    await say(ana, room, 'ok')
    await say(ana, room, 'ok')
    await join(bob)
    const all = ['in ana: before', 'in ana: of it', 'out bob: hola', 'in ana: meanwhile', 'in ana: ok', 'in ana: ok']
    await hears(bob, room, all)
    await say(bob, room, 'back')
    await hears(bob, room, [...all, 'out bob: back'])
  })

  if (kind === 'jabberd2') return

  // With slixmpp's own plugins for rooms (XEP-0045) and invitations (XEP-0249).
  test('a client of other hands', { timeout: 120_000 }, async () => {
    const { ana, bob } = people()
    await using slix = await startPeer({
      ...{ jid: 'slix@mired.org/x', password: 'slix-pw', host: server.host, port: server.port, authority: null },
      plugins: ['xep_0004', 'xep_0045', 'xep_0249', 'xep_0333', 'xep_0359'],
    })
    const muc = (method: string, arguments_: Readonly<Record<string, unknown>>) =>
      slix.plugin('xep_0045', method, arguments_)
    // Theirs: both kinds of invitation are one, in whatever order.
    const theirs = 'slix@conference.mired.org' as BareJid
    await muc('join_muc', { room: theirs, nick: 'Slix' })
    await slix.next(stanza => stanza.includes(`${theirs}/Slix`))
    const join = (who: Person) =>
      Promise.resolve(who.call['room.join']({ account: who.account, room: theirs, nick: null, password: null }))
    // Until it is set up; ejabberd lets everybody in.
    if (kind === 'prosody') await expect(join(bob)).rejects.toMatchObject({ code: 'room-locked' })
    await slix.configureRoom(theirs, { roomname: 'Otra clase', persistentroom: true })
    await muc('invite', { room: theirs, jid: ana.account, reason: 'ven' })
    await slix.plugin('xep_0249', 'send_invitation', { jid: ana.account, roomjid: theirs, reason: 'ven' })
    const invitations = () => ana.sees(snapshot => snapshot.invitations.map(({ room, by }) => [room, by]))
    await invitations().toEqual([[theirs, 'slix@mired.org']])
    await ana.call['invitation.accept']({ account: ana.account, room: theirs })
    await invitations().toEqual([])
    expect(await ana.room(theirs)).toMatchObject({ name: 'Otra clase', occupants: 2 })
    await muc('set_subject', { room: theirs, subject: 'Redes' })
    await ana.sees(({ rooms }) => rooms.find(each => each.address === theirs)?.subject?.text).toBe('Redes')
    await slix.send(theirs, 'hola', { type: 'groupchat' })
    await hears(ana, theirs, ['in Slix: hola'])
    await slix.send(`${theirs}/ana`, 'psst')
    await hears(ana, `${theirs}/Slix` as FullJid, ['in undefined: psst'])
    await muc('set_role', { room: theirs, nick: 'ana', role: 'none', reason: 'Fuera' })
    await ana.sees(phaseOf(theirs)).toBe('room-kicked')
    expect((await ana.room(theirs))?.phase).toMatchObject({ failure: { details: { text: 'Fuera' } } })
    await muc('set_affiliation', { room: theirs, jid: ana.account, affiliation: 'outcast' })
    await expect(join(ana)).rejects.toMatchObject({ code: 'room-banned' })
    await join(bob)
    await muc('destroy', { room: theirs, reason: 'Se acabó' })
    await bob.sees(phaseOf(theirs)).toBe('room-destroyed')
    expect((await bob.room(theirs))?.phase).toMatchObject({ failure: { details: { text: 'Se acabó' } }, retryAt: null })
    await expect(join(bob)).rejects.toMatchObject({ code: 'room-not-found' })
    // Ours: they are invited both ways, decline, come, read what was said, and are sent away.
    const ours = await ana.call['room.create']({ account: ana.account, room: 'nuestra', ...plain, name: 'La nuestra' })
    await say(ana, ours, 'Buenos días')
    await ana.call['room.invite']({ account: ana.account, room: ours, people: ['slix@mired.org'], reason: 'Ven' })
    await slix.next(stanza => stanza.includes('<invite') && stanza.includes('Ven'))
    await slix.next(stanza => stanza.includes('jabber:x:conference') && stanza.includes(ours))
    await muc('decline', { room: ours, jid: ana.account, reason: 'Ahora no' })
    await ana
      .sees(({ invited }) => invited[ours]?.map(each => [each.state, each.reason]))
      .toEqual([['declined', 'Ahora no']])
    await muc('join_muc', { room: ours, nick: 'Slix', maxhistory: '20' })
    await slix.next(stanza => stanza.includes('>Buenos días<') && stanza.includes('urn:xmpp:delay'))
    await ana.sees(({ invited }) => invited[ours] ?? []).toEqual([])
    await ana.call['room.kick']({ account: ana.account, room: ours, nick: 'Slix', reason: null })
    await slix.next(stanza => stanza.includes('unavailable') && stanza.includes('307'))
    await ana.sees(nicksIn(ours)).toEqual(['ana'])
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
