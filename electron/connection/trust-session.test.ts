import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:tls'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type CertificateCase,
  type Certificates,
  type RunningServer,
  sharedCertificates,
  startProsody,
} from '../../e2e/servers/index.ts'
import type { CertificateReport, TrustedCertificate } from '../../shared/domain/certificate.ts'
import type { ConnectionState } from '../../shared/domain/connection.ts'
import { createTestSession, outcomeOf } from '../testing/session-world.ts'

let certificates: Certificates
let prosody: RunningServer
beforeAll(async () => {
  certificates = await sharedCertificates('mired.org')
  prosody = await startProsody({ directTls: true })
  return () => prosody[Symbol.asyncDispose]()
})

const to = (server: RunningServer, directTls = false) => ({
  settings: { host: server.host, port: directTls ? server.directTlsPort : server.port, directTls },
})

/** Restarts the server with another certificate, without its farewell, which takes a second. */
async function show(changes: { readonly certificate: CertificateCase }): Promise<void> {
  await prosody.kill()
  await prosody.start(changes)
}

function reportOf(state: ConnectionState): CertificateReport {
  const report = state.phase === 'offline' ? state.failure?.details.certificate : undefined
  if (report === undefined) throw new Error(`no report: ${JSON.stringify(state)}`)
  return report
}

function trust({ previousFingerprint: _, ...description }: CertificateReport): TrustedCertificate {
  return { ...description, trustedAt: Date.now() }
}

describe('connecting by address', () => {
  it.each([false, true])('checks the certificate against the XMPP domain (direct TLS %s)', async direct => {
    await show({ certificate: 'valid' })
    const roots = [prosody.authority.text]
    await using good = createTestSession({ ...to(prosody, direct), roots })
    expect(await good.attempt()).toMatchObject({ phase: 'online', security: { trust: 'chain' } })
    await show({ certificate: 'address-only' })
    await using bad = createTestSession({ ...to(prosody, direct), roots })
    const report = reportOf(await bad.attempt())
    expect(report).toMatchObject({ reasons: ['wrong-name'], names: ['127.0.0.1'], domain: 'mired.org' })
  })

  it('names the XMPP domain in the handshake, and the protocol where TLS comes first', async () => {
    const { certificateFile, keyFile } = certificates.of('valid')
    const seen: unknown[] = []
    const server = createServer(
      { cert: readFileSync(certificateFile), key: readFileSync(keyFile), ALPNProtocols: ['xmpp-client'] },
      socket => {
        seen.push([socket.servername, socket.alpnProtocol, socket.getProtocol()])
        socket.destroy()
      },
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    await using test = createTestSession({
      roots: [certificates.authority.text],
      settings: { host: '127.0.0.1', port, directTls: true },
    })
    await test.attempt()
    expect(seen).toEqual([['mired.org', 'xmpp-client', 'TLSv1.3']])
    server.close()
  })
})

describe('a certificate that the person trusts', () => {
  it('leads in, until another one is shown or a valid one takes its place', async () => {
    await show({ certificate: 'self-signed' })
    await using test = createTestSession({ ...to(prosody), roots: [prosody.authority.text] })
    const report = reportOf(await test.attempt())
    expect(report).toMatchObject({
      fingerprint: prosody.fingerprint(),
      reasons: ['self-signed'],
      selfIssued: true,
      previousFingerprint: null,
    })
    const trustedCertificates = [trust(report)]
    expect(await test.attempt({ trustedCertificates })).toMatchObject({
      phase: 'online',
      security: { trust: 'pinned', fingerprint: prosody.fingerprint() },
    })

    await show({ certificate: 'self-signed-changed' })
    const changed = await test.attempt({ trustedCertificates })
    expect(outcomeOf(changed)).toBe('certificate-changed')
    expect(reportOf(changed)).toMatchObject({
      fingerprint: prosody.fingerprint(),
      previousFingerprint: report.fingerprint,
      reasons: ['self-signed'],
    })

    await show({ certificate: 'valid' })
    expect(await test.attempt({ trustedCertificates })).toMatchObject({ phase: 'online', security: { trust: 'chain' } })
  })

  it.each([
    ['self-signed-wrong-name', 'certificate-self-signed', ['self-signed', 'wrong-name']],
    ['self-signed-expired', 'certificate-self-signed', ['self-signed', 'expired']],
    ['not-yet-valid', 'certificate-not-yet-valid', ['not-yet-valid']],
    ['unknown-ca-with-chain', 'certificate-unknown-issuer', ['unknown-issuer']],
    ['openfire', 'certificate-self-signed', ['self-signed']],
  ] as const)('is shown with every reason: %s', async (certificate, code, reasons) => {
    await show({ certificate })
    await using test = createTestSession({ ...to(prosody), roots: [prosody.authority.text] })
    const state = await test.attempt()
    expect(outcomeOf(state)).toBe(code)
    const report = reportOf(state)
    expect(report.reasons).toEqual(reasons)
    expect(outcomeOf(await test.attempt({ trustedCertificates: [trust(report)] }))).toBe('online encrypted')
    const fewer = { ...trust(report), reasons: reasons.slice(1) }
    expect(outcomeOf(await test.attempt({ trustedCertificates: [fewer] }))).toBe(code)
  })
})

describe('the environment', () => {
  it('cannot switch the check off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    await show({ certificate: 'self-signed' })
    await using test = createTestSession({ ...to(prosody) })
    expect(outcomeOf(await test.attempt())).toBe('certificate-self-signed')
  })

  it('may add roots, beside those of the computer and of Node', () => {
    const program = `import { createRoots } from ${JSON.stringify(`${import.meta.dirname}/roots.ts`)}
      console.log(JSON.stringify(createRoots().certificates))`
    const list = (environment: NodeJS.ProcessEnv): readonly string[] =>
      JSON.parse(
        execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', program], {
          env: { ...process.env, ...environment },
        }).toString(),
      )
    const added = list({ NODE_EXTRA_CA_CERTS: certificates.authority.file })
    const plain = list({ NODE_EXTRA_CA_CERTS: '' })
    const ours = certificates.authority.text.trim()
    expect(added.some(pem => pem.trim() === ours)).toBe(true)
    expect(plain.some(pem => pem.trim() === ours)).toBe(false)
    expect(plain.length).toBeGreaterThan(100)
  })
})
