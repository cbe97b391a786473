import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DnsServerOptions, startDnsServer } from '../../e2e/servers/dns-server.ts'
import { type RunningServer, startProsody } from '../../e2e/servers/index.ts'
import { freePort } from '../../e2e/servers/tied-process.ts'
import type { ConnectionSettings } from '../../shared/domain/connection.ts'
import type { Network } from '../core/ports/index.ts'
import { createTestSession, outcomeOf } from '../testing/session-world.ts'
import { createNodeNetwork } from './node-network.ts'

// Names that no resolver of the outer world knows (RFC 6761).
const domain = 'mired.test'
const plainName = `_xmpp-client._tcp.${domain}`
const secureName = `_xmpps-client._tcp.${domain}`
/** An address that never answers. */
const silentAddress = '192.0.2.1'

let prosody: RunningServer
let local: RunningServer
let closed: number
beforeAll(async () => {
  prosody = await startProsody({ domain, directTls: true })
  local = await startProsody({ domain: 'localhost', tls: 'optional' })
  closed = await freePort()
})
afterAll(async () => {
  await prosody[Symbol.asyncDispose]()
  await local[Symbol.asyncDispose]()
})

const direct = (): number => prosody.directTlsPort ?? 0

interface Look {
  readonly names: DnsServerOptions['names']
  readonly account?: string
  readonly settings?: Partial<ConnectionSettings>
  /** Instead of the test's own: nobody listens there. */
  readonly dnsServer?: string
}

/** Signs in with a DNS server that knows only these names; the ports that nobody chooses lead to the test's servers. */
async function signIn({ names, account = `ana@${domain}`, settings = {}, dnsServer }: Look) {
  await using dns = await startDnsServer({ names })
  const node = createNodeNetwork({ dnsServers: [dnsServer ?? dns.address] })
  const ofDomain = account.endsWith('localhost') ? local.port : prosody.port
  const ports = new Map([
    [5222, ofDomain],
    [5223, direct()],
  ])
  const tried: string[] = []
  const network: Network = {
    ...node,
    connect(address, port, signal) {
      tried.push(`${address === '::1' ? '127.0.0.1' : address}:${port}`)
      if (address === silentAddress) return new Promise(() => {})
      return node.connect(address === '::1' ? '127.0.0.1' : address, ports.get(port) ?? port, signal)
    },
  }
  await using test = createTestSession({
    account,
    roots: [prosody.authority.text, local.authority.text],
    settings,
    session: { network },
  })
  const before = performance.now()
  const state = await test.attempt()
  const took = performance.now() - before
  return { outcome: outcomeOf(state), state, took, tried, questions: dns.questions }
}

const service = (...targets: readonly (readonly [target: string, port: number, priority?: number])[]) => ({
  services: targets.map(([target, port, priority = 0]) => ({ target, port, priority })),
})
const here = { addresses: ['127.0.0.1'] }

describe('online within three seconds', () => {
  it.each<[string, () => Look]>([
    ['by a record', () => ({ names: { [plainName]: service(['x.mired.test', prosody.port]), 'x.mired.test': here } })],
    [
      'by a record for direct TLS',
      () => ({ names: { [secureName]: service(['x.mired.test', direct()]), 'x.mired.test': here } }),
    ],
    [
      'by a record whose target only the hosts file knows',
      () => ({ names: { [plainName]: service(['localhost', prosody.port]) } }),
    ],
    ['without records', () => ({ names: { [domain]: here } })],
    [
      'where the first of two ports is closed',
      () => ({
        names: {
          [plainName]: service(['x.mired.test', closed, 1], ['x.mired.test', prosody.port, 2]),
          'x.mired.test': here,
        },
      }),
    ],
    [
      'where the first of two hosts never answers',
      () => ({
        names: {
          [plainName]: service(['dead.mired.test', 5222, 1], ['x.mired.test', prosody.port, 2]),
          'dead.mired.test': { addresses: [silentAddress] },
          'x.mired.test': here,
        },
      }),
    ],
    [
      'where the first of two addresses never answers',
      () => ({
        names: {
          [plainName]: service(['x.mired.test', prosody.port]),
          'x.mired.test': { addresses: [silentAddress, '127.0.0.1'] },
        },
      }),
    ],
    [
      'where the first of two hosts has no address',
      () => ({
        names: {
          [plainName]: service(['gone.mired.test', 5222, 1], ['x.mired.test', prosody.port, 2]),
          'x.mired.test': here,
        },
      }),
    ],
    [
      'where direct TLS is said not to be there',
      () => ({
        names: {
          [secureName]: service(['.', 0]),
          [plainName]: service(['x.mired.test', prosody.port]),
          'x.mired.test': here,
        },
      }),
    ],
    [
      'where direct TLS is said not to be there, and nothing else is said',
      () => ({ names: { [secureName]: service(['.', 0]), [domain]: here } }),
    ],
    [
      'where the port for direct TLS speaks something else',
      () => ({
        names: {
          [secureName]: service(['x.mired.test', prosody.port, 1]),
          [plainName]: service(['x.mired.test', prosody.port, 2]),
          'x.mired.test': here,
        },
      }),
    ],
    [
      'where the look-up fails',
      () => ({ names: { [plainName]: 'SERVFAIL', [secureName]: 'SERVFAIL', [domain]: here } }),
    ],
    [
      'where the look-up is refused',
      () => ({ names: { [plainName]: 'REFUSED', [secureName]: 'REFUSED', [domain]: here } }),
    ],
    [
      'where the look-up gets no answer',
      () => ({ names: { [plainName]: 'silent', [secureName]: 'silent', [domain]: here } }),
    ],
    [
      'where one of two look-ups gets no answer',
      () => ({
        names: { [secureName]: 'silent', [plainName]: service(['x.mired.test', prosody.port]), 'x.mired.test': here },
      }),
    ],
    [
      'where the resolver never answers and the hosts file knows the name',
      () => ({ names: { '*': 'silent' }, account: 'ana@localhost' }),
    ],
    [
      'where the resolver refuses and the hosts file knows the name',
      () => ({ names: { '*': 'REFUSED' }, account: 'ana@localhost' }),
    ],
    [
      'where there is no resolver and the hosts file knows the name',
      () => ({ names: {}, account: 'ana@localhost', dnsServer: `127.0.0.1:${closed}` }),
    ],
    [
      'by a host of the hosts file',
      () => ({ names: { '*': 'silent' }, settings: { host: 'localhost', port: prosody.port } }),
    ],
  ])('%s', async (_, look) => {
    const { state, outcome, took } = await signIn(look())
    expect(outcome, JSON.stringify(state)).toBe('online encrypted')
    expect(took).toBeLessThan(6000)
  })
})

