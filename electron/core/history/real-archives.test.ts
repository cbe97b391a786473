/** One conversation of all copies, compared with what another program reads from the server's archive. */
import { expect, test } from 'vitest'
import { type RunningServer, startEjabberd, startProsody } from '../../../e2e/servers/index.ts'
import { type Peer, startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { temporaryFolder } from '../../testing/ports.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'
import { eventually, readConversation, readServerArchive } from '../../testing/server-archive.ts'

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
    await bobs.send(ana, 'to the phone')
    await phone.next(stanza => stanza.includes('to the phone'))
    for (const body of ['from the phone', 'ok', 'ok']) await phone.send(bob, body)
    await bobs.next(stanza => stanza.includes('from the phone'))
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
  ['ejabberd', startEjabberd, 300],
] as const)(
  '%s: many messages wait, and the connection breaks while they are read',
  async (_, start, count) => {
    await using server = await start({ tls: 'none' })
    using folder = temporaryFolder()
    {
      await using core = await startCore({ folder: folder.path })
      await signIn(core, server)
      await isRead(core)
    }
    await using bobs = await device(server, `${bob}/slix`)
    await using phone = await device(server, `${ana}/phone`)
    const bodies = Array.from({ length: count }, (__, index) => `message ${index}`)
    for (let from = 0; from < count; from += 500)
      await bobs.raw(
        bodies
          .slice(from, from + 500)
          .map((body, index) => `<message to='${ana}' type='chat' id='b${from + index}'><body>${body}</body></message>`)
          .join(''),
      )
    await phone.next(stanza => stanza.includes(`<body>${bodies.at(-1)}</body>`), 30_000)
    const there = await readServerArchive(phone, bob)
    expect(there).toHaveLength(count)
    for (const milliseconds of [50, 400]) {
      const core = await startCore({ folder: folder.path })
      await signIn(core, server)
      await new Promise(resolve => setTimeout(resolve, milliseconds))
      await core.stop()
    }
    await using core = await startCore({ folder: folder.path })
    await signIn(core, server)
    await eventually(
      core,
      async () => {
        const { conversation: row } = await conversation(core)
        expect(row.unread).toBe(count)
      },
      30_000,
    )
    expect(await readConversation(core.core, ana, bob)).toEqual(there)
  },
  60_000,
)
