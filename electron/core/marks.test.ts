/** Receipts, markers and chat states of the whole client: against itself, and against slixmpp on both servers. */
import { expect, test } from 'vitest'
import { type RunningServer, startEjabberd, startPeer, startProsody } from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import type { MessageState } from '../../shared/domain/message.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type RunningCore, startCore } from '../testing/running-core.ts'

const ana = 'ana@mired.org' as BareJid
const bob = 'bob@mired.org' as BareJid
const admin = 'admin@mired.org' as BareJid
const users = ['ana', 'bob', 'admin'].map(name => ({ name, password: `${name}-pw` }))

const settingsFor = (server: RunningServer) =>
  ({ encryption: 'optional', host: server.host, port: server.port }) as const
const has = (body: string, state: MessageState | null) => (change: Change) =>
  change.type === 'message.changed' && change.messages.some(each => each.body === body && each.state === state)
const typing = (peer: BareJid, is: boolean) => (change: Change) =>
  change.type === 'typing.changed' && change.peer === peer && change.typing === is
const available = (address: BareJid) => (change: Change) =>
  change.type === 'presence.changed' &&
  change.presences.some(each => each.address === address && each.availability === 'available')

async function readAll(core: RunningCore, account: BareJid, peer: BareJid): Promise<void> {
  const { page } = await core.core.commands['conversation.open']({ account, peer })
  await core.core.commands['conversation.markRead']({ account, peer, upTo: page.messages.at(-1)?.order ?? 0 })
}

async function say(core: RunningCore, account: BareJid, peer: BareJid, body: string): Promise<void> {
  await core.core.commands['message.send']({ account, peer, body })
}

test('two of us: typing, delivered, displayed; also what was read while there was no network', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true, users })
  const settings = settingsFor(server)
  await using anas = await startCore()
  await using bobs = await startCore()
  await anas.signIn({ address: ana, settings })
  await bobs.signIn({ address: bob, settings })
  await anas.until(available(bob))
  // Found out by their announcement: nobody has written anything yet.
  await anas.core.commands['conversation.setTyping']({ account: ana, peer: bob, typing: true })
  // Only of people with whom there is a conversation, or who are contacts.
  await bobs.until(typing(ana, true))
  await say(anas, ana, bob, 'uno')
  await bobs.until(typing(ana, false))
  await anas.until(has('uno', 'delivered'))
  await say(anas, ana, bob, 'dos')
  await anas.until(has('dos', 'delivered'))
  await readAll(bobs, bob, ana)
  await anas.until(has('dos', 'displayed'))
  await anas.until(has('uno', 'displayed'))
  const [message] = (await anas.core.commands['message.page']({ account: ana, peer: bob, before: 9e15, limit: 1 }))
    .messages
  const steps =
    message === undefined ? [] : await anas.core.commands['message.delivery']({ account: ana, id: message.id })
  expect(steps.map(({ state, time }) => [state, typeof time])).toEqual(
    ['queued', 'sent', 'stored', 'delivered', 'displayed'].map(state => [state, 'number']),
  )

  await say(anas, ana, bob, 'tres')
  await bobs.until(has('tres', null))
  await server.kill()
  await bobs.until(change => change.type === 'connection.changed' && change.state.phase === 'waiting')
  await readAll(bobs, bob, ana)
  await server.start()
  for (const each of [anas, bobs]) each.wake()
  await anas.until(has('tres', 'displayed'), 60_000)
})

