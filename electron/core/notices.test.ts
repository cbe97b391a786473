/** Notices of real servers, and what Spark and others send that we cannot do yet, in the whole client. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEjabberd, startOpenfire, startPeer, startProsody } from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type RunningCore, startCore } from '../testing/running-core.ts'

const ana = 'ana@mired.org' as BareJid
const bob = 'bob@mired.org' as BareJid
const server = 'mired.org' as BareJid
const users = ['ana', 'bob', 'admin'].map(name => ({ name, password: `${name}-pw` }))

let core: RunningCore
beforeEach(async () => {
  core = await startCore()
})
afterEach(() => core[Symbol.asyncDispose]())

const signIn = async (place: { host: string; port: number }, password = 'ana-pw') => {
  const settings = { encryption: 'optional', host: place.host, port: place.port } as const
  expect(await core.signIn({ address: ana, password, settings })).toMatchObject({ state: { phase: 'online' } })
}
const messageIn = (change: Change, wanted: (message: Message) => boolean) =>
  change.type === 'message.changed' && change.messages.some(wanted)
const told = (body: string) => core.until(change => messageIn(change, each => each.body === body))
const all = async (peer: BareJid) =>
  (await core.core.commands['conversation.open']({ account: ana, peer })).page.messages.map(
    ({ body, subject, relay, unsupported }) => ({
      body,
      ...(subject !== undefined && { subject }),
      ...(relay !== undefined && { relay }),
      ...(unsupported !== undefined && { unsupported }),
    }),
  )
const again = async (place: { host: string; port: number }, password?: string) => {
  await core.core.commands['account.signOut']({ account: ana, removeHistory: false })
  await core.until(change => change.type === 'account.removed')
  await signIn(place, password)
}

test('Openfire: the message of the day once, broadcasts and announcements', async () => {
  await using openfire = await startOpenfire({ domain: 'mired.org', tls: 'disabled', notices: true })
  const place = { host: openfire.host, port: openfire.port }
  await core.signIn({ address: ana, password: 'ana-pass', settings: { encryption: 'disabled', ...place } })
  await told('Mantenimiento\na las 20:00')
  const expected = [
    { subject: 'Message of the Day', body: 'Bienvenidos\nal servidor' },
    { subject: 'Aviso', body: 'A todos', relay: { by: 'admin@mired.org', to: 'all' } },
    { body: 'Mantenimiento\na las 20:00' },
  ]
  // What we broadcast ourselves is ours: the fourth one comes from ana.
  expect(await all(server)).toEqual(expected)
  await core.core.commands['account.signOut']({ account: ana, removeHistory: false })
  await core.signIn({ address: ana, password: 'ana-pass', settings: { encryption: 'disabled', ...place } })
  // Behind it on the stream: the day's message has been taken.
  await using bobs = await startCore()
  await bobs.signIn({ address: bob, password: 'bob-pass', settings: { encryption: 'disabled', ...place } })
  await bobs.core.commands['message.send']({ account: bob, peer: ana, body: 'hola' })
  await told('hola')
  expect(await all(server)).toEqual(expected)
  const conversations = (await core.core.commands['program.snapshot']({})).accounts[0]?.conversations
  expect(conversations?.map(each => each.peer).sort()).not.toContain('admin@mired.org')
}, 120_000)

test('Prosody: what it says at every sign-in is there once, also with an archive', async () => {
  await using prosody = await startProsody({ tls: 'none', users, motd: 'Bienvenida & <b>suerte</b>' })
  await signIn(prosody)
  await told('Bienvenida & <b>suerte</b>')
  await again(prosody)
  await using peer = await startPeer({ jid: bob, password: 'bob-pw', ...prosody, authority: null })
  await peer.send(ana, 'detrás')
  await told('detrás')
  expect(await all(server)).toEqual([{ body: 'Bienvenida & <b>suerte</b>' }])
}, 120_000)

test.each([
  ['Prosody', startProsody, null],
  ['ejabberd', startEjabberd, 'mired.org/announce/motd'],
] as const)(
  '%s: an announcement of its administrator, and a message of the day that is set',
  async (_, start, motd) => {
    await using place = await start({ tls: 'none', users })
    await signIn(place)
    await core.until(change => change.type === 'contacts.replaced')
    await using admin = await startPeer({ jid: 'admin@mired.org', password: 'admin-pw', ...place, authority: null })
    const say = (to: string, subject: string, body: string) =>
      admin.raw(`<message to='${to}' id='${subject}'><subject>${subject}</subject><body>${body}</body></message>`)
    await say('mired.org/announce/online', 'Corte', 'a las seis')
    await told('a las seis')
    expect(await all(server)).toMatchObject([{ subject: 'Corte', body: 'a las seis' }])
    if (motd === null) return
    await say(motd, 'Hoy', 'menú &lt;b&gt;del día&lt;/b&gt;')
    await told('menú <b>del día</b>')
    // Who was there has it; at later sign-ins it does not come again, neither from the server nor out of the archive.
    await again(place)
    await using late = await startCore()
    const settings = { encryption: 'optional', host: place.host, port: place.port } as const
    await late.signIn({ address: bob, settings })
    await late.until(
      change => change.type === 'message.changed' && change.peer === server && change.messages.length > 0,
      30_000,
    )
    await late.core.commands['message.send']({ account: bob, peer: ana, body: 'detrás' })
    await told('detrás')
    expect(await all(server)).toEqual([
      { subject: 'Corte', body: 'a las seis' },
      { subject: 'Hoy', body: 'menú <b>del día</b>' },
    ])
    expect((await late.core.commands['conversation.open']({ account: bob, peer: server })).page.messages).toMatchObject(
      [{ subject: 'Hoy', body: 'menú <b>del día</b>' }],
    )
  },
  90_000,
)

test('slixmpp in Spark’s words: files, calls and attention are said and answered', async () => {
  await using prosody = await startProsody({ tls: 'none', users, mutualContacts: true })
  await signIn(prosody)
  await core.until(change => change.type === 'contacts.replaced')
  await using peer = await startPeer({ jid: `${bob}/Spark`, password: 'bob-pw', ...prosody, authority: null })
  await core.until(change => change.type === 'presence.changed' && change.presences.some(each => each.address === bob))
  const { state } = { state: core.state(ana) }
  const to = state?.phase === 'online' ? state.address : ''
  const file = `<si xmlns='http://jabber.org/protocol/si' id='jsi_1' mime-type='text/plain' profile='http://jabber.org/protocol/si/profile/file-transfer'><file xmlns='http://jabber.org/protocol/si/profile/file-transfer' name='nota.txt' size='5200'><desc>Sending file</desc></file></si>`
  const offered = async (payload: string) => peer.ask({ to, type: 'set', payload })
  expect(await offered(file)).toContain('service-unavailable')
  // It tries again with the same one.
  expect(await offered(file)).toContain('service-unavailable')
  const call = `<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='c1'><content creator='initiator' name='v'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></content></jingle>`
  await peer.raw(
    `<message to='${ana}' type='chat'><propose xmlns='urn:xmpp:jingle-message:0' id='c1'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose></message>`,
  )
  expect(await offered(call)).toContain('service-unavailable')
  await peer.raw(`<message to='${ana}' type='headline'><attention xmlns='urn:xmpp:attention:0'/></message>`)
  await peer.raw(`<message to='${ana}' type='headline'><body>Alerta</body></message>`)
  await told('Alerta')
  expect(await all(bob)).toEqual([
    { body: 'nota.txt', unsupported: { what: 'file', name: 'nota.txt', size: 5200 } },
    { body: '', unsupported: { what: 'call', name: null, size: null } },
    { body: 'Alerta' },
  ])
}, 120_000)
