import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startProsody } from '../../e2e/servers/prosody.ts'
import { startProxy } from '../../e2e/servers/proxy.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { fakeSecrets, temporaryFolder } from '../testing/ports.ts'
import { startCore } from '../testing/running-core.ts'

const bob = 'bob@mired.org' as BareJid
const clear = { encryption: 'optional' } as const

const stateOf = (text: string, state: string) => (change: Change) =>
  change.type === 'message.changed' && change.messages.some(each => each.body === text && each.state === state)

test('a message goes queued, sent, stored, delivered, and arrives', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  const settings = { ...clear, host: server.host, port: server.port }
  await using ana = await startCore()
  await using bobs = await startCore()
  const { account } = await ana.signIn({ address: 'ana@mired.org', settings })
  await bobs.signIn({ address: 'bob@mired.org', settings })
  await ana.core.commands['message.send']({ account, peer: bob, body: '¿Vienes?' })
  await ana.until(stateOf('¿Vienes?', 'delivered'))
  const states = ana.changes.flatMap(change =>
    change.type === 'message.changed' ? change.messages.map(message => message.state) : [],
  )
  expect(states[0]).toBe('queued')
  const arrived = await bobs.until(change => change.type === 'message.changed')
  expect(arrived).toMatchObject({
    peer: 'ana@mired.org',
    messages: [{ body: '¿Vienes?', direction: 'in', state: null }],
  })
})

test('what XML cannot hold is not sent, and nothing at all is refused', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  const settings = { ...clear, host: server.host, port: server.port }
  await using ana = await startCore()
  const { account } = await ana.signIn({ address: 'ana@mired.org', settings })
  const send = async (body: string) => ana.core.commands['message.send']({ account, peer: bob, body })
  await expect(send('\u0000\u0001 \n')).rejects.toMatchObject({ code: 'invalid-payload' })
  await send('antes\u0007 y después')
  await ana.until(stateOf('antes y después', 'stored'))
  expect(ana.state(account)).toMatchObject({ phase: 'online' })
})

test('contacts come with their presence, and lose it with the stream, not with the connection', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  const settings = { ...clear, host: server.host, port: server.port }
  await using ana = await startCore()
  await using bobs = await startCore()
  const { account } = await ana.signIn({ address: 'ana@mired.org', settings })
  await ana.until(change => change.type === 'contacts.replaced' && change.contacts.some(each => each.address === bob))
  await bobs.signIn({ address: 'bob@mired.org', settings })
  await ana.until(
    change =>
      change.type === 'presence.changed' &&
      change.presences.some(each => each.address === bob && each.availability === 'available'),
  )
  await server.kill()
  await ana.until(change => change.type === 'connection.changed' && change.state.phase === 'waiting')
  expect(ana.changes.some(change => change.type === 'presence.cleared')).toBe(false)
  // The server that comes back knows nothing of the stream.
  await server.start()
  ana.wake()
  await ana.until(change => change.type === 'presence.cleared')
  expect(ana.state(account)).toMatchObject({ phase: 'online' })
})

test('a wrong password is tried once on the wire, by no weaker mechanism, and not again', async () => {
  await using server = await startProsody({ tls: 'none' })
  await using proxy = await startProxy({ target: server })
  await using ana = await startCore()
  const settings = { ...clear, host: '127.0.0.1', port: proxy.port }
  const { account, state } = await ana.signIn({ address: 'ana@mired.org', password: 'wrong', settings })
  expect(state).toMatchObject({ phase: 'offline', failure: { code: 'not-authorized' } })
  expect(ana.state(account)).toMatchObject({ phase: 'offline' })
  expect(proxy.connections).toHaveLength(1)
  const sent = proxy.connections[0]?.sentInClear() ?? ''
  expect(sent.match(/<auth /g)).toHaveLength(1)
  expect(sent).toContain('SCRAM-SHA-256')
})

test('the password is kept after a success only, by the keychain only', async () => {
  await using server = await startProsody({ tls: 'none' })
  const settings = { ...clear, host: server.host, port: server.port }
  await using ana = await startCore()
  const { commands } = ana.core
  await ana.signIn({ address: 'ana@mired.org', password: 'wrong', remember: true, settings })
  expect(await commands['account.recall']({ address: 'ana@mired.org' })).toMatchObject({ hasPassword: false })
  await ana.signIn({ address: 'ana@mired.org', remember: true, settings })
  expect(await commands['account.recall']({ address: 'ANA@mired.org ' })).toMatchObject({ hasPassword: true })
  const kept = await readFile(join(ana.folder, 'passwords.json'), 'utf8')
  expect(kept).not.toContain('ana-pw')
  await commands['account.signOut']({ account: 'ana@mired.org' as AccountId, removeHistory: false })
  expect(await commands['account.recall']({ address: 'ana@mired.org' })).toMatchObject({ hasPassword: false })
})

test('how a signed-in account connects is changed without asking for its password again', async () => {
  await using server = await startProsody({ tls: 'optional', certificate: 'self-signed' })
  const settings = { encryption: 'disabled', host: server.host, port: server.port } as const
  await using ana = await startCore()
  const { state } = await ana.signIn({ address: 'ana@mired.org', settings })
  expect(state).toMatchObject({ phase: 'online', security: { encrypted: false } })
  const changed = { ...settings, encryption: 'required' } as const
  const { state: next } = await ana.signIn({ address: 'ana@mired.org', password: null, settings: changed })
  expect(next).toMatchObject({ phase: 'offline', failure: { code: 'certificate-self-signed' } })
})

