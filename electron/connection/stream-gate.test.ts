import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Certificates,
  type RunningServer,
  sharedCertificates,
  startProsody,
  startProxy,
} from '../../e2e/servers/index.ts'
import { type Script, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import {
  authenticate,
  bind,
  feature,
  greet,
  proceed,
  saslFailure,
  startTls,
  streamError,
  streamHeader,
  success,
} from '../../e2e/servers/scripted-steps.ts'
import type { ConnectionSettings } from '../../shared/domain/connection.ts'
import { createTestSession, outcomeOf } from '../testing/session-world.ts'

const domain = 'mired.org'
const passwordOf = () => 'ana-pw'
const success0 = success()
/** Stream header, <starttls/> and closing tag. */
const harmless = /^(<\?xml version='1\.0'\?><stream:stream [^>]*>(<starttls [^>]*\/>)?)(<\/stream:stream>)?$/

let certificates: Certificates
beforeAll(async () => {
  certificates = await sharedCertificates(domain)
})

/** One sign-in to a server that follows the script; what came of it, and what the server heard. */
async function play(script: Script, settings: Partial<ConnectionSettings> = {}) {
  await using server = await startScriptedServer({ script })
  await using test = createTestSession({
    roots: [certificates.authority.text],
    settings: { host: server.host, port: server.port, ...settings },
  })
  const state = await test.attempt()
  const failure = state.phase === 'offline' || state.phase === 'waiting' ? state.failure : null
  await test.session.disconnect()
  const connection = await server.connection(0)
  // A scripted connection keeps its own half open.
  await expect.poll(() => connection.open()).toBe(false)
  return { outcome: outcomeOf(state), failure, heard: connection.heard(), connections: server.connections.length }
}

const clear = { encryption: 'optional' } as const

describe('before TLS', () => {
  it('refuses what follows <proceed/> in the same read', async () => {
    const { outcome, heard } = await play(async connection => {
      await greet(connection, domain, feature.startTls)
      await connection.nextElement('starttls')
      connection.send(
        `${proceed}${streamHeader(domain)}<stream:features>${feature.mechanisms('PLAIN')}</stream:features>`,
      )
      await connection.silence()
    })
    expect(outcome).toBe('tls-failed')
    expect(heard).toMatch(harmless)
  })

  it('takes a refused STARTTLS for what it is', async () => {
    const { outcome, heard } = await play(async connection => {
      await greet(connection, domain, feature.startTls, feature.mechanisms('PLAIN'))
      await connection.nextElement('starttls')
      connection.send("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>")
      await connection.silence()
    }, clear)
    expect(outcome).toBe('tls-failed')
    expect(heard).toMatch(harmless)
  })

  it.each([
    ['an iq', "<iq type='get' id='1'><query xmlns='jabber:iq:version'/></iq>"],
    ['a challenge', "<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>eA==</challenge>"],
    ['a message', '<message><body>x</body></message>'],
    ['<proceed/> unasked', proceed],
  ])('does not answer %s', async (_, early) => {
    const { outcome, heard } = await play(async connection => {
      await connection.nextHeader()
      connection.send(`${streamHeader(domain)}${early}`)
      connection.send(`<stream:features>${feature.mechanisms('SCRAM-SHA-1')}</stream:features>`)
      // A server may take its time: whatever the client has to say comes before this.
      await connection.nextElement()
      await new Promise(resolve => setTimeout(resolve, 20))
      connection.send(saslFailure('not-authorized'))
      await connection.silence()
    }, clear)
    expect(outcome).toBe('not-authorized')
    expect(heard).toMatch(/^<\?xml [^>]*><stream:stream [^>]*><auth [^>]*>[^<]*<\/auth>(<\/stream:stream>)?$/)
  })

  it('refuses features that let us in without proof, in clear and encrypted', async () => {
    const script: Script = async connection => {
      await greet(connection, domain, feature.startTls)
      await startTls(connection, certificates.of('valid'))
      await greet(connection, domain, feature.bind)
      await connection.silence()
    }
    expect((await play(script)).outcome).toBe('server-not-verified')
    const inClear = await play(async connection => {
      await greet(connection, domain, feature.bind)
      await connection.silence()
    }, clear)
    expect(inClear.outcome).toBe('server-not-verified')
    expect(inClear.heard).toMatch(harmless)
  })
})

describe('<success/> out of the blue', () => {
  it.each([
    ['before features', ''],
    ['behind features', `<stream:features>${feature.mechanisms('PLAIN')}</stream:features>`],
  ])('%s', async (_, features) => {
    const { outcome, heard } = await play(async connection => {
      await connection.nextHeader()
      connection.send(`${streamHeader(domain)}${features}${success0}`)
      await connection.silence()
    }, clear)
    expect(outcome).toBe('server-not-verified')
    expect(heard).not.toContain('<iq')
  })

  it('before TLS', async () => {
    const { outcome, heard } = await play(async connection => {
      await greet(connection, domain, feature.startTls)
      await connection.nextElement('starttls')
      connection.send(success0)
      await connection.silence()
    })
    expect(outcome).toBe('server-not-verified')
    expect(heard).toMatch(harmless)
  })

  it('in place of a challenge', async () => {
    const { outcome, heard } = await play(async connection => {
      await greet(connection, domain, feature.mechanisms('SCRAM-SHA-256'))
      await connection.nextElement('auth')
      connection.send(success0)
      await connection.silence()
    }, clear)
    expect(outcome).toBe('server-not-verified')
    expect(heard).not.toContain('<iq')
  })
})

describe('a server that cannot prove that it knows the password', () => {
  it.each([
    { signature: 'wrong' },
    { signature: 'missing' },
    { nonce: 'foreign' },
    { iterations: 1 },
    { iterations: 10_000_000 },
  ] as const)('%o', async faults => {
    const { outcome, heard, connections } = await play(async connection => {
      await greet(connection, domain, feature.mechanisms('SCRAM-SHA-1', 'PLAIN'))
      await authenticate(connection, passwordOf, faults)
      await connection.silence()
    }, clear)
    expect(outcome).toBe('server-not-verified')
    expect(heard).not.toContain('<iq')
    // No weaker mechanism after it, on this connection or on another.
    expect(heard.match(/<auth/g)).toHaveLength(1)
    expect(connections).toBe(1)
  })
})

describe('the name that a server gives itself', () => {
  it('must be the one we want, before anything else is said', async () => {
    const { outcome, failure, heard } = await play(async connection => {
      await greet(connection, 'other.example', feature.mechanisms('PLAIN'))
      await connection.silence()
    }, clear)
    expect(outcome).toBe('domain-mismatch')
    expect(failure?.details.offeredDomain).toBe('other.example')
    expect(heard).toMatch(harmless)
  })

  it('must be the same behind TLS', async () => {
    const { outcome, heard } = await play(async connection => {
      await greet(connection, domain, feature.startTls)
      await startTls(connection, certificates.of('valid'))
      await greet(connection, 'other.example', feature.mechanisms('PLAIN'))
      await connection.silence()
    })
    expect(outcome).toBe('domain-mismatch')
    expect(heard).not.toContain('<auth')
  })

  it('may be written in another way', async () => {
    const { outcome } = await play(async connection => {
      await greet(connection, 'MIRED.org', feature.mechanisms('PLAIN'))
      await connection.silence()
    }, clear)
    expect(outcome).toBe('password-in-clear')
  })

  it('is no offer where it is missing or none', async () => {
    const missing = await play(async connection => {
      await connection.nextHeader()
      connection.send(streamHeader(domain).replace("from='mired.org'", ''))
      await connection.silence()
    }, clear)
    expect(missing.outcome).toBe('domain-mismatch')
    expect(missing.failure?.details.offeredDomain).toBeUndefined()
    const broken = await play(async connection => {
      await greet(connection, 'a b')
      await connection.silence()
    }, clear)
    expect(broken.failure).toMatchObject({ code: 'domain-mismatch' })
    expect(broken.failure?.details.offeredDomain).toBeUndefined()
  })

  it('leads in when the offer is taken: people type the address of their server', async () => {
    const script: Script = async connection => {
      await greet(connection, domain, feature.startTls)
      await startTls(connection, certificates.of('valid'))
      await greet(connection, domain, feature.mechanisms('SCRAM-SHA-1'))
      await authenticate(connection, passwordOf)
      await greet(connection, domain, feature.bind)
      await bind(connection, 'ana', domain)
      await connection.silence()
    }
    await using server = await startScriptedServer({ script })
    const { port } = server
    const roots = [certificates.authority.text]
    await using typed = createTestSession({ account: 'ana@127.0.0.1', roots, settings: { port } })
    const state = await typed.attempt()
    expect(state).toMatchObject({ failure: { code: 'domain-mismatch', details: { offeredDomain: 'mired.org' } } })
    await using offered = createTestSession({ account: 'ana@mired.org', roots, settings: { host: '127.0.0.1', port } })
    expect(outcomeOf(await offered.attempt())).toBe('online encrypted')
  })

  it('is not told by a server that only says host-unknown', async () => {
    const { outcome, failure } = await play(async connection => {
      await connection.nextHeader()
      connection.send(`${streamHeader(domain)}${streamError('host-unknown')}`)
      await connection.silence()
    })
    expect(outcome).toBe('domain-mismatch')
    expect(failure?.details).toMatchObject({ condition: 'host-unknown', domain })
  })
})

it('follows no other host', async () => {
  await using trap = await startScriptedServer({ script: connection => connection.silence() })
  const { outcome, failure } = await play(async connection => {
    await connection.nextHeader()
    const error = streamError('see-other-host').replace(/\/>/, `>127.0.0.1:${trap.port}</see-other-host>`)
    connection.send(`${streamHeader(domain)}${error}`)
    await connection.silence()
  })
  expect(outcome).toBe('stream-error')
  expect(failure?.details.condition).toBe('see-other-host')
  expect(trap.connections).toHaveLength(0)
})

describe('with Prosody behind a proxy', () => {
  let prosody: RunningServer
  beforeAll(async () => {
    prosody = await startProsody({ tls: 'optional' })
    return () => prosody[Symbol.asyncDispose]()
  })

  const signInThrough = async (
    proxyOptions: Partial<Parameters<typeof startProxy>[0]>,
    settings: Partial<ConnectionSettings> = {},
    roots = [prosody.authority.text],
  ) => {
    await using proxy = await startProxy({ target: prosody, ...proxyOptions })
    await using test = createTestSession({ roots, settings: { host: proxy.host, port: proxy.port, ...settings } })
    const state = await test.attempt()
    await test.session.disconnect()
    // A connection that is just being closed cannot be reset, which is how the proxy ends what is open.
    await Promise.all(proxy.connections.map(connection => connection.closed))
    return { outcome: outcomeOf(state), clear: (await proxy.connection(0)).sentInClear(), proxy }
  }

  it('notices an offer of STARTTLS that was stripped', async () => {
    const { outcome, clear } = await signInThrough({ stripStartTls: true })
    expect(outcome).toBe('tls-not-offered')
    expect(clear).toMatch(harmless)
  })

  it('refuses bytes injected behind <proceed/>', async () => {
    const { outcome, clear, proxy } = await signInThrough({ injectAfterProceed: '<stream:features/>' })
    expect(outcome).toBe('tls-failed')
    expect(clear).toMatch(harmless)
    expect(proxy.connections).toHaveLength(1)
  })

  it('says nothing in clear on the way to an encrypted session', async () => {
    const { outcome, clear } = await signInThrough({})
    expect(outcome).toBe('online encrypted')
    expect(clear).toMatch(harmless)
    expect(clear).not.toContain('ana')
  })

  it('says nothing in clear when it stops at the certificate', async () => {
    const { outcome, clear, proxy } = await signInThrough({}, {}, [])
    expect(outcome).toBe('certificate-unknown-issuer')
    expect(clear).toMatch(harmless)
    expect(proxy.connections).toHaveLength(1)
  })
})