describe('told with its own code', () => {
  it.each<[string, string, () => Look]>([
    ['a domain that nobody knows', 'dns-not-found', () => ({ names: {} })],
    [
      'a domain that has no XMPP',
      'dns-not-found',
      () => ({ names: { [plainName]: service(['.', 0]), [domain]: here } }),
    ],
    [
      'a domain that has no direct TLS, which was asked for',
      'dns-not-found',
      () => ({ names: { [secureName]: service(['.', 0]), [domain]: here }, settings: { directTls: true } }),
    ],
    [
      'a target that nobody knows',
      'dns-not-found',
      () => ({ names: { [plainName]: service(['x.mired.test', 5222]), [domain]: here } }),
    ],
    [
      'a port that is closed',
      'connection-refused',
      () => ({ names: { [plainName]: service(['x.mired.test', closed]), 'x.mired.test': here } }),
    ],
  ])('%s is %s', async (_, code, look) => {
    const { state } = await signIn(look())
    expect(state).toMatchObject({ phase: 'waiting', failure: { code, details: { domain } } })
  })
})

it('tries records in the order of their priority', async () => {
  const { tried } = await signIn({
    names: {
      [plainName]: service(['b.mired.test', prosody.port, 30], ['a.mired.test', closed, 10]),
      [secureName]: service(['c.mired.test', closed, 20]),
      'a.mired.test': { addresses: ['127.0.0.2'] },
      'b.mired.test': here,
      'c.mired.test': { addresses: ['127.0.0.3'] },
    },
  })
  expect(tried).toEqual([`127.0.0.2:${closed}`, `127.0.0.3:${closed}`, `127.0.0.1:${prosody.port}`])
})

it('asks for nothing that the account rules out', async () => {
  const names = { [domain]: here }
  const disabled = await signIn({ names, settings: { encryption: 'disabled' } })
  expect(disabled.outcome).toBe('tls-required-by-server')
  expect(disabled.questions).toContain(`SRV ${plainName}`)
  expect(disabled.questions).not.toContain(`SRV ${secureName}`)
  const directOnly = await signIn({ names, settings: { directTls: true } })
  expect(directOnly.outcome).toBe('online encrypted')
  expect(directOnly.questions).not.toContain(`SRV ${plainName}`)
  expect(directOnly.tried).toEqual(['127.0.0.1:5223'])
  const given = await signIn({ names, settings: { host: '127.0.0.1', port: prosody.port } })
  expect(given.questions).toEqual([])
})

it('asks for a name of other letters as DNS has it', async () => {
  const { questions, outcome } = await signIn({ names: {}, account: 'ana@españa.test' })
  expect(questions).toContain('SRV _xmpp-client._tcp.xn--espaa-rta.test')
  expect(outcome).toBe('dns-not-found')
})

it('does not go on in clear after a handshake that failed', async () => {
  const { startScriptedServer } = await import('../../e2e/servers/scripted-server.ts')
  const { feature, greet } = await import('../../e2e/servers/scripted-steps.ts')
  await using garbage = await startScriptedServer({
    script: async connection => {
      connection.send('no TLS here')
      await connection.silence()
    },
  })
  await using clear = await startScriptedServer({
    script: async connection => {
      await greet(connection, domain, feature.mechanisms('SCRAM-SHA-1'))
      await connection.silence()
    },
  })
  const { outcome } = await signIn({
    names: {
      [secureName]: service(['x.mired.test', garbage.port, 1]),
      [plainName]: service(['x.mired.test', clear.port, 2]),
      'x.mired.test': here,
    },
    settings: { encryption: 'optional' },
  })
  expect(outcome).toBe('tls-not-offered')
  expect((await clear.connection(0)).heard()).not.toContain('<auth')
})
