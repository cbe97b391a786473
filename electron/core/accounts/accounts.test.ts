import { expect, test } from 'vitest'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import { type Script, startScriptedServer } from '../../../e2e/servers/scripted-server.ts'
import {
  feature,
  greet,
  proceed,
  serve,
  signIn,
  streamError,
  streamHeader,
} from '../../../e2e/servers/scripted-steps.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import { fakeSecrets } from '../../testing/ports.ts'
import { startCore } from '../../testing/running-core.ts'
import { createTurns } from './turns.ts'

const ana = 'ana@mired.org' as AccountId
const bob = 'bob@mired.org' as BareJid
const good = { domain: 'mired.org', passwordOf: (user: string) => `${user}-pw` }
const wellBehaved: Script = async connection => {
  await signIn(connection, good)
  await serve(connection)
}
const at = (port: number) => ({ encryption: 'optional', host: '127.0.0.1', port }) as const

test('turns are taken in order, and a failed one holds up none', async () => {
  const inTurn = createTurns()
  const seen: number[] = []
  const first = Promise.withResolvers<void>()
  const turns = [
    inTurn(() => first.promise.then(() => void seen.push(1))),
    inTurn(() => Promise.reject(new Error('no'))),
    inTurn(() => void seen.push(3)),
  ]
  first.resolve()
  expect((await Promise.allSettled(turns)).map(turn => turn.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual([1, 3])
})

test('two sign-ins close together are one, and signing out ends it', async () => {
  await using server = await startProsody({ tls: 'none' })
  await using core = await startCore()
  const { commands } = core.core
  const request = {
    address: 'ana@mired.org',
    password: 'ana-pw',
    rememberPassword: false,
    signInAutomatically: false,
    settings: { ...defaultConnectionSettings, ...at(server.port) },
  }
  await Promise.all([commands['account.signIn'](request), commands['account.signIn'](request)])
  await core.until(change => change.type === 'connection.changed' && change.state.phase === 'online')
  const { accounts } = await commands['program.snapshot']({})
  expect(accounts.map(each => each.account.id)).toEqual([ana])
  await commands['account.signOut']({ account: ana, removeHistory: false })
  await core.stop()
  const log = await server.log()
  expect(log.match(/Client disconnected/g)).toHaveLength(log.match(/Client connected/g)?.length ?? 0)
})

test('a conflict right after binding is what the window is left with', async () => {
  await using server = await startScriptedServer({
    script: async connection => {
      await signIn(connection, good)
      connection.send(streamError('conflict'))
      connection.end()
      await connection.silence()
    },
  })
  await using core = await startCore()
  await core.signIn({ address: ana, settings: at(server.port) })
  await core.until(change => change.type === 'connection.changed' && change.state.phase === 'offline')
  expect(core.state(ana)).toMatchObject({ phase: 'offline', failure: { code: 'conflict' } })
  await core.core.commands['program.snapshot']({})
  expect(core.state(ana)).toMatchObject({ phase: 'offline' })
})

test('following another name keeps the history of an account that had one', async () => {
  let name = 'mired.org'
  await using server = await startScriptedServer({
    script: async connection => {
      if (name === 'mired.org') return wellBehaved(connection)
      await connection.nextHeader()
      connection.send(streamHeader(name))
      await connection.silence()
    },
  })
  await using core = await startCore()
  const { commands } = core.core
  await core.signIn({ address: ana, settings: at(server.port) })
  await commands['message.send']({ account: ana, peer: bob, body: 'años de historia' })
  await core.until(change => change.type === 'message.changed' && change.messages[0]?.state === 'stored')
  name = 'new.example'
  server.connections[0]?.reset()
  const mismatch = (account: string) =>
    core.until(
      change =>
        change.type === 'connection.changed' &&
        change.account === account &&
        change.state.phase === 'offline' &&
        change.state.failure?.code === 'domain-mismatch',
    )
  await mismatch(ana)
  expect(await commands['account.followDomain']({ account: ana })).toBe('ana@new.example')
  expect(await commands['account.recall']({ address: ana })).not.toBeNull()
  name = 'mired.org'
  await core.signIn({ address: ana, settings: at(server.port) })
  const { page } = await commands['conversation.open']({ account: ana, peer: bob })
  expect(page.messages.map(message => message.body)).toEqual(['años de historia'])
})

test('an address that was no account leaves nothing behind when its offer is taken', async () => {
  await using server = await startScriptedServer({
    script: async connection => {
      await connection.nextHeader()
      connection.send(streamHeader('mired.org'))
      await connection.silence()
    },
  })
  await using core = await startCore()
  const { state } = await core.signIn({ address: 'ana@127.0.0.1', password: 'ana-pw', settings: at(server.port) })
  expect(state).toMatchObject({ failure: { code: 'domain-mismatch', details: { offeredDomain: 'mired.org' } } })
  await core.core.commands['account.followDomain']({ account: 'ana@127.0.0.1' as AccountId })
  expect(await core.core.commands['account.recall']({ address: 'ana@127.0.0.1' })).toBeNull()
})

test('a certificate that is no longer trusted is not taken when the connection is taken up again', async () => {
  await using server = await startProsody({ certificate: 'self-signed' })
  await using core = await startCore()
  const { commands } = core.core
  const settings = { host: server.host, port: server.port }
  await core.signIn({ address: ana, settings })
  const fingerprint = server.fingerprint()
  await commands['account.trustCertificate']({ account: ana, fingerprint })
  await core.until(change => change.type === 'connection.changed' && change.state.phase === 'online')
  await commands['account.forgetCertificate']({ account: ana, fingerprint })
  const before = core.changes.length
  await server.kill()
  await server.start()
  await core.until(
    change =>
      core.changes.indexOf(change) >= before &&
      change.type === 'connection.changed' &&
      change.state.phase === 'offline' &&
      change.state.failure?.code === 'certificate-self-signed',
    30_000,
  )
})

test('"do not remember" holds although the sign-in did not succeed', async () => {
  await using server = await startProsody({ tls: 'none' })
  await using core = await startCore({ secrets: fakeSecrets() })
  const { commands } = core.core
  await core.signIn({ address: ana, remember: true, settings: at(server.port) })
  expect(await commands['account.recall']({ address: ana })).toMatchObject({ hasPassword: true })
  await core.signIn({ address: ana, password: 'wrong', settings: at(server.port) })
  await core.stop()
  await using again = await startCore({ folder: core.folder, secrets: fakeSecrets() })
  expect(await again.core.commands['account.recall']({ address: ana })).toMatchObject({ hasPassword: false })
})

test('a resource is prepared like every address', async () => {
  await using core = await startCore()
  const attempt = core.signIn({ address: ana, settings: { ...at(1), resource: 'a\u0007b' } })
  await expect(attempt).rejects.toMatchObject({ code: 'invalid-address' })
})

test('what signs in by itself has led in before: a server that drops connections at its start is waited for', async () => {
  let isStarting = false
  await using server = await startScriptedServer({
    script: async connection => {
      if (!isStarting) return wellBehaved(connection)
      await greet(connection, 'mired.org', feature.startTls)
      await connection.nextElement('starttls')
      connection.send(proceed)
      connection.end()
    },
  })
  await using core = await startCore({ secrets: fakeSecrets() })
  await core.signIn({ address: ana, remember: true, settings: { ...at(server.port), allowPlainWithoutTls: true } })
  await core.stop()
  isStarting = true
  await using again = await startCore({ folder: core.folder, secrets: fakeSecrets() })
  await again.core.start()
  await expect
    .poll(() => again.state(ana), { timeout: 30_000 })
    .toMatchObject({ phase: 'waiting', failure: { code: 'tls-failed' } })
})
