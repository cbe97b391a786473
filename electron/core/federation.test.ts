/** People of another server: two real ones that find each other, Prosody and ejabberd. The day of two people, and its ends. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  type Federation,
  type RunningServer,
  startEjabberd,
  startFederation,
  startPeer,
  startProsody,
} from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import { contactIn, type Person, presenceIn, requestsIn, startPerson } from '../testing/person.ts'
import { readServerArchive } from '../testing/server-archive.ts'

const ana = 'ana@mired.org' as BareJid
const bob = 'bob@other.test' as BareJid

vi.setConfig({ testTimeout: 60_000 })

let federation: Federation
let prosody: RunningServer
let [anas, bobs]: Person[] = []
beforeAll(async () => {
  federation = await startFederation(
    [
      { start: startProsody, options: { domain: 'mired.org', tls: 'optional' } },
      { start: startEjabberd, options: { domain: 'other.test', tls: 'optional' } },
    ],
    ['absent.test'],
  )
  const [one, other] = federation.servers
  if (one === undefined || other === undefined) throw new Error('no servers')
  prosody = one
  ;[anas, bobs] = await Promise.all([startPerson(one, 'ana', clear), startPerson(other, 'bob', clear)])
})
afterAll(async () => {
  await Promise.all([anas, bobs].map(each => each?.[Symbol.asyncDispose]()))
  await federation?.[Symbol.asyncDispose]()
})

/** Between the servers there is TLS. */
const clear = { encryption: 'disabled' } as const
const both = () => {
  if (anas === undefined || bobs === undefined) throw new Error('nobody')
  return { anas, bobs }
}
const send = ({ call, account }: Person, peer: BareJid, body: string) => call['message.send']({ account, peer, body })
const lines = async (person: Person, peer: BareJid) =>
  (await person.messages(peer)).map(({ direction, body }) => [direction, body])

test('asked, accepted and added back: each sees how the other is', async () => {
  const { anas, bobs } = both()
  await anas.call['contact.add']({ account: ana, address: bob, name: 'Bob', groups: ['Fuera'] })
  await bobs.sees(requestsIn).toEqual([ana])
  await bobs.call['request.accept']({ account: bob, address: ana })
  await anas.sees(contactIn(bob)).toMatchObject({ subscription: 'both', asked: false, groups: ['Fuera'] })
  await bobs.sees(contactIn(ana)).toMatchObject({ subscription: 'both', asked: false })
  await bobs.call['presence.set']({ account: bob, presence: { availability: 'dnd', status: 'En clase' } })
  await anas.sees(presenceIn(bob)).toMatchObject({ availability: 'dnd', status: 'En clase' })
  await anas.call['presence.set']({ account: ana, presence: { availability: 'away', status: null } })
  await bobs.sees(presenceIn(ana)).toMatchObject({ availability: 'away', status: null })
})

test('typing, delivered and displayed go there and back', async () => {
  const { anas, bobs } = both()
  await send(anas, bob, 'hola')
  await bobs.reads(ana).toMatchObject([{ body: 'hola' }])
  await anas.reads(bob).toMatchObject([{ body: 'hola', state: 'delivered' }])
  await anas.call['conversation.setTyping']({ account: ana, peer: bob, typing: true })
  await bobs.core.until(change => change.type === 'typing.changed' && change.typing, 30_000)
  const [message] = await bobs.messages(ana)
  await bobs.call['conversation.markRead']({ account: bob, peer: ana, upTo: message?.order ?? 0 })
  await anas.reads(bob).toMatchObject([{ state: 'displayed' }])
})

test('what waits at the other server, and what another device wrote, is there once', async () => {
  const { anas, bobs } = both()
  await bobs.call['account.signOut']({ account: bob, removeHistory: false })
  await anas.sees(snapshot => presenceIn(bob)(snapshot)?.availability ?? 'offline').toBe('offline')
  await send(anas, bob, 'espera')
  {
    const { host, port } = prosody
    await using phone = await startPeer({
      jid: `${ana}/phone`,
      password: 'ana-pw',
      host,
      port,
      authority: prosody.authority.file,
    })
    await phone.send(bob, 'desde el móvil')
    await anas.reads(bob).toHaveLength(3)
    expect(await lines(anas, bob)).toEqual(await readServerArchive(phone, bob))
  }
  await bobs.signIn()
  const all = ['hola', 'espera', 'desde el móvil']
  await bobs.reads(ana).toMatchObject(all.map(body => ({ body, direction: 'in' })))
  await anas.reads(bob).toMatchObject(all.map(body => ({ body, direction: 'out' })))
})

const unreachable = (domain: string) => ({
  state: 'failed',
  failure: { code: 'address-unreachable', details: { domain } },
})

test('nobody there, no server there, no such server: each says so', async () => {
  const { anas, bobs } = both()
  const eva = 'eva@other.test' as BareJid
  await send(anas, eva, 'nadie')
  await anas.reads(eva).toMatchObject([{ state: 'failed', failure: { code: 'message-not-delivered' } }])
  for (const person of [anas, bobs]) {
    const absent = 'eva@absent.test' as BareJid
    await send(person, absent, 'sin servidor')
    await person.reads(absent).toMatchObject([unreachable('absent.test')])
    await person.call['contact.add']({ account: person.account, address: absent, name: null, groups: [] })
    await person.sees(contactIn(absent)).toMatchObject({ problem: { code: 'address-unreachable' } })
  }
  const nowhere = 'eva@nowhere.invalid' as BareJid
  await send(anas, nowhere, 'sin nombre')
  await anas.reads(nowhere).toMatchObject([unreachable('nowhere.invalid')])
})

test('a server that is gone for a while: failed with its reason, and there once when it is tried again', {
  timeout: 180_000,
}, async () => {
  const { anas, bobs } = both()
  const last = (person: Person, peer: BareJid) =>
    expect.poll(async () => (await person.messages(peer)).at(-1), { timeout: 30_000 })
  await prosody.kill()
  const id = await send(bobs, ana, 'mientras')
  await last(bobs, ana).toMatchObject({ id, ...unreachable('mired.org') })
  await prosody.start()
  const before = anas.core.changes.length
  anas.core.wake()
  await anas.core.until(
    change =>
      anas.core.changes.indexOf(change) >= before &&
      change.type === 'connection.changed' &&
      change.state.phase === 'online',
    30_000,
  )
  // ejabberd does not look for a server again at once that it could not reach: the person tries until it goes.
  const tried = async () => {
    const state = (await bobs.messages(ana)).at(-1)?.state
    if (state === 'failed') await bobs.call['message.retry']({ account: bob, id })
    return state
  }
  await expect.poll(tried, { timeout: 60_000, interval: 500 }).toBe('delivered')
  await last(anas, bob).toMatchObject({ body: 'mientras', direction: 'in' })
  expect((await lines(anas, bob)).filter(([, body]) => body === 'mientras')).toHaveLength(1)
})
