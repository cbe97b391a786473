/** Rooms with somebody who uses Spark: what Spark 3.1 sent (fixtures/spark.jsonl), to the replayed Openfire. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Openfire, startOpenfire } from '../../../e2e/servers/openfire-replay.ts'
import { type Peer, startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { BareJid } from '../../../shared/domain/address.ts'
import { nicksIn, type Person, person, phaseOf, plain } from '../../testing/room-people.ts'

const sparks = 'sala_de_spark@conference.mired.test' as BareJid
const aula = 'aula@conference.mired.test' as BareJid
const lines = readFileSync(join(import.meta.dirname, 'fixtures/spark.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as { readonly note: string; readonly xml: string })
const wait = { timeout: 30_000 }

let server: Openfire
let spark: Peer
let ana: Person

/** What Spark did, in its own words. */
const does = (note: string): Promise<void> => {
  const line = lines.find(each => each.note === note)
  if (line === undefined) throw new Error(`Spark never did this: ${note}`)
  return spark.raw(line.xml)
}

beforeAll(async () => {
  server = await startOpenfire({ tls: 'disabled' })
  ana = await person(server, 'ana', 'ana-pass')
  const account = { jid: 'bob@mired.test/Spark', password: 'bob-pass', authority: null }
  spark = await startPeer({ ...account, host: server.host, port: server.port })
}, 60_000)

afterAll(async () => {
  await spark?.[Symbol.asyncDispose]()
  await ana?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
}, 60_000)

test('its room, its invitation, what it says, and that it sends us away', { timeout: 120_000 }, async () => {
  await does('makes a room')
  await spark.next(stanza => stanza.includes('201'))
  await does('asks for its form')
  await does('sets it up')
  await spark.next(stanza => stanza.includes('104'))
  await does('invites')
  await ana
    .sees(({ invitations }) => invitations.map(({ room, by, reason }) => [room, by, reason]))
    .toEqual([[sparks, 'bob@mired.test', 'Please join me in a conference']])
  await ana.call['invitation.accept']({ account: ana.account, room: sparks })
  expect(await ana.room(sparks)).toMatchObject({
    ...{ name: 'Sala de Spark', phase: { type: 'joined' }, affiliation: 'none' },
    traits: { isPersistent: true, isPublic: true, hasPassword: false },
  })
  await ana.sees(nicksIn(sparks)).toEqual(['ana', 'bob'])
  await does('sets the subject')
  await ana.sees(({ rooms }) => rooms[0]?.subject).toEqual({ text: 'Tema nuevo', by: 'bob' })
  // No id, but an origin-id; twice the same is said twice.
  await does('says something')
  await does('says something')
  const bodies = async () => {
    const { page } = await ana.call['conversation.open']({ account: ana.account, peer: sparks })
    return page.messages.map(({ sender, body, direction }) => [sender?.nick, body, direction])
  }
  const said = ['bob', 'hola sala', 'in']
  await expect.poll(bodies, wait).toEqual([said, said])
  await ana.call['room.leave']({ account: ana.account, room: sparks, keep: true })
  await does('says something')
  await server.rooms.room('sala_de_spark')?.archive.settled()
  await ana.call['room.join']({ account: ana.account, room: sparks, nick: null, password: null })
  await expect.poll(bodies, wait).toEqual([said, said, said])
  await does('sends somebody out')
  await ana.sees(phaseOf(sparks)).toBe('room-kicked')
  expect((await ana.room(sparks))?.phase).toMatchObject({
    failure: { details: { text: 'You have been kicked out of this room', by: 'bob' } },
  })
  await does('invites')
  await ana.sees(({ invitations }) => invitations.length).toBe(1)
  await ana.call['invitation.decline']({ account: ana.account, room: sparks, reason: 'ahora no' })
  expect(await spark.next(stanza => stanza.includes('<decline'))).toContain('<reason>ahora no</reason>')
})

test('ours, to which it is invited both ways: it declines, and comes', { timeout: 120_000 }, async () => {
  await ana.call['room.create']({ account: ana.account, room: 'aula', ...plain })
  const invite = () =>
    ana.call['room.invite']({ account: ana.account, room: aula, people: ['bob@mired.test'], reason: 'ven' })
  await invite()
  const mediated = await spark.next(stanza => stanza.includes('<invite'))
  const direct = await spark.next(stanza => stanza.includes('jabber:x:conference') && !stanza.includes('<invite'))
  // "A body in the invitation breaks it".
  for (const each of [mediated, direct]) {
    expect(each).toContain('ven')
    expect(each).not.toContain('<body')
  }
  const invited = () => ana.sees(snapshot => (snapshot.invited[aula] ?? []).map(({ state, reason }) => [state, reason]))
  await does('declines')
  await invited().toEqual([['declined', 'No thank you']])
  await does('comes in')
  await invited().toEqual([])
  await ana.sees(nicksIn(aula)).toEqual(['ana', 'bob'])
})
