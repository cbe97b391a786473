/** A whole core in a room on the replayed Openfire, whose connection says what should never come. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Openfire, startOpenfire } from '../../../e2e/servers/openfire-replay.ts'
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { nicksIn, type Person, patience, person, phaseOf, plain } from '../../testing/room-people.ts'

const clase = 'clase@conference.mired.test' as BareJid
const limit = { timeout: 120_000 }
const wait = { timeout: patience }
const user = 'http://jabber.org/protocol/muc#user'

let server: Openfire
let ana: Person

beforeAll(async () => {
  server = await startOpenfire({ tls: 'disabled' })
  ana = await person(server, 'ana', 'ana-pass')
  await ana.call['room.create']({ account: ana.account, room: 'clase', ...plain, nick: 'Ana' })
}, 60_000)

afterAll(async () => {
  await ana?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
}, 60_000)

const says = (xml: string): void => server.connections().at(-1)?.send(xml)
const presence = (nick: string, more = '', room: string = clase): string =>
  `<presence from="${room}/${nick}"${more}><x xmlns="${user}"><item affiliation="none" role="participant"/></x></presence>`
const groupchat = (nick: string, inside: string): string =>
  `<message from="${clase}/${nick}" type="groupchat">${inside}</message>`
/** Resolves when all that was said before has been taken. */
async function taken(): Promise<void> {
  const subject = crypto.randomUUID()
  says(groupchat('Ana', `<subject>${subject}</subject>`))
  await ana.sees(({ rooms }) => rooms.find(each => each.address === clase)?.subject?.text).toBe(subject)
}

test('ten thousand people come and go: told in few changes, and what is said between is heard', limit, async () => {
  const before = ana.core.changes.length
  const crowd = Array.from({ length: 10_000 }, (_, index) => `p${index}`)
  for (let at = 0; at < crowd.length; at += 500) {
    says(
      crowd
        .slice(at, at + 500)
        .map(nick => presence(nick))
        .join(''),
    )
  }
  says(groupchat('p9999', '<body>amid</body>'))
  await expect.poll(async () => (await ana.said(clase)).map(each => each.body), wait).toEqual(['amid'])
  expect((await ana.room(clase))?.occupants).toBe(10_001)
  expect(nicksIn(clase)(await ana.now())).toHaveLength(10_001)
  says(crowd.map(nick => presence(nick, ' type="unavailable"')).join(''))
  await ana.sees(nicksIn(clase)).toEqual(['Ana'])
  const told = ana.core.changes
    .slice(before)
    .filter(({ type }) => type === 'occupants.changed' || type === 'room.changed')
  expect(told.length).toBeLessThan(2000)
})

test('presence from outside, and of what nobody can be', limit, async () => {
  says(presence('Eve', '', 'otra@conference.mired.test'))
  says(presence('Eve', '', 'clase@conference.mired.test.evil.example'))
  says(
    `<presence from="eve@evil.example/x"><x xmlns="${user}"><item affiliation="owner" role="moderator"/></x></presence>`,
  )
  // Not ours to be sent away by, and nobody's but the room's.
  says(
    `<presence from="otra@conference.mired.test/Ana" type="unavailable"><x xmlns="${user}"><status code="110"/></x></presence>`,
  )
  says(presence('\u202eanA'))
  says(presence('A\u200bna'))
  says(presence('x'.repeat(2000)))
  for (const nick of [' ', '\u3000', '\u2800']) says(presence(nick))
  says(groupchat(' ', '<body>of nobody</body>'))
  await taken()
  expect(nicksIn(clase)(await ana.now())).toEqual(['Ana'])
  expect((await ana.said(clase)).map(each => each.body)).toEqual(['amid'])
  expect(phaseOf(clase)(await ana.now())).toBe('joined')
  expect((await ana.now()).rooms.map(({ address }) => address)).toEqual([clase])
})

test('who looks like somebody else is somebody else', limit, async () => {
  // Cyrillic; and what compatibility makes the same.
  for (const nick of ['\u0410na', '\uff21na', 'ana']) says(presence(nick))
  says(groupchat('\u0410na', '<body>I am Ana</body>'))
  await expect
    .poll(async () => (await ana.said(clase)).at(-1), wait)
    .toMatchObject({ body: 'I am Ana', direction: 'in', sender: { nick: '\u0410na', address: null } })
  expect(nicksIn(clase)(await ana.now())).toEqual(['Ana', 'ana', '\u0410na', '\uff21na'])
  expect((await ana.room(clase))?.nick).toBe('Ana')
})

test('a subject of 1 MB and markup is text, cut', limit, async () => {
  says(groupchat('ana', `<subject>&lt;b&gt;\u202e${'z'.repeat(1_000_000)}</subject>`))
  await ana.sees(({ rooms }) => rooms[0]?.subject?.text.length).toBe(10_000)
  expect((await ana.room(clase))?.subject?.text.startsWith('<b>')).toBe(true)
})

test('what is whispered in a room is of nobody else', limit, async () => {
  const conversations = async () => (await ana.now()).conversations.map(({ peer, kind }) => [peer, kind])
  says(`<message from="${clase}/ana" type="chat"><body>psst</body><x xmlns="${user}"/></message>`)
  const bob = `${clase}/ana` as FullJid
  await expect.poll(async () => (await ana.said(bob)).map(each => each.body), wait).toEqual(['psst'])
  // In the name of a room that we are not in: an address like any other.
  says(`<message from="otra@conference.mired.test/Ana" type="groupchat"><body>forged</body></message>`)
  says(`<message from="${clase}" type="groupchat"><body>of the room itself</body></message>`)
  await taken()
  expect((await conversations()).toSorted()).toEqual([
    [clase, 'room'],
    [bob, 'occupant'],
  ])
})
