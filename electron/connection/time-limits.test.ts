import type { Duplex } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Certificates, sharedCertificates } from '../../e2e/servers/certificates.ts'
import { type Script, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import {
  authenticate,
  feature,
  greet,
  proceed,
  result,
  signIn,
  startTls,
  streamHeader,
} from '../../e2e/servers/scripted-steps.ts'
import type { ConnectionSettings } from '../../shared/domain/connection.ts'
import { createTestSession } from '../testing/session-world.ts'
import { createNodeNetwork } from './node-network.ts'

const domain = 'mired.org'
let certificates: Certificates
beforeAll(async () => {
  certificates = await sharedCertificates(domain)
})

/** Short, and enough for all the steps before on a machine that is busy. */
const short = {
  connect: 250,
  handshake: 250,
  stream: 250,
  answer: 250,
  bind: 250,
  services: 60,
  addresses: 60,
  goodbye: 60,
}

const untilSasl: Script = async connection => {
  await greet(connection, domain, feature.startTls)
  await startTls(connection, certificates.of('valid'))
  await greet(connection, domain, feature.mechanisms('SCRAM-SHA-1'))
}

const silences: readonly (readonly [string, Script, Partial<ConnectionSettings>])[] = [
  ['at the header', () => Promise.resolve(), {}],
  [
    'behind its own header',
    async connection => {
      await connection.nextHeader()
      connection.send(streamHeader(domain))
    },
    {},
  ],
  ['in the handshake of direct TLS', () => Promise.resolve(), { directTls: true }],
  [
    'at <starttls/>',
    async connection => {
      await greet(connection, domain, feature.startTls)
    },
    {},
  ],
  [
    'in the handshake',
    async connection => {
      await greet(connection, domain, feature.startTls)
      await connection.nextElement('starttls')
      connection.send(proceed)
    },
    {},
  ],
  ['at <auth/>', untilSasl, {}],
  [
    'at the proof',
    async connection => {
      await untilSasl(connection)
      await connection.nextElement('auth')
      // Not even a challenge of the right form.
      connection.send("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>")
    },
    {},
  ],
  [
    'at the header after sign-in',
    async connection => {
      await untilSasl(connection)
      await authenticate(connection, () => 'ana-pw')
    },
    {},
  ],
  [
    'at binding',
    async connection => {
      await untilSasl(connection)
      await authenticate(connection, () => 'ana-pw')
      await greet(connection, domain, feature.bind)
    },
    {},
  ],
]

describe('a server that falls silent', () => {
  it.each(silences)('%s', async (_, script, settings) => {
    await using server = await startScriptedServer({
      script: async connection => {
        await script(connection)
        await connection.silence()
      },
    })
    await using test = createTestSession({
      roots: [certificates.authority.text],
      settings: { host: server.host, port: server.port, ...settings },
      session: { limits: short },
    })
    const state = await test.attempt()
    expect(state).toMatchObject({
      phase: 'waiting',
      failure: { code: 'timed-out', details: { host: '127.0.0.1', port: server.port, domain } },
    })
    // Nothing of the attempt stays.
    await expect.poll(() => server.connections[0]?.open()).toBe(false)
  })
})

/** Behind a step the client is let come to its next one. */
const goings: readonly (readonly [string, Script])[] = [
  ['closes', async connection => connection.end()],
  ['resets', async connection => connection.reset()],
]

describe.each(goings)('a server that %s', (_, go) => {
  it.each(silences)('%s', async (step, script, settings) => {
    await using server = await startScriptedServer({
      script: async connection => {
        await script(connection)
        await go(connection)
      },
    })
    await using test = createTestSession({
      roots: [certificates.authority.text],
      settings: { host: server.host, port: server.port, ...settings },
    })
    const state = await test.attempt()
    const code = 'failure' in state ? state.failure?.code : null
    // Where nobody was ever let in, one that drops connections is not told from one that has no TLS: the person decides.
    if (step.includes('in the handshake') && code === 'tls-failed') expect(state.phase).toBe('offline')
    else expect(state).toMatchObject({ phase: 'waiting', failure: { code: 'network-lost', details: { domain } } })
    await expect.poll(() => server.connections[0]?.open()).toBe(false)
    // What is remembered has led in: a server that is just being restarted is waited for.
    expect(await test.attempt({ areProven: true })).toMatchObject({ phase: 'waiting' })
  })
})

describe('a server that falls silent while online', () => {
  const online = (answer: Script) =>
    startScriptedServer({
      script: async connection => {
        await signIn(connection, { domain, passwordOf: () => 'ana-pw' })
        await answer(connection)
        await connection.silence()
      },
    })
  const client = (port: number) =>
    createTestSession({
      settings: { host: '127.0.0.1', port, encryption: 'disabled' },
      session: { limits: { idle: 40, ping: 40, stanza: 150 } },
    })

  it('is noticed, although nothing was closed', async () => {
    await using server = await online(async connection => {
      expect((await connection.nextElement('iq')).xml).toContain('urn:xmpp:ping')
    })
    await using test = client(server.port)
    await test.attempt()
    expect(await test.next()).toMatchObject({ phase: 'waiting', failure: { code: 'network-lost' } })
  })

  it('is noticed where all that comes belongs to a stanza that does not end', async () => {
    await using server = await online(async connection => {
      connection.send('<message><body>')
      const more = setInterval(() => connection.send("<message from='bob@mired.org/a'><body>x</body></message>"), 10)
      void connection.closed.then(() => clearInterval(more))
    })
    await using test = client(server.port)
    await test.attempt()
    expect(await test.next()).toMatchObject({ phase: 'waiting', failure: { code: 'network-lost' } })
  })

  it('is not, where it answers, however', async () => {
    let pings = 0
    const enough = Promise.withResolvers<void>()
    await using server = await online(async connection => {
      for (;;) {
        const ping = await connection.nextElement('iq')
        pings += 1
        if (pings === 3) enough.resolve()
        connection.send(result(ping).replace("type='result'", "type='error'"))
      }
    })
    await using test = client(server.port)
    await test.attempt()
    await enough.promise
    expect(test.session.state().phase).toBe('online')
  })
})

it('gives up a host that does not answer at all', async () => {
  const network = { ...createNodeNetwork(), connect: () => new Promise<Duplex>(() => {}) }
  await using test = createTestSession({
    settings: { host: '192.0.2.1' },
    session: { network, limits: { ...short, attempt: 100, connect: 1e6 } },
  })
  expect(await test.attempt()).toMatchObject({ phase: 'waiting', failure: { code: 'timed-out' } })
})

it('gives up a name that is never resolved', async () => {
  const silent = () => new Promise<never>(() => {})
  const network = { ...createNodeNetwork(), resolveService: silent, resolveAddress: silent }
  await using test = createTestSession({ session: { network, limits: { ...short, attempt: 500 } } })
  expect(await test.attempt()).toMatchObject({ phase: 'waiting', failure: { code: 'timed-out' } })
})

it('leaves nothing behind when it is called off in the middle', async () => {
  await using server = await startScriptedServer({
    script: async connection => {
      await connection.nextHeader()
      connection.send(streamHeader(domain))
      await connection.silence()
    },
  })
  await using test = createTestSession({ settings: { host: server.host, port: server.port } })
  test.signIn()
  const connection = await server.connection(0)
  await expect.poll(() => connection.heard()).toContain('<stream:stream')
  await test.session.disconnect()
  expect(test.session.state()).toEqual({ phase: 'offline', failure: null })
  await expect.poll(() => connection.open()).toBe(false)
  expect(server.connections).toHaveLength(1)
})
