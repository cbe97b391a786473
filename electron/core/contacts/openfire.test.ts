import { expect, test } from 'vitest'
import { startOpenfire } from '../../../e2e/servers/openfire-replay.ts'
import { startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { startCore } from '../../testing/running-core.ts'

const account = 'ana@mired.test' as AccountId
const bob = 'bob@mired.test' as BareJid
const carla = 'carla@mired.test' as BareJid
const nobody = 'nobody@mired.test' as BareJid

async function signIn(server: Awaited<ReturnType<typeof startOpenfire>>) {
  const core = await startCore()
  const settings = { encryption: 'disabled', host: server.host, port: server.port } as const
  const { state } = await core.signIn({ address: account, password: 'ana-pass', settings })
  expect(state).toMatchObject({ phase: 'online' })
  await core.until(change => change.type === 'contacts.replaced')
  const now = async () => (await core.core.commands['program.snapshot']({})).accounts[0]
  return {
    ...{ core, call: core.core.commands, now },
    contact: (address: BareJid) =>
      expect.poll(async () => (await now())?.contacts.find(each => each.address === address) ?? null, {
        timeout: 30_000,
        interval: 20,
      }),
    [Symbol.asyncDispose]: () => core[Symbol.asyncDispose](),
  }
}

test('shared groups: another name and own groups beside them are kept, leaving them is refused', async () => {
  await using server = await startOpenfire({
    tls: 'disabled',
    sharedGroups: [{ name: 'Profesores', members: ['ana', 'bob'] }],
  })
  await using ana = await signIn(server)
  await expect.poll(async () => (await ana.now())?.sharedGroups).toEqual(['Profesores'])
  await ana.contact(bob).toMatchObject({ groups: ['Profesores'], subscription: 'both' })

  // The group of the server stays, whatever the window says; no push comes, so that the list is asked for again.
  await ana.call['contact.change']({ account, address: bob, name: 'Bobby', groups: ['Clase'] })
  await ana.contact(bob).toMatchObject({ name: 'Bobby', groups: ['Clase', 'Profesores'] })

  await expect(async () => ana.call['contact.remove']({ account, address: bob })).rejects.toMatchObject({
    code: 'managed-by-server',
    details: { condition: 'not-acceptable' },
  })
  expect((await ana.now())?.contacts).toHaveLength(1)
})

test('nobody ever answers for an address that does not exist: it waits, and can be withdrawn', async () => {
  await using server = await startOpenfire({ tls: 'disabled' })
  await using ana = await signIn(server)
  expect((await ana.now())?.sharedGroups).toEqual([])
  await ana.call['contact.add']({ account, address: 'nobody', name: null, groups: [] })
  await ana.contact(nobody).toEqual({ address: nobody, name: null, groups: [], subscription: 'none', asked: true })
  await ana.call['contact.withdraw']({ account, address: nobody })
  await ana.contact(nobody).toBeNull()
})

test('pushes without from: asked, accepted, seen both ways', async () => {
  await using server = await startOpenfire({ tls: 'disabled', mechanisms: ['PLAIN', 'SCRAM-SHA-1'] })
  const at = { host: server.host, port: server.port, authority: null }
  await using spark = await startPeer({ ...at, jid: `${carla}/Spark`, password: 'carla-pass' })
  await using ana = await signIn(server)
  await ana.call['contact.add']({ account, address: carla, name: 'Carla', groups: ['Clase'] })
  await spark.next(xml => xml.includes('type="subscribe"'))
  await spark.raw(`<presence to='${account}' type='subscribed'/><presence to='${account}' type='subscribe'/>`)
  await ana.contact(carla).toEqual({
    ...{ address: carla, name: 'Carla', groups: ['Clase'], subscription: 'both', asked: false },
  })
  await spark.next(xml => xml.includes('type="subscribed"'))
  await expect
    .poll(async () => (await ana.now())?.presences.find(each => each.address === carla)?.availability)
    .toBe('available')
  expect((await ana.now())?.requests).toEqual([])
})
