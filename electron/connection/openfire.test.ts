import { describe, expect, it } from 'vitest'
import { type Openfire, type OpenfireOptions, startOpenfire } from '../../e2e/servers/openfire-replay.ts'
import type { TrustedCertificate } from '../../shared/domain/certificate.ts'
import type { ConnectionSettings, ConnectionState } from '../../shared/domain/connection.ts'
import { xml } from '../stanza/element.ts'
import { createTestSession, outcomeOf } from '../testing/session-world.ts'

/** A client of ana's, that trusts nothing but what it is told to. */
const client = (server: Openfire, settings: Partial<ConnectionSettings> = {}, account = `ana@${server.domain}`) =>
  createTestSession({
    account,
    password: 'ana-pass',
    settings: { host: server.host, port: server.port, ...settings },
    session: { limits: { goodbye: 50 } },
  })

function trusted(state: ConnectionState): TrustedCertificate {
  const report = state.phase === 'offline' ? state.failure?.details.certificate : undefined
  if (report === undefined) throw new Error(JSON.stringify(state))
  const { previousFingerprint: _, ...description } = report
  return { ...description, trustedAt: 1 }
}

describe.each<[string, OpenfireOptions, Readonly<Record<string, string>>]>([
  [
    'as it comes',
    {},
    {
      required: 'certificate-self-signed',
      optional: 'certificate-self-signed',
      disabled: 'online clear',
      'direct TLS': 'certificate-self-signed',
    },
  ],
  [
    'with TLS required',
    { tls: 'required' },
    {
      required: 'certificate-self-signed',
      optional: 'certificate-self-signed',
      disabled: 'tls-required-by-server',
      'direct TLS': 'certificate-self-signed',
    },
  ],
  [
    'with TLS disabled',
    { tls: 'disabled' },
    {
      required: 'tls-not-offered',
      optional: 'online clear',
      disabled: 'online clear',
      // 5223 is closed then.
      'direct TLS': 'connection-refused',
    },
  ],
])('Openfire %s', (_, options, expected) => {
  it.each(Object.entries(expected))('%s: %s', async (mode, outcome) => {
    await using server = await startOpenfire(options)
    const { freePort } = await import('../../e2e/servers/tied-process.ts')
    const port = server.directTlsPort ?? (await freePort())
    const settings =
      mode === 'direct TLS' ? { directTls: true, port } : { encryption: mode as ConnectionSettings['encryption'] }
    await using test = client(server, settings)
    const state = await test.attempt()
    expect(outcomeOf(state), JSON.stringify(state)).toBe(outcome)
    if (outcome !== 'certificate-self-signed') {
      // A careless client could send its password here and would succeed.
      expect(server.attempts.length).toBe(outcome.startsWith('online') ? 1 : 0)
      return
    }
    expect(server.attempts).toEqual([])
    const again = await test.attempt({ trustedCertificates: [trusted(state)] })
    expect(again).toMatchObject({ phase: 'online', security: { trust: 'pinned', mechanism: 'SCRAM-SHA-1' } })
  })
})

describe('Openfire', () => {
  it('with LDAP offers PLAIN alone: nothing in clear without consent', async () => {
    await using server = await startOpenfire({ tls: 'disabled', mechanisms: ['PLAIN'] })
    await using test = client(server, { encryption: 'disabled' })
    expect(await test.attempt()).toMatchObject({ phase: 'offline', failure: { code: 'password-in-clear' } })
    expect(server.attempts).toEqual([])
    const consent = {
      encryption: 'disabled',
      allowPlainWithoutTls: true,
      host: server.host,
      port: server.port,
    } as const
    expect(await test.attempt({ settings: consent })).toMatchObject({ phase: 'online', security: { encrypted: false } })
  })

  it('hears a wrong password once', async () => {
    await using server = await startOpenfire()
    await using test = client(server, { encryption: 'disabled' })
    expect(await test.attempt({ password: 'falsch' })).toMatchObject({
      phase: 'offline',
      failure: { code: 'not-authorized' },
    })
    expect(server.attempts).toEqual([{ mechanism: 'SCRAM-SHA-1', right: false }])
    expect(server.connections()).toHaveLength(1)
  })

  it('tells its name to who asked for its address', async () => {
    await using server = await startOpenfire()
    await using test = client(server, {}, 'ana@127.0.0.1')
    expect(await test.attempt()).toMatchObject({
      phase: 'offline',
      failure: { code: 'domain-mismatch', details: { offeredDomain: server.domain } },
    })
    expect(server.attempts).toEqual([])
  })

  it('throws the older of two with one resource out, for good', async () => {
    await using server = await startOpenfire()
    await using older = client(server, { encryption: 'disabled' })
    await using newer = client(server, { encryption: 'disabled' })
    await older.attempt()
    const thrown = older.reach('offline')
    await newer.attempt()
    expect(await thrown).toMatchObject({ failure: { code: 'conflict' } })
    expect(newer.session.state().phase).toBe('online')
    expect(server.connections()).toHaveLength(2)
  })

  it('answers for the account without saying who answers', async () => {
    await using server = await startOpenfire({ mutualContacts: true })
    await using test = client(server, { encryption: 'disabled' })
    await test.attempt()
    const roster = await test.session.request(xml('iq', { type: 'get' }, xml('query', 'jabber:iq:roster')))
    expect(roster.attrs.from).toBeUndefined()
    expect(roster.getChild('query')?.getChildren('item')).toHaveLength(2)
  })

  it('asks for the version at every sign-in, and hears it', async () => {
    await using server = await startOpenfire()
    await using test = client(server, { encryption: 'disabled' })
    test.session.onIq('get', 'jabber:iq:version', 'query', () =>
      xml('query', { xmlns: 'jabber:iq:version' }, xml('name', {}, 'Centella')),
    )
    await test.attempt()
    await expect.poll(() => server.versions.length).toBe(3)
    expect(server.versions.every(answer => answer.xml.includes('Centella'))).toBe(true)
  })

  it('refuses to go on with a stream, and binds another one on the same connection', async () => {
    await using server = await startOpenfire()
    await using test = client(server, { encryption: 'disabled' })
    const told: string[] = []
    test.session.onOnline(() => told.push('online'))
    test.session.onResumed(() => told.push('resumed'))
    test.session.onOffline(({ resumable }) => told.push(resumable ? 'broken' : 'gone'))
    await test.attempt()
    expect(test.session.acknowledges()).toBe(true)
    const back = test.next()
    server.connections()[0]?.reset()
    await back
    test.session.retryNow()
    await test.reach('online')
    expect(told).toEqual(['online', 'broken', 'online'])
    expect(server.connections()).toHaveLength(2)
    expect(test.session.acknowledges()).toBe(true)
  })
})