test('each of them is silent while it is switched off, and is not announced', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true, users })
  const settings = settingsFor(server)
  await using bobs = await startCore()
  await using peer = await startPeer({ jid: ana, password: 'ana-pw', ...server, authority: null })
  await bobs.signIn({ address: bob, settings })
  const presence = await peer.next(xml => xml.includes('<presence') && xml.includes('from="bob@mired.org/'))
  const from = /from="([^"]+)"/.exec(presence)?.[1] ?? ''
  const namespaces = { sendReceipts: 'urn:xmpp:receipts', sendMarkers: 'urn:xmpp:chat-markers:0' } as const
  const typingNamespace = 'http://jabber.org/protocol/chatstates'
  const set = async (change: Partial<Settings>) => bobs.core.commands['settings.change'](change)
  const features = async () =>
    (await peer.ask({ to: from, payload: "<query xmlns='http://jabber.org/protocol/disco#info'/>" })) ?? ''
  for (const each of [...Object.values(namespaces), typingNamespace]) expect(await features()).toContain(each)

  const ver = /ver="([^"]+)"/.exec(presence)?.[1] ?? ''
  await set({ sendReceipts: false, sendMarkers: false, sendTyping: false })
  // Their capabilities are others now.
  await peer.next(xml => xml.includes('<presence') && xml.includes(`from="${from}"`) && !xml.includes(`ver="${ver}"`))
  for (const each of [...Object.values(namespaces), typingNamespace]) expect(await features()).not.toContain(each)
  const ask = (id: string) =>
    peer.raw(
      `<message to='${bob}' type='chat' id='${id}'><body>${id}</body><request xmlns='urn:xmpp:receipts'/><markable xmlns='urn:xmpp:chat-markers:0'/><active xmlns='${typingNamespace}'/></message>`,
    )
  await ask('silent')
  await bobs.until(has('silent', null))
  await readAll(bobs, bob, ana)
  await bobs.core.commands['conversation.setTyping']({ account: bob, peer: ana, typing: true })
  await say(bobs, bob, ana, 'nada más')
  const ours = await peer.next(xml => xml.includes('nada más'))
  expect(ours).not.toContain('chatstates')
  // It still asks what others do.
  expect(ours).toContain('urn:xmpp:receipts')
  expect(peer.stanzas.filter(xml => xml.includes('silent') || xml.includes('composing'))).toEqual([])

  await set({ sendReceipts: true, sendMarkers: true, sendTyping: true })
  await ask('loud')
  await peer.next(xml => xml.includes('<received') && xml.includes('id="loud"'))
  await readAll(bobs, bob, ana)
  await peer.next(xml => xml.includes('<displayed') && xml.includes('id="loud"'))
  await bobs.core.commands['conversation.setTyping']({ account: bob, peer: ana, typing: true })
  await peer.next(xml => xml.includes('<composing'))
  // What was read while it was off stays unsaid.
  expect(peer.stanzas.filter(xml => xml.includes('id="silent"'))).toEqual([])
})

for (const [kind, start] of Object.entries({ prosody: startProsody, ejabberd: startEjabberd })) {
  test(`${kind}: slixmpp answers, marks and types; others cannot do it in its name`, async () => {
    await using server = await start({ tls: 'none', users, mutualContacts: true })
    const connect = { host: server.host, port: server.port, authority: null }
    await using bobs = await startCore()
    await using peer = await startPeer({ jid: ana, password: 'ana-pw', plugins: ['xep_0184'], ...connect })
    await using mallory = await startPeer({ jid: admin, password: 'admin-pw', ...connect })
    await bobs.signIn({ address: bob, settings: settingsFor(server) })
    await bobs.until(available(ana))
    await say(bobs, bob, ana, 'hola')
    const arrived = await peer.next(xml => xml.includes('hola'))
    for (const each of ['urn:xmpp:receipts', 'urn:xmpp:chat-markers:0', '<active']) expect(arrived).toContain(each)
    const id = / id="([^"]+)"/.exec(arrived.slice(arrived.indexOf('<message')))?.[1] ?? ''
    await bobs.until(has('hola', 'delivered'))

    const marker = `<displayed xmlns='urn:xmpp:chat-markers:0' id='${id}'/>`
    await mallory.raw(`<message to='${bob}' type='chat'>${marker}</message>`)
    await mallory.raw(`<message to='${bob}' type='chat' id='after'><body>detrás</body></message>`)
    await bobs.until(has('detrás', null))
    expect(bobs.changes.some(has('hola', 'displayed'))).toBe(false)
    await peer.raw(`<message to='${bob}' type='chat'>${marker}</message>`)
    await bobs.until(has('hola', 'displayed'))

    await peer.raw(
      `<message to='${bob}' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`,
    )
    await bobs.until(typing(ana, true))
    await peer.send(bob, 'adiós')
    await bobs.until(typing(ana, false))
  })
}

test('a flood of composing is one change, and the words behind it arrive', async () => {
  await using server = await startProsody({ tls: 'none', users, mutualContacts: true })
  await using bobs = await startCore()
  await using peer = await startPeer({
    jid: ana,
    password: 'ana-pw',
    host: server.host,
    port: server.port,
    authority: null,
  })
  await bobs.signIn({ address: bob, settings: settingsFor(server) })
  await bobs.until(available(ana))
  const composing = `<message to='${bob}' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`
  for (let count = 0; count < 20; count++) await peer.raw(composing.repeat(500))
  await peer.send(bob, 'y ahora las palabras')
  await bobs.until(has('y ahora las palabras', null), 60_000)
  await bobs.until(typing(ana, false))
  expect(bobs.changes.filter(({ type }) => type === 'typing.changed')).toHaveLength(2)
})
