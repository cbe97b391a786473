/** One conversation of all copies, compared with what another program reads from the server's archive. */
import { expect, test, vi } from 'vitest'
import {
  type RunningServer,
  startEjabberd,
  startJabberd2,
  startOpenfire,
  startProsody,
} from '../../../e2e/servers/index.ts'
import { type Peer, startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { xml } from '../../stanza/element.ts'
import { temporaryFolder } from '../../testing/ports.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'
import { eventually, readConversation, readServerArchive } from '../../testing/server-archive.ts'
import { createTestSession } from '../../testing/session-world.ts'

// Servers, clients and databases at once, on a machine that does other things as well.
vi.setConfig({ testTimeout: 90_000 })

const ana = 'ana@mired.org' as AccountId
const bob = 'bob@mired.org' as BareJid
const servers = [
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const

const device = (server: RunningServer, jid: string, available = true): Promise<Peer> =>
  startPeer({
    ...{ jid, host: server.host, port: server.port, authority: null, available },
    password: `${jid.split('@')[0]}-pw`,
  })

async function signIn(core: RunningCore, server: RunningServer): Promise<void> {
  const settings = { encryption: 'optional', host: server.host, port: server.port } as const
  const { state } = await core.signIn({ address: ana, settings })
  expect(state).toMatchObject({ phase: 'online' })
}

/** The archive has been read for the first time. */
const isRead = async (core: RunningCore) => {
  const begun = await core.until(change => change.type === 'archive.changed' && change.archive.phase === 'filling')
  await core.until(
    change =>
      change.type === 'archive.changed' &&
      change.archive.phase === 'idle' &&
      core.changes.indexOf(change) > core.changes.indexOf(begun),
  )
}

const conversation = (core: RunningCore) => core.core.commands['conversation.open']({ account: ana, peer: bob })

/** All of it is with bob before he writes on: a server takes what comes on two streams in any order. */
async function answer(phone: Peer, bobs: Peer): Promise<void> {
  for (const body of ['from the phone', 'ok', 'ok']) {
    await phone.send(bob, body)
    await bobs.next(stanza => stanza.includes(`<body>${body}</body>`))
  }
}

test.each(servers)('%s: what other devices did, what waited, and what comes live is there once', async (_, start) => {
  await using server = await start({ tls: 'none', mutualContacts: true })
  using folder = temporaryFolder()
  await using bobs = await device(server, `${bob}/slix`)
  {
    await using core = await startCore({ folder: folder.path })
    await signIn(core, server)
    const id = await core.core.commands['message.send']({ account: ana, peer: bob, body: 'from here' })
    await bobs.next(stanza => stanza.includes('from here'))
    await isRead(core)
    await bobs.send(ana, 'live')
    await eventually(core, async () => {
      const { page } = await conversation(core)
      expect(page.messages).toMatchObject([{ id, state: 'stored' }, { body: 'live' }])
    })
  }
  {
    // Another device, while this one is off; then nobody.
    await using phone = await device(server, `${ana}/phone`)
    // Before the server has taken it for there, ejabberd may keep a message for whoever comes next.
    await phone.next(stanza => stanza.startsWith('<presence') && stanza.includes(`from="${ana}/phone"`))
    await bobs.send(ana, 'to the phone')
    await phone.next(stanza => stanza.includes('to the phone'))
    await answer(phone, bobs)
  }
  for (const body of ['waits', 'ok', 'ok', 'waits too']) await bobs.send(ana, body)
  await using core = await startCore({ folder: folder.path })
  await signIn(core, server)
  await using phone = await device(server, `${ana}/phone`)
  // Who has the highest priority gets what goes to the bare address.
  await phone.presence({ priority: 1 })
  const same = async (...cores: readonly RunningCore[]) => {
    const there = await readServerArchive(phone, bob)
    for (const each of cores)
      await eventually(each, async () => expect(await readConversation(each.core, ana, bob)).toEqual(there))
    return there.length
  }
  expect(await same(core)).toBe(10)
  // What came after our own answer on the phone is new to the person.
  expect((await conversation(core)).conversation).toMatchObject({ unread: 4 })

  await bobs.send(ana, 'to both')
  await phone.next(stanza => stanza.includes('to both'))
  const places = (await conversation(core)).page.messages.map(each => each.order)
  await phone.send(bob, 'a carbon')
  await bobs.next(stanza => stanza.includes('a carbon'))
  await eventually(core, async () => {
    const { conversation: row, page } = await conversation(core)
    expect(page.messages.at(-1)).toMatchObject({ body: 'a carbon', direction: 'out', state: 'stored' })
    expect(row.unread).toBe(0)
    expect(page.messages.map(each => each.order).slice(0, places.length)).toEqual(places)
  })
  await using other = await startCore()
  await signIn(other, server)
  expect(await same(core, other)).toBe(12)
  // On a device that is new nobody has to read what was written before.
  expect((await conversation(other)).conversation).toMatchObject({ unread: 0 })
})

test.each([
  ['Prosody', startProsody, 1000],
  ['ejabberd', startEjabberd, 3000],
] as const)(
  '%s: thousands of messages wait, another device writes meanwhile, and the connection breaks',
  async (_, start, count) => {
    await using server = await start({ tls: 'none', mutualContacts: true })
    using folder = temporaryFolder()
    {
      await using core = await startCore({ folder: folder.path })
      await signIn(core, server)
      await isRead(core)
    }
    await using bobs = await device(server, `${bob}/slix`)
    const write = async (from: number, length: number) => {
      const stanzas = Array.from(
        { length },
        (__, index) =>
          `<message to='${ana}' type='chat' id='b${from + index}'><body>message ${from + index}</body></message>`,
      )
      await bobs.raw(stanzas.join(''))
    }
    // These wait offline as well; those that come while the phone is there do not.
    await write(0, 50)
    await bobs.ask({ to: 'mired.org', payload: '<ping xmlns="urn:xmpp:ping"/>' })
    await using phone = await device(server, `${ana}/phone`, false)
    for (let from = 50; from < count; from += 500) await write(from, Math.min(500, count - from))
    await phone.presence({ priority: 1 })
    await phone.next(stanza => stanza.includes('<body>message 49</body>'))
    await phone.next(stanza => stanza.includes(`<body>message ${count - 1}</body>`), 60_000)
    for (const milliseconds of [50, 400]) {
      const core = await startCore({ folder: folder.path })
      await signIn(core, server)
      await new Promise(resolve => setTimeout(resolve, milliseconds))
      await core.stop()
    }
    await using core = await startCore({ folder: folder.path })
    await signIn(core, server)
    // Carbons of both directions, while the archive with the same ones is being read.
    await answer(phone, bobs)
    for (const body of ['to both', 'ok', 'ok']) await bobs.send(ana, body)
    await phone.next(stanza => stanza.includes('to both'))
    await eventually(
      core,
      async () => {
        const { conversation: row } = await conversation(core)
        expect(row.unread).toBe(3)
      },
      60_000,
    )
    const there = await readServerArchive(phone, bob)
    expect(there).toHaveLength(count + 6)
    await eventually(core, async () => expect(await readConversation(core.core, ana, bob)).toEqual(there), 60_000)
  },
)

test('Openfire: no stanza-id, small ids, words without any id, and an archive that was pruned', async () => {
  await using server = await startOpenfire({ domain: 'mired.org', tls: 'disabled', mutualContacts: true })
  using folder = temporaryFolder()
  const settings = { encryption: 'disabled', host: server.host, port: server.port } as const
  const start = async (where = folder.path) => {
    const core = await startCore({ folder: where })
    const { state } = await core.signIn({ address: ana, password: 'ana-pass', settings })
    expect(state).toMatchObject({ phase: 'online' })
    return core
  }
  await using bobs = createTestSession({
    ...{ account: bob, password: 'bob-pass', roots: [], settings },
  })
  expect(await bobs.attempt()).toMatchObject({ phase: 'online' })
  // As Spark writes: nothing can refer to it.
  const say = (body: string, id?: string) =>
    bobs.session.send(xml('message', { to: ana, type: 'chat', ...(id !== undefined && { id }) }, xml('body', {}, body)))
  const has = (core: RunningCore, ...bodies: readonly string[]) =>
    eventually(core, async () =>
      expect((await readConversation(core.core, ana, bob)).map(([, body]) => body)).toEqual(bodies),
    )
  /** The server keeps nothing for who is away but in its archive, where it is found a moment later. */
  const reached = async () => {
    await bobs.session.request(xml('iq', { type: 'get', to: 'mired.org' }, xml('ping', { xmlns: 'urn:xmpp:ping' })))
    await server.archive.settled()
  }
  {
    await using core = await start()
    await isRead(core)
    await say('ok')
    await say('ok')
    await say('hola', 'x1')
    await has(core, 'ok', 'ok', 'hola')
    await core.core.commands['message.send']({ account: ana, peer: bob, body: 'and I' })
    await has(core, 'ok', 'ok', 'hola', 'and I')
  }
  await say('missed')
  await say('missed, too')
  await reached()
  const seen = ['ok', 'ok', 'hola', 'and I', 'missed', 'missed, too']
  {
    // The live ones come once more from the archive, without anything to know them by.
    await using core = await start()
    await has(core, ...seen)
  }
  await say('before the pruning')
  await say('after it')
  await reached()
  server.archive.prune(1)
  await using core = await start()
  // What was there last is not there any more: it is asked by time.
  await has(core, ...seen, 'after it')
  using fresh = temporaryFolder()
  await using other = await start(fresh.path)
  await has(other, 'after it')
})

test('jabberd2 keeps no archive: a conversation has its beginning, and nothing is missing', async () => {
  await using server = await startJabberd2({ tls: 'none', mutualContacts: true })
  await using bobs = await device(server, `${bob}/slix`)
  await bobs.send(ana, 'waits')
  await using core = await startCore()
  await signIn(core, server)
  await eventually(core, async () => {
    const { page } = await conversation(core)
    expect(page).toMatchObject({ messages: [{ body: 'waits' }], hasMore: false })
  })
  expect(core.changes.some(change => change.type === 'archive.changed' && change.archive.gaps.length > 0)).toBe(false)
})
