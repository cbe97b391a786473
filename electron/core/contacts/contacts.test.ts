import { expect, test, vi } from 'vitest'
import { startEjabberd } from '../../../e2e/servers/ejabberd.ts'
import { startJabberd2 } from '../../../e2e/servers/jabberd2.ts'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import type { RunningServer } from '../../../e2e/servers/running-server.ts'
import { type Peer, startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { AccountSnapshot } from '../../../shared/ipc/program.ts'
import { contactIn, presenceIn, requestsIn, startPerson } from '../../testing/person.ts'

// Servers, clients and databases at once, on a machine that does other things as well.
vi.setConfig({ testTimeout: 90_000 })

const ana = 'ana@mired.org' as BareJid
const bob = 'bob@mired.org' as BareJid
const servers = { prosody: startProsody, ejabberd: startEjabberd, jabberd2: startJabberd2 }

const availability = (address: BareJid) => (snapshot: AccountSnapshot) => presenceIn(address)(snapshot)?.availability

/** It asks for its list: Prosody tells only those of it who did. */
async function peerOf(server: RunningServer, name: string): Promise<Peer> {
  const { host, port } = server
  const peer = await startPeer({ jid: `${name}@mired.org/Spark`, password: `${name}-pw`, host, port, authority: null })
  await peer.ask({ payload: "<query xmlns='jabber:iq:roster'/>" })
  return peer
}

/** Of every contact the list ever showed: what was told before the server had said it. */
const toldOf = (changes: readonly Change[], address: BareJid): readonly string[] =>
  changes.flatMap(change =>
    change.type === 'contact.changed' && change.contact.address === address
      ? [`${change.contact.subscription}${change.contact.asked ? ' asked' : ''}`]
      : [],
  )

for (const [kind, start] of Object.entries(servers)) {
  test(`${kind}: add, accept and be added, rename, move, remove`, async () => {
    await using server = await start({ tls: 'none' })
    await using ricky = await startPerson(server, 'ana')
    await using alejandro = await startPerson(server, 'bob')
    const me = { account: ricky.account }
    const you = { account: alejandro.account }

    expect(await ricky.call['contact.add']({ ...me, address: ' BOB ', name: 'Álex <b>', groups: ['2.º B'] })).toBe(bob)
    await ricky.sees(contactIn(bob)).toMatchObject({ name: 'Álex <b>', groups: ['2.º B'], asked: true })
    await alejandro.sees(requestsIn).toEqual([ana])
    await expect(async () =>
      ricky.call['contact.add']({ ...me, address: bob, name: null, groups: [] }),
    ).rejects.toMatchObject({ code: 'already-contact' })

    await alejandro.call['request.accept']({ ...you, address: ana })
    await alejandro.sees(contactIn(ana)).toMatchObject({ subscription: 'both', asked: false })
    await ricky.sees(contactIn(bob)).toEqual({
      ...{ address: bob, name: 'Álex <b>', groups: ['2.º B'], subscription: 'both', asked: false },
    })
    expect([requestsIn(await ricky.now()), requestsIn(await alejandro.now())]).toEqual([[], []])
    await ricky.sees(availability(bob)).toBe('available')
    await alejandro.sees(availability(ana)).toBe('available')
    expect(toldOf(ricky.core.changes, bob).at(-1)).toBe('both')

    await ricky.call['contact.change']({ ...me, address: bob, name: null, groups: ['Ajedrez', 'a, b'] })
    await ricky.sees(contactIn(bob)).toMatchObject({ name: null, subscription: 'both' })
    expect([...(contactIn(bob)(await ricky.now())?.groups ?? [])].sort()).toEqual(['Ajedrez', 'a, b'])

    await ricky.call['contact.remove']({ ...me, address: bob })
    await ricky.sees(contactIn(bob)).toBeNull()
    await alejandro.sees(contactIn(ana)).toMatchObject({ subscription: 'none' })
  })

  test(`${kind}: a request waits over a sign-out, is there once, and is declined`, async () => {
    await using server = await start({ tls: 'none' })
    await using peer = await peerOf(server, 'bob')
    await peer.raw(
      `<presence to='${ana}' type='subscribe'><nick xmlns='http://jabber.org/protocol/nick'>Bob\u202e &lt;i&gt;</nick><status>Soy yo</status></presence>`,
    )
    await using me = await startPerson(server, 'ana')
    await me.sees(requestsIn).toEqual([bob])
    const [request] = (await me.now()).requests
    // jabberd2 and ejabberd keep less of it than Prosody does for whoever is offline.
    expect(['Bob <i>', null]).toContain(request?.nickname)
    await me.call['account.signOut']({ account: me.account, removeHistory: false })
    const settings = { encryption: 'optional', host: server.host, port: server.port } as const
    await me.core.signIn({ address: ana, settings })
    await me.sees(requestsIn).toEqual([bob])
    await me.call['request.decline']({ account: me.account, address: bob })
    await me.sees(requestsIn).toEqual([])
    // There the asking side hears nothing.
    if (kind !== 'jabberd2') await peer.next(xml => xml.includes('type="unsubscribed"'))
    expect(contactIn(bob)(await me.now())).toBeNull()
  })

  // jabberd2 passes on no refusal of what nobody had, and does not clear what was asked.
  if (kind === 'jabberd2') continue

  test(`${kind}: who asked us first and is added by us is accepted with it; who refuses is said`, async () => {
    await using server = await start({ tls: 'none' })
    await using peer = await peerOf(server, 'bob')
    await using me = await startPerson(server, 'ana')
    await peer.presence({ to: ana, type: 'subscribe' })
    await me.sees(requestsIn).toEqual([bob])
    await me.call['contact.add']({ account: me.account, address: bob, name: 'Bob', groups: [] })
    await peer.next(xml => xml.includes('type="subscribed"'))
    await peer.next(xml => xml.includes('type="subscribe"'))
    await me.sees(requestsIn).toEqual([])
    await me.sees(contactIn(bob)).toMatchObject({ subscription: 'from', asked: true })
    await peer.presence({ to: ana, type: 'unsubscribed' })
    await me.sees(contactIn(bob)).toMatchObject({ asked: false, problem: { code: 'request-declined' } })
    await me.call['contact.ask']({ account: me.account, address: bob })
    await me.sees(contactIn(bob)).toMatchObject({ asked: true })
    expect(contactIn(bob)(await me.now())).not.toHaveProperty('problem')
    await me.call['contact.withdraw']({ account: me.account, address: bob })
    await me.sees(contactIn(bob)).toMatchObject({ subscription: 'from', asked: false })
  })
}

const sparkAdds = (to: string) =>
  `<iq id='8EU23-36' type='set'><query xmlns='jabber:iq:roster'><item jid='${to}' name='Ana' subscription='none'><group>Friends</group></item></query></iq>` +
  `<presence to='${to}' id='BYNFB-12' type='subscribe'/>`

test('Spark accepts without asking in return, adds later, and removes', async () => {
  await using server = await startProsody({ tls: 'none' })
  await using spark = await peerOf(server, 'bob')
  await using me = await startPerson(server, 'ana')
  await me.call['contact.add']({ account: me.account, address: bob, name: null, groups: [] })
  await spark.next(xml => xml.includes('type="subscribe"'))
  // "Accept" with group "none".
  await spark.raw(`<presence to='${ana}' type='subscribed'/>`)
  await me.sees(contactIn(bob)).toMatchObject({ subscription: 'to' })
  // Whom we have added ourselves needs no further question.
  await spark.raw(sparkAdds(ana))
  await me.sees(contactIn(bob)).toMatchObject({ subscription: 'both' })
  expect(requestsIn(await me.now())).toEqual([])
  await spark.raw(
    `<iq id='8EU23-78' type='set'><query xmlns='jabber:iq:roster'><item jid='${ana}' name='Ana' subscription='remove'></item></query></iq>`,
  )
  await me.sees(contactIn(bob)).toMatchObject({ subscription: 'none', asked: false })
})

test('Spark asks, is accepted, and answers our own request without a question', async () => {
  await using server = await startProsody({ tls: 'none' })
  await using spark = await peerOf(server, 'bob')
  await using me = await startPerson(server, 'ana')
  await spark.raw(sparkAdds(ana))
  await me.sees(requestsIn).toEqual([bob])
  await me.call['request.accept']({ account: me.account, address: bob })
  await spark.next(xml => xml.includes('type="subscribe"'))
  await spark.raw(`<presence to='${ana}' type='subscribed'/>`)
  await me.sees(contactIn(bob)).toMatchObject({ subscription: 'both', asked: false, groups: [] })
  // It takes both back: our list keeps them, as nothing.
  await spark.raw(`<presence to='${ana}' type='unsubscribe'/><presence to='${ana}' type='unsubscribed'/>`)
  await me.sees(contactIn(bob)).toMatchObject({ subscription: 'none', problem: { code: 'request-declined' } })
})

test('an unknown server, ourselves, no address; a request that is withdrawn leaves nothing', async () => {
  await using server = await startProsody({ tls: 'none' })
  await using me = await startPerson(server, 'ana')
  const add = async (address: string) =>
    me.call['contact.add']({ account: me.account, address, name: null, groups: [] })
  await expect(add('a b@c')).rejects.toMatchObject({ code: 'invalid-address' })
  await expect(add('ana')).rejects.toMatchObject({ code: 'own-address' })
  await add('eva@nowhere.invalid')
  const eva = 'eva@nowhere.invalid' as BareJid
  await me.sees(contactIn(eva)).toMatchObject({
    asked: true,
    problem: { code: 'address-unreachable', details: { domain: 'nowhere.invalid', condition: 'not-allowed' } },
  })
  await me.call['contact.withdraw']({ account: me.account, address: eva })
  await me.sees(contactIn(eva)).toBeNull()
  await expect(async () =>
    me.call['contact.change']({ account: me.account, address: eva, name: 'x', groups: [] }),
  ).rejects.toMatchObject({ code: 'unknown-contact' })
})

test('without a connection nothing is changed, and it is said', async () => {
  await using server = await startProsody({ tls: 'none' })
  await using me = await startPerson(server, 'ana')
  await server.kill()
  await me.core.until(change => change.type === 'connection.changed' && change.state.phase === 'waiting')
  const add = async () => me.call['contact.add']({ account: me.account, address: bob, name: null, groups: [] })
  await expect(add()).rejects.toMatchObject({ code: 'not-connected' })
  expect((await me.now()).contacts).toEqual<readonly Contact[]>([])
})
