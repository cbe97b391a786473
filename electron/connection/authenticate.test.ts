import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Certificates,
  type RunningServer,
  sharedCertificates,
  startEjabberd,
  startProsody,
  startProxy,
} from '../../e2e/servers/index.ts'
import { type Script, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { authenticate, bind, feature, greet, saslFailure, startTls, success } from '../../e2e/servers/scripted-steps.ts'
import type { ConnectionSettings } from '../../shared/domain/connection.ts'
import { createTestSession, outcomeOf } from '../testing/session-world.ts'
import type { Mechanism } from './sasl/mechanism.ts'

const domain = 'mired.org'
let certificates: Certificates
beforeAll(async () => {
  certificates = await sharedCertificates(domain)
})

interface Play {
  readonly settings?: Partial<ConnectionSettings>
  readonly mechanisms?: () => Mechanism
  readonly password?: string
}

async function play(script: Script, { settings, mechanisms, password }: Play = {}) {
  await using server = await startScriptedServer({ script })
  await using test = createTestSession({
    roots: [certificates.authority.text],
    settings: { host: server.host, port: server.port, encryption: 'optional', ...settings },
    session: mechanisms === undefined ? {} : { mechanisms },
    ...(password === undefined ? {} : { password }),
  })
  const state = await test.attempt()
  const heard = (await server.connection(0)).heard()
  return { state, outcome: outcomeOf(state), heard, connections: server.connections.length }
}

/** Goes as far as `<auth/>`, and answers it. */
const answering =
  (answer: string, ...mechanisms: readonly string[]): Script =>
  async connection => {
    await greet(
      connection,
      domain,
      feature.mechanisms(...(mechanisms.length > 0 ? mechanisms : ['SCRAM-SHA-1', 'PLAIN'])),
    )
    await connection.nextElement('auth')
    connection.send(answer)
    await connection.silence()
  }

describe('a failure that the server names', () => {
  it.each([
    ['not-authorized', 'not-authorized'],
    ['credentials-expired', 'not-authorized'],
    ['invalid-authzid', 'not-authorized'],
    ['account-disabled', 'account-disabled'],
    ['encryption-required', 'tls-required-by-server'],
    ['mechanism-too-weak', 'no-common-mechanism'],
    ['temporary-auth-failure', 'stream-error'],
  ])('%s is %s, once, and final', async (condition, code) => {
    const { state, heard, connections } = await play(answering(saslFailure(condition, 'Words of the server')))
    expect(state).toMatchObject({
      phase: 'offline',
      failure: { code, details: { condition, text: 'Words of the server' } },
    })
    expect(heard.match(/<auth/g)).toHaveLength(1)
    expect(connections).toBe(1)
  })

  it('may come while we hash', async () => {
    const { state } = await play(async connection => {
      await greet(connection, domain, feature.mechanisms('SCRAM-SHA-1'))
      const { text } = await connection.nextElement('auth')
      const nonce = /r=(.*)$/.exec(Buffer.from(text, 'base64').toString())?.[1]
      const challenge = Buffer.from(`r=${nonce}more,s=c2FsdHNhbHQ=,i=50000`).toString('base64')
      const xmlns = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'"
      connection.send(`<challenge ${xmlns}>${challenge}</challenge>${saslFailure('account-disabled')}`)
      await connection.silence()
    })
    expect(state).toMatchObject({ phase: 'offline', failure: { code: 'account-disabled' } })
  })

  it('may be told in base64 that is none', async () => {
    const { state } = await play(answering("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>%%</challenge>"))
    expect(state).toMatchObject({ phase: 'offline', failure: { code: 'stream-error' } })
  })
})

describe('a password in clear', () => {
  const plainOnly: Script = async connection => {
    await greet(connection, domain, feature.mechanisms('PLAIN', 'ANONYMOUS'))
    await authenticate(connection, () => 'ana-pw')
    await greet(connection, domain, feature.bind)
    await bind(connection, 'ana', domain)
    await connection.silence()
  }

  it('is not sent, nor anything in its place', async () => {
    const { state, heard } = await play(plainOnly)
    expect(state).toMatchObject({
      phase: 'offline',
      failure: { code: 'password-in-clear', details: { mechanisms: ['PLAIN', 'ANONYMOUS'] } },
    })
    expect(heard).toMatch(/^<\?xml version='1\.0'\?><stream:stream [^>]*>(<\/stream:stream>)?$/)
  })

  it('is sent with the consent of the person', async () => {
    const { state } = await play(plainOnly, { settings: { allowPlainWithoutTls: true } })
    expect(state).toMatchObject({ phase: 'online', security: { encrypted: false, mechanism: 'PLAIN', trust: null } })
  })
})

it('has nothing in common with a server of other mechanisms', async () => {
  const { outcome, heard } = await play(answering(success(), 'ANONYMOUS', 'DIGEST-MD5'))
  expect(outcome).toBe('no-common-mechanism')
  expect(heard).not.toContain('<auth')
})

it('sends an empty first message as "="', async () => {
  const empty: Mechanism = {
    name: 'EXTERNAL',
    start: () => ({
      initial: async () => new Uint8Array(),
      respond: async challenge => challenge,
      verify: async () => {},
    }),
  }
  const { heard } = await play(
    async connection => {
      await greet(connection, domain, feature.mechanisms('EXTERNAL'))
      expect((await connection.nextElement('auth')).text).toBe('=')
      connection.send("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
      expect((await connection.nextElement('response')).text).toBe('')
      connection.send(saslFailure('not-authorized'))
      await connection.silence()
    },
    { mechanisms: () => empty },
  )
  expect(heard).toContain('mechanism="EXTERNAL"')
})

it('says who it is in the header once TLS is up, not before', async () => {
  const { heard } = await play(async connection => {
    await greet(connection, domain, feature.startTls)
    await startTls(connection, certificates.of('valid'))
    await greet(connection, domain, feature.mechanisms('SCRAM-SHA-1'))
    await authenticate(connection, () => 'ana-pw')
    await greet(connection, domain, feature.bind)
    await bind(connection, 'ana', domain)
    await connection.silence()
  })
  const headers = heard.match(/<stream:stream [^>]*>/g) ?? []
  expect(headers.map(header => header.includes('from="ana@mired.org"'))).toEqual([false, true, true])
})

describe.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const)('with %s', (_, start) => {
  let server: RunningServer
  beforeAll(async () => {
    server = await start({ users: [{ name: 'begoña', password: 'contraseña' }] })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('lets begoña in with contraseña, by SCRAM and by PLAIN', async () => {
    const { plain } = await import('./sasl/plain.ts')
    const options = {
      account: 'begoña@mired.org',
      password: 'contraseña',
      roots: [server.authority.text],
      settings: { host: server.host, port: server.port },
    }
    await using scram = createTestSession(options)
    expect(await scram.attempt()).toMatchObject({
      phase: 'online',
      security: { mechanism: expect.stringMatching(/^SCRAM/) },
    })
    await using byPlain = createTestSession({ ...options, session: { mechanisms: () => plain } })
    expect(await byPlain.attempt()).toMatchObject({ phase: 'online', security: { mechanism: 'PLAIN' } })
  })

  it('tries a wrong password exactly once', async () => {
    let attempts = 0
    const { chooseMechanism } = await import('./sasl/choose.ts')
    await using proxy = await startProxy({ target: server })
    await using test = createTestSession({
      account: 'begoña@mired.org',
      password: 'falsch',
      roots: [server.authority.text],
      settings: { host: proxy.host, port: proxy.port },
      session: {
        mechanisms: (...args) => {
          attempts += 1
          return chooseMechanism(...args)
        },
      },
    })
    expect(await test.attempt()).toMatchObject({ phase: 'offline', failure: { code: 'not-authorized' } })
    await new Promise(resolve => setTimeout(resolve, 50))
    expect({ attempts, connections: proxy.connections.length }).toEqual({ attempts: 1, connections: 1 })
    expect(test.session.state().phase).toBe('offline')
    await Promise.all(proxy.connections.map(connection => connection.closed))
  })
})
