import { describe, expect, it } from 'vitest'
import type { CertificateReport } from '../../shared/domain/certificate.ts'
import { type Failure, otherFailureCodes, signInFailureCodes } from '../../shared/domain/failure.ts'
import { languages } from '../../shared/domain/settings.ts'
import { failureText } from './failure-text.ts'
import { createFormats } from './formats.ts'
import { createI18n } from './i18n.ts'
import { translateWith } from './text.tsx'

const codes = [...signInFailureCodes, ...otherFailureCodes]
const text = (language: 'en' | 'es') => ({ ...createFormats(language), t: translateWith(createI18n(language)) })

const certificate: CertificateReport = {
  fingerprint: 'AA',
  subject: 'mired.org',
  names: [],
  issuer: 'mired.org',
  selfIssued: true,
  validFrom: 0,
  validTo: 0,
  domain: 'mired.org',
  reasons: ['self-signed'],
  previousFingerprint: null,
}

const full = (code: Failure['code']): Failure => ({
  code,
  details: {
    domain: 'mired.org',
    host: '10.0.3.7',
    port: 5333,
    offeredDomain: 'aula.mired.org',
    certificate,
    mechanisms: ['DIGEST-MD5', 'X-OLD'],
    condition: 'policy-violation',
    text: 'Too many of you',
  },
})

describe.each(languages)('what is said of a failure in %s', language => {
  it.each(codes)('%s: a title and at most two sentences, with nothing left open', code => {
    for (const failure of [full(code), { code, details: {} }]) {
      const { title, sentence, action } = failureText(text(language), failure, { address: 'ana@mired.org' })
      expect(title).not.toMatch(/[.{}]$|{{|failure\./)
      expect(sentence).not.toMatch(/{{|failure\.|undefined/)
      expect(sentence).toMatch(/\.$/)
      expect(sentence.match(/[.?](?= |$)/g)?.length).toBeLessThanOrEqual(2)
      expect(title).not.toMatch(/^(the server|el servidor)/)
      if (action !== null) expect(action.label).not.toMatch(/{{|failure\./)
    }
  })

  it('says of a file that nobody tries again by itself, and offers that', () => {
    const said = (code: Failure['code'], details: Failure['details'] = {}) =>
      failureText(text(language), { code, details }, { isFile: true })
    expect(said('network-lost').sentence).not.toBe(failureText(text(language), full('network-lost')).sentence)
    expect(said('network-lost').sentence).toMatch(/^[^{}]*\.$/)
    // As a proxy and a server on the way say them.
    const refused = { domain: 'mired.org', condition: '403', text: '403 Forbidden' }
    expect(said('upload-refused', refused).sentence).toContain('403 Forbidden')
    for (const code of [
      'network-lost',
      'upload-refused',
      'upload-quota',
      'download-refused',
      'download-gone',
    ] as const) {
      expect(said(code, refused).action?.kind, code).toBe('retry')
    }
    // A server's own limit stays what it is.
    expect(said('file-too-large', { domain: 'mired.org', condition: '413' }).action?.kind).toBe('retry')
    expect(said('file-too-large', { domain: 'mired.org', limit: 5 }).action).toBeNull()
  })

  it('says something of its own for each code', () => {
    const sentences = codes.map(code => failureText(text(language), full(code)).sentence)
    expect(new Set(sentences).size).toBe(codes.length)
  })

  it('offers a next step for each way in which a sign-in can end', () => {
    for (const code of signInFailureCodes) {
      expect(failureText(text(language), full(code)).action, code).not.toBeNull()
    }
  })
})

describe('the values in the sentences', () => {
  it('are what is known of the connection', () => {
    const said = failureText(text('en'), {
      code: 'connection-refused',
      details: { domain: 'mired.org', port: 5222 },
    })
    expect(said).toEqual({
      title: 'mired.org does not answer on port 5222',
      sentence: 'The server is off, or it listens elsewhere. If your school gave you a host or port, enter it.',
      action: { kind: 'open-connection', label: 'Enter host and port' },
    })
  })

  it('name the host where one was given', () => {
    expect(failureText(text('en'), full('connection-refused')).title).toBe('10.0.3.7 does not answer on port 5333')
  })

  it('take the domain from the address, and speak of "the server" where nothing is known', () => {
    const failure: Failure = { code: 'stream-error', details: {} }
    expect(failureText(text('en'), failure, { address: 'ana@mired.org' }).title).toBe('mired.org ended the connection')
    expect(failureText(text('en'), failure).title).toBe('The server ended the connection')
    expect(failureText(text('es'), failure).title).toBe('El servidor ha cerrado la conexión')
  })

  it('keep what the server says as it is, even where it looks like a placeholder or a key', () => {
    const failure: Failure = {
      code: 'stream-error',
      details: { domain: 'x', text: '{{domain}} $t(failure.retry) <b>' },
    }
    expect(failureText(text('en'), failure).sentence).toContain('“{{domain}} $t(failure.retry) <b>”')
  })

  it('offer the name that the server gave itself, with the same person', () => {
    const action = failureText(text('en'), full('domain-mismatch'), { address: 'ana@10.0.3.7' }).action
    expect(action).toEqual({ kind: 'follow-domain', label: 'Sign in as ana@aula.mired.org' })
  })

  it('offer no certificate where there is none to look at', () => {
    expect(failureText(text('en'), { code: 'certificate-expired', details: {} }).action).toBeNull()
  })
})
