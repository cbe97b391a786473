/** What is said in rooms, on a real Prosody (`rooms.test.ts` has the other servers), compared with the room's own archive as another program reads it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startProsody, startProxy } from '../../../e2e/servers/index.ts'
import { type Peer, startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { AccountId, BareJid, FullJid } from '../../../shared/domain/address.ts'
import { bodyOf } from '../../stanza/body.ts'
import { parseElement } from '../../stanza/element.ts'
import { parseResultSet } from '../../stanza/result-set.ts'
import { temporaryFolder } from '../../testing/ports.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'
import { eventually, readConversation } from '../../testing/server-archive.ts'

const ana = 'ana@mired.org' as AccountId
const bob = 'bob@mired.org' as AccountId
const [clase, red] = ['clase', 'red'].map(name => `${name}@conference.mired.org` as BareJid) as [BareJid, BareJid]
const users = ['ana', 'bob', 'carla'].map(name => ({ name, password: `${name}-pw` }))
/** More than the window shows of a conversation when it is opened is no concern of a room's. */
const missed = 8
let server: RunningServer
let slix: Peer
beforeAll(async () => {
  server = await startProsody({ tls: 'none', users })
  const { host, port } = server
  slix = await startPeer({ jid: 'carla@mired.org/slix', password: 'carla-pw', host, port, authority: null })
}, 60_000)
afterAll(async () => {
  await slix?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
}, 60_000)

async function signedIn(server: RunningServer, address: AccountId, folder?: string): Promise<RunningCore> {
  const core = await startCore(folder === undefined ? {} : { folder })
  const settings = { encryption: 'optional', host: server.host, port: server.port } as const
  expect((await core.signIn({ address, settings, password: `${address.split('@')[0]}-pw` })).state).toMatchObject({
    phase: 'online',
  })
  return core
}

async function make(core: RunningCore, account: AccountId, room: BareJid): Promise<void> {
  const made = { isPersistent: true, isPublic: true, isMembersOnly: false, password: '' }
  await core.core.commands['room.create']({ account, room, nick: 'Ana', name: 'Clase', ...made })
}
const join = (core: RunningCore, account: AccountId, nick: string, room = clase) =>
  core.core.commands['room.join']({ account, room, nick, password: null })
const say = (core: RunningCore, account: AccountId, body: string, peer: BareJid | FullJid = clase) =>
  core.core.commands['message.send']({ account, peer, body })
const page = async (core: RunningCore, account: AccountId, peer: BareJid | FullJid = clase) =>
  (await core.core.commands['conversation.open']({ account, peer })).page.messages
const row = async (core: RunningCore, account: AccountId) =>
  (await core.core.commands['conversation.open']({ account, peer: clase })).conversation
const isJoined = (core: RunningCore) =>
  core.until(change => change.type === 'room.changed' && change.rooms.some(each => each.phase.type === 'joined'))

/** Who has said what, by nicknames, as the room has kept it. */
async function roomArchive(device: Peer, room = clase): Promise<readonly string[]> {
  const lines: string[] = []
  for (let after = ''; ; ) {
    const reading = randomUUID()
    const from = after === '' ? '' : `<after>${after}</after>`
    const payload = `<query xmlns="urn:xmpp:mam:2" queryid="${reading}"><set xmlns="http://jabber.org/protocol/rsm"><max>50</max>${from}</set></query>`
    const answer = await device.ask({ type: 'set', to: room, payload })
    for (const text of device.stanzas.filter(stanza => stanza.includes(`queryid="${reading}"`))) {
      const result = parseElement(text).getChild('result', 'urn:xmpp:mam:2')
      const message = result?.getChild('forwarded', 'urn:xmpp:forward:0')?.getChild('message')
      const body = message === undefined ? '' : bodyOf(message)
      if (body !== '') lines.push(`${message?.attrs.from?.split('/')[1]}: ${body}`)
    }
    const fin = answer === null ? undefined : parseElement(answer).getChild('fin', 'urn:xmpp:mam:2')
    if (fin === undefined) throw new Error(`The room's archive says: ${answer}`)
    const { last } = parseResultSet(fin)
    if (fin.attrs.complete === 'true' || last === null) return lines
    after = last
  }
}
const lines = async (core: RunningCore, account: AccountId): Promise<readonly string[]> => {
  await readConversation(core.core, account, clase)
  const { messages } = await core.core.commands['message.page']({
    ...{ account, peer: clase, before: Number.MAX_SAFE_INTEGER, limit: 200 },
  })
  return messages.map(({ sender, body }) => `${sender?.nick}: ${body}`)
}
const enter = async (device: Peer, nick: string, room = clase) => {
  await device.raw(`<presence to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`)
  await device.next(stanza => stanza.includes('<subject') && stanza.includes(room))
}

