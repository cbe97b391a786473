import { beforeAll, expect, it } from 'vitest'
import { type Certificates, sharedCertificates } from '../../e2e/servers/certificates.ts'
import { type Script, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { feature, greet, proceed, signIn } from '../../e2e/servers/scripted-steps.ts'
import { xml } from '../stanza/element.ts'
import { createTestSession, outcomeOf } from '../testing/session-world.ts'
import { createNodeNetwork } from './node-network.ts'

// "Optional: TLS when offered, and never a fall-back after a failed handshake or a bad certificate."

const domain = 'mired.org'
const good = { domain, passwordOf: () => 'ana-pw' }
let certificates: Certificates
beforeAll(async () => {
  certificates = await sharedCertificates(domain)
})

const inClear: Script = async connection => {
  await signIn(connection, good)
  await connection.silence()
}
const stalls: Script = async connection => {
  await greet(connection, domain, feature.startTls, feature.mechanisms('SCRAM-SHA-1'))
  await connection.nextElement('starttls')
  connection.send(proceed)
  await connection.silence()
}
const dropsStartTls: Script = async connection => {
  await greet(connection, domain, feature.startTls, feature.mechanisms('SCRAM-SHA-1'))
  await connection.nextElement('starttls')
  connection.reset()
  await connection.silence()
}
const encryptedThenCut: Script = async connection => {
  await signIn(connection, { ...good, certificate: certificates.of('valid') })
  await connection.nextElement('presence')
  connection.reset()
  await connection.silence()
}

const limits = { handshake: 150, goodbye: 50 }
const optional = { encryption: 'optional', allowPlainWithoutTls: true } as const

it.each([
  ['a handshake that stalled', stalls],
  ['a connection that was cut at <starttls/>', dropsStartTls],
])('no other server is told anything in clear after %s', async (_, script) => {
  await using first = await startScriptedServer({ script })
  await using second = await startScriptedServer({ script: inClear })
  const resolveService = async (name: string) =>
    name.startsWith('_xmpps')
      ? []
      : [first, second].map(({ port }, priority) => ({ target: '127.0.0.1', port, priority, weight: 0 }))
  await using test = createTestSession({
    settings: optional,
    session: { network: { ...createNodeNetwork(), resolveService }, limits },
  })
  test.signIn()
  const heard = (await second.connection(0)).heard
  await expect.poll(() => test.session.state().phase).not.toBe('connecting')
  expect(outcomeOf(test.session.state())).not.toBe('online clear')
  expect(heard()).not.toContain('<auth')
})

it.each([
  ['a handshake that stalled', stalls],
  ['a connection that was cut at <starttls/>', dropsStartTls],
  ['having been online encrypted', encryptedThenCut],
])('no later attempt goes in clear after %s', async (_, script) => {
  await using server = await startScriptedServer({
    script: connection => (connection.index === 0 ? script : inClear)(connection),
  })
  await using test = createTestSession({
    roots: [certificates.authority.text],
    settings: { ...optional, host: server.host, port: server.port },
    session: { limits, random: () => 0 },
  })
  test.session.onOnline(() => void test.session.send(xml('presence')))
  test.signIn()
  await test.reach('waiting')
  test.session.retryNow()
  expect(await test.next()).toMatchObject({ phase: 'offline', failure: { code: 'tls-not-offered' } })
  expect(server.connections[1]?.heard()).not.toContain('<auth')
})

it('a new sign-in is judged by what the server offers now', async () => {
  await using server = await startScriptedServer({
    script: connection => (connection.index === 0 ? stalls : inClear)(connection),
  })
  await using test = createTestSession({
    settings: { ...optional, host: server.host, port: server.port },
    session: { limits },
  })
  await test.attempt()
  expect(outcomeOf(await test.attempt())).toBe('online clear')
})
