import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startEjabberd, startJabberd2, startProsody } from '../../e2e/servers/index.ts'
import type { ConnectionState, EncryptionMode } from '../../shared/domain/connection.ts'
import { createTestSession, outcomeOf, type TestSession } from '../testing/session-world.ts'
import {
  type CertificateKind,
  certificateKinds,
  expectedOf,
  type Mode,
  modes,
  type ServerKind,
  serverKinds,
} from './sign-in-table.expectations.ts'

/** One server serves all modes, and its second port the rows for direct TLS. */
const tlsOf = {
  'starttls-required': 'required',
  'starttls-offered': 'optional',
  'starttls-not-offered': 'none',
} as const

const settingsOf = (mode: Mode): { encryption: EncryptionMode; directTls: boolean } =>
  mode === 'direct-tls' ? { encryption: 'required', directTls: true } : { encryption: mode, directTls: false }

describe.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
  ['jabberd2', startJabberd2],
] as const)('signing in to %s', (_name, start) => {
  describe.each(certificateKinds)('with a certificate that is %s', certificate => {
    const servers = new Map<ServerKind, RunningServer>()
    const wanted = (Object.keys(tlsOf) as (keyof typeof tlsOf)[]).filter(kind => exists(kind, certificate))

    beforeAll(async () => {
      const startOne = async (kind: keyof typeof tlsOf): Promise<void> => {
        const directTls = kind === 'starttls-required'
        const server = await start({ tls: tlsOf[kind], certificate, directTls })
        servers.set(kind, server)
        if (directTls) servers.set('direct-tls', server)
      }
      await Promise.all(wanted.map(startOne))
    })
    afterAll(async () => {
      await Promise.all([...servers.values()].map(server => server[Symbol.asyncDispose]()))
    })

    for (const kind of serverKinds) {
      for (const mode of modes) {
        const expected = expectedOf(kind, mode, certificate)
        if ('cannotExist' in expected) continue
        it(`${kind}, ${mode}: ${expected.outcome}`, async () => {
          const server = servers.get(kind)
          if (server === undefined) throw new Error('no server')
          const port = kind === 'direct-tls' ? server.directTlsPort : server.port
          await using test = createTestSession({
            roots: [server.authority.text],
            settings: { host: server.host, port, ...settingsOf(mode) },
          })
          const state = await settle(test)
          expect(outcomeOf(state), JSON.stringify(state)).toBe(expected.outcome)
        })
      }
    }
  })
})

/** jabberd2 2.7 answers one stream header in fifty with internal-server-error, whoever asks; the next attempt goes on. */
async function settle(test: TestSession): Promise<ConnectionState> {
  for (let state = await test.attempt(); ; state = await test.next()) {
    if (state.phase !== 'waiting' || state.failure.details.condition !== 'internal-server-error') return state
    test.session.retryNow()
  }
}

it('leaves no cell out without a reason', () => {
  for (const kind of serverKinds) {
    for (const mode of modes) {
      for (const certificate of certificateKinds) {
        const expected = expectedOf(kind, mode, certificate)
        expect('outcome' in expected || expected.cannotExist.length > 20).toBe(true)
      }
    }
  }
})

function exists(kind: ServerKind, certificate: CertificateKind): boolean {
  return modes.some(mode => 'outcome' in expectedOf(kind, mode, certificate))
}