test('said, missed, written while away, mentioned, whispered: once each', async () => {
  using folder = temporaryFolder()
  await using bobs = await signedIn(server, bob)
  {
    await using anas = await signedIn(server, ana, folder.path)
    await make(anas, ana, clase)
    await join(bobs, bob, 'Bob')
    await enter(slix, 'Carla')
    const id = await say(anas, ana, 'Buenos días')
    await eventually(anas, async () =>
      expect(await page(anas, ana)).toMatchObject([{ id, state: 'stored', direction: 'out', sender: { nick: 'Ana' } }]),
    )
    await eventually(bobs, async () =>
      expect(await page(bobs, bob)).toMatchObject([{ direction: 'in', body: 'Buenos días', sender: { nick: 'Ana' } }]),
    )
    expect(await row(bobs, bob)).toMatchObject({ kind: 'room', unread: 1, mentioned: false })
    // As Spark writes: no id, an origin-id.
    await slix.raw(
      `<message to='${clase}' type='groupchat'><body>@bob ¿estás?</body><origin-id xmlns='urn:xmpp:sid:0' id='WAWU-1'/></message>`,
    )
    await eventually(bobs, async () => expect(await row(bobs, bob)).toMatchObject({ unread: 2, mentioned: true }))

    // To somebody in the room, and back.
    const whispered = `${clase}/Bob` as FullJid
    await say(anas, ana, 'psst', whispered)
    const fromAna = `${clase}/Ana` as FullJid
    await eventually(bobs, async () =>
      expect(await page(bobs, bob, fromAna)).toMatchObject([{ body: 'psst', direction: 'in', peer: fromAna }]),
    )
    await say(bobs, bob, 'dime', fromAna)
    await eventually(anas, async () =>
      expect(await page(anas, ana, whispered)).toMatchObject([
        { body: 'psst', state: 'stored', direction: 'out' },
        { body: 'dime', direction: 'in' },
      ]),
    )
    const nobody = `${clase}/Nadie` as FullJid
    await say(anas, ana, 'hola?', nobody)
    await eventually(anas, async () =>
      expect(await page(anas, ana, nobody)).toMatchObject([{ state: 'failed', failure: { code: 'occupant-gone' } }]),
    )
  }
  // While Ana is away; a nickname of hers that is free is taken by another.
  for (let index = 0; index < missed; index += 1) await say(bobs, bob, `missed ${index}`)
  await slix.raw(`<message to='${clase}' type='groupchat'><body>ok</body></message>`)
  await slix.raw(`<message to='${clase}' type='groupchat'><body>ok</body></message>`)
  await eventually(bobs, async () => expect((await page(bobs, bob)).at(-1)).toMatchObject({ body: 'ok' }))
  {
    await using anas = await startCore({ folder: folder.path })
    const settings = { encryption: 'optional', host: server.host, port: server.port } as const
    await anas.signIn({ address: ana, settings })
    await isJoined(anas)
    await say(anas, ana, 'I am back')
    await eventually(anas, async () => {
      const there = await roomArchive(slix)
      expect(there).toHaveLength(missed + 5)
      expect(await lines(anas, ana)).toEqual(there)
    })
    expect((await page(anas, ana)).at(-1)).toMatchObject({ direction: 'out', state: 'stored' })
    expect((await row(anas, ana)).unread).toBe(missed + 3)
  }
  // A device that is new to the account.
  await using other = await signedIn(server, ana)
  await join(other, ana, 'Ana')
  const there = await roomArchive(slix)
  await eventually(other, async () => expect(await lines(other, ana)).toEqual(there))
  const own = (await page(other, ana)).filter(each => each.sender?.nick === 'Ana')
  expect(own.map(each => each.direction)).toEqual(own.map(() => 'out'))
  expect((await row(other, ana)).unread).toBe(0)
}, 90_000)

test('what was on the way when the connection broke is in the room once, in its order', async () => {
  using folder = temporaryFolder()
  let deaf = false
  let losing = false
  await using proxy = await startProxy({
    target: server,
    fromServer: chunk => (deaf ? Buffer.alloc(0) : chunk),
    fromClient: chunk => (losing ? Buffer.alloc(0) : chunk),
  })
  const settings = { encryption: 'optional', host: proxy.host, port: proxy.port } as const
  const isSent = (core: RunningCore, body: string) =>
    eventually(core, async () =>
      expect((await page(core, ana, red)).filter(each => each.body === body)).toMatchObject([{ state: 'sent' }]),
    )
  {
    await using anas = await startCore({ folder: folder.path })
    await anas.signIn({ address: ana, settings, password: 'ana-pw' })
    await make(anas, ana, red)
    await enter(slix, 'Carla', red)
    await say(anas, ana, 'known', red)
    await eventually(anas, async () => expect(await page(anas, ana, red)).toMatchObject([{ state: 'stored' }]))
    deaf = true
    await say(anas, ana, 'arrived', red)
    await slix.next(stanza => stanza.includes('>arrived<'))
    await isSent(anas, 'arrived')
    losing = true
    await say(anas, ana, 'lost', red)
    await isSent(anas, 'lost')
    proxy.refuse()
    proxy.cutAll()
    await say(anas, ana, 'later', red)
  }
  deaf = false
  losing = false
  await proxy.admit()
  await using anas = await startCore({ folder: folder.path })
  await anas.signIn({ address: ana, settings })
  const all = ['known', 'arrived', 'lost', 'later']
  await eventually(
    anas,
    async () =>
      expect(await page(anas, ana, red)).toMatchObject(all.map(body => ({ body, state: 'stored', direction: 'out' }))),
    60_000,
  )
  expect(await roomArchive(slix, red)).toEqual(all.map(body => `Ana: ${body}`))
}, 90_000)