test('an account is locked until its password is proven: nothing of its history is shown', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  const settings = { ...clear, host: server.host, port: server.port }
  using folder = temporaryFolder()
  {
    await using ana = await startCore({ folder: folder.path })
    const { account } = await ana.signIn({ address: 'ana@mired.org', settings })
    await ana.core.commands['message.send']({ account, peer: bob, body: 'secreto' })
    await ana.until(stateOf('secreto', 'stored'))
  }
  await using other = await startCore({ folder: folder.path })
  const { account, state } = await other.signIn({ address: 'ana@mired.org', password: 'guess', settings })
  expect(state).toMatchObject({ phase: 'offline', failure: { code: 'not-authorized' } })
  const snapshot = await other.core.commands['program.snapshot']({})
  expect(snapshot.accounts).toMatchObject([{ unlocked: false, contacts: [], conversations: [] }])
  await expect(async () => other.core.commands['conversation.open']({ account, peer: bob })).rejects.toMatchObject({
    code: 'unknown-account',
  })
  expect(JSON.stringify(other.changes)).not.toContain('secreto')
})

test('a remembered account shows its history with the server down, and sends what waits when it is back', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  const settings = { ...clear, host: server.host, port: server.port }
  using folder = temporaryFolder()
  const secrets = fakeSecrets()
  {
    await using ana = await startCore({ folder: folder.path, secrets })
    const { account } = await ana.signIn({ address: 'ana@mired.org', remember: true, settings })
    await ana.core.commands['message.send']({ account, peer: bob, body: 'de ayer' })
    await ana.until(stateOf('de ayer', 'stored'))
  }
  await server.stop()
  await using again = await startCore({ folder: folder.path, secrets })
  await again.core.start()
  const account = 'ana@mired.org' as AccountId
  const { page } = await again.core.commands['conversation.open']({ account, peer: bob })
  expect(page.messages).toMatchObject([{ body: 'de ayer', state: 'stored' }])
  await again.core.commands['message.send']({ account, peer: bob, body: 'sin red' })
  await again.until(change => change.type === 'connection.changed' && change.state.phase === 'waiting')
  await server.start()
  await again.core.commands['account.retryNow']({ account })
  await again.until(stateOf('sin red', 'stored'))
})

test('consent to send the password in the clear is kept for that account only', async () => {
  await using server = await startProsody({ tls: 'none', mechanisms: ['PLAIN'] })
  const settings = { ...clear, host: server.host, port: server.port }
  await using core = await startCore()
  const ana = await core.signIn({ address: 'ana@mired.org', settings })
  expect(ana.state).toMatchObject({ phase: 'offline', failure: { code: 'password-in-clear' } })
  await core.core.commands['account.allowPasswordInClear']({ account: ana.account })
  await core.until(change => change.type === 'connection.changed' && change.state.phase === 'online')
  const recalled = await core.core.commands['account.recall']({ address: 'ana@mired.org' })
  expect(recalled?.account.settings.allowPlainWithoutTls).toBe(true)
  const bobs = await core.signIn({ address: 'bob@mired.org', settings })
  expect(bobs.state).toMatchObject({ phase: 'offline', failure: { code: 'password-in-clear' } })
})

test('a certificate is trusted as it was shown, and one that changed is said to have changed', async () => {
  await using server = await startProsody({ certificate: 'self-signed' })
  const settings = { host: server.host, port: server.port }
  await using core = await startCore()
  const { account, state } = await core.signIn({ address: 'ana@mired.org', settings })
  expect(state).toMatchObject({ failure: { code: 'certificate-self-signed' } })
  const trust = (fingerprint: string) => core.core.commands['account.trustCertificate']({ account, fingerprint })
  await expect(trust(server.fingerprint().replaceAll('A', 'B'))).rejects.toMatchObject({ code: 'certificate-changed' })
  await trust(server.fingerprint())
  const online = await core.until(change => change.type === 'connection.changed' && change.state.phase === 'online')
  expect(online).toMatchObject({ state: { security: { encrypted: true, trust: 'pinned' } } })
  const pinned = server.fingerprint()
  await server.restart({ certificate: 'self-signed-changed' })
  const changed = await core.until(
    change =>
      change.type === 'connection.changed' &&
      change.state.phase === 'offline' &&
      change.state.failure?.code === 'certificate-changed',
    30_000,
  )
  expect(changed).toMatchObject({ state: { failure: { details: { certificate: { previousFingerprint: pinned } } } } })
})

test('signing out with its history leaves nothing of an account', async () => {
  await using server = await startProsody({ tls: 'none', mutualContacts: true })
  const settings = { ...clear, host: server.host, port: server.port }
  await using core = await startCore()
  const { account } = await core.signIn({ address: 'ana@mired.org', remember: true, settings })
  await core.core.commands['message.send']({ account, peer: bob, body: 'nada queda' })
  await core.until(stateOf('nada queda', 'stored'))
  await core.core.commands['account.signOut']({ account, removeHistory: true })
  expect(await core.core.commands['account.recall']({ address: 'ana@mired.org' })).toBeNull()
  await core.stop()
  const files = await readdir(core.folder)
  expect(files).toContain('archive.sqlite')
  for (const file of files) {
    expect(await readFile(join(core.folder, file), 'latin1'), file).not.toMatch(/nada queda|ana@mired|bob@mired/)
  }
})
