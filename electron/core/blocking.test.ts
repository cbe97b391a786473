/** Blocking in the whole client, on servers that can and on one that cannot. */
import { expect, test } from 'vitest'
import { startEjabberd, startJabberd2, startOpenfire, startPeer, startProsody } from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { startCore } from '../testing/running-core.ts'

const ana = 'ana@mired.org' as BareJid
const bob = 'bob@mired.org' as BareJid
const users = ['ana', 'bob'].map(name => ({ name, password: `${name}-pw` }))
const known = (support: 'yes' | 'no', addresses: readonly string[]) => (change: Change) =>
  change.type === 'blocking.changed' &&
  change.blocking.support === support &&
  String(change.blocking.addresses) === String(addresses)
const has = (body: string) => (change: Change) =>
  change.type === 'message.changed' && change.messages.some(each => each.body === body)

test.each([
  ['Prosody', startProsody, true],
  ['ejabberd', startEjabberd, true],
  // It tells nobody of a change but who has made it.
  ['jabberd2', startJabberd2, false],
])(
  '%s: nothing comes from somebody who is blocked, nothing goes there, and they are let in again',
  async (_, start, pushes) => {
    await using server = await start({ tls: 'none', users, mutualContacts: true })
    const settings = { encryption: 'disabled', host: server.host, port: server.port } as const
    await using core = await startCore()
    await using phone = await startCore()
    const { commands } = core.core
    await core.signIn({ address: ana, settings })
    await phone.signIn({ address: ana, settings: { ...settings, resource: 'phone' } })
    await core.until(known('yes', []))
    await phone.until(known('yes', []))

    expect(await commands['blocking.block']({ account: ana, address: ' Bob ' })).toBe(bob)
    // Our other device is told by the server.
    await Promise.all((pushes ? [core, phone] : [core]).map(each => each.until(known('yes', [bob]))))
    await using peer = await startPeer({ jid: bob, password: 'bob-pw', ...server, authority: null })
    await peer.send(ana, 'no llega')
    await commands['message.send']({ account: ana, peer: bob, body: 'no sale' })
    const failed = await core.until(
      change => change.type === 'message.changed' && change.messages.some(each => each.state === 'failed'),
    )
    expect(failed).toMatchObject({ messages: [{ failure: { code: 'address-blocked' } }] })

    await commands['blocking.block']({ account: ana, address: 'spam.example' })
    await commands['blocking.unblock']({ account: ana, address: bob })
    await Promise.all((pushes ? [core, phone] : [core]).map(each => each.until(known('yes', ['spam.example']))))
    await peer.send(ana, 'llega')
    await core.until(has('llega'))
    expect(core.changes.some(has('no llega'))).toBe(false)

    await expect(async () => commands['blocking.block']({ account: ana, address: 'ana' })).rejects.toMatchObject({
      code: 'own-address',
    })
    await expect(async () => commands['blocking.block']({ account: ana, address: '@' })).rejects.toMatchObject({
      code: 'invalid-address',
    })
  },
  40_000,
)

test('a server that cannot, and it is said', async () => {
  await using server = await startProsody({ tls: 'none', users, blocking: false })
  await using core = await startCore()
  await core.signIn({ address: ana, settings: { encryption: 'disabled', host: server.host, port: server.port } })
  await core.until(known('no', []))
  await expect(async () => core.core.commands['blocking.block']({ account: ana, address: bob })).rejects.toMatchObject({
    code: 'blocking-not-supported',
  })
}, 120_000)

test('Openfire has a list', async () => {
  await using server = await startOpenfire({ domain: 'mired.org', tls: 'disabled' })
  await using core = await startCore()
  const settings = { encryption: 'disabled', host: server.host, port: server.port } as const
  await core.signIn({ address: ana, password: 'ana-pass', settings })
  await core.until(known('yes', []))
})
