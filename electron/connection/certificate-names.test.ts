import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../testing/ports.ts'
import { describeCertificate } from './certificate.ts'
import { readCertificateNames } from './certificate-names.ts'

function makeCertificate(names: string | null, subject = '/CN=Mired/O=School, Inc.'): X509Certificate {
  using folder = temporaryFolder()
  const file = join(folder.path, 'c.pem')
  const extension = names === null ? [] : ['-addext', `subjectAltName=${names}`]
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '30',
      '-subj',
      subject,
    ].concat(['-keyout', join(folder.path, 'k.pem'), '-out', file], extension),
    { stdio: 'pipe' },
  )
  return new X509Certificate(readFileSync(file))
}

it('reads every kind of name that counts, in order', () => {
  const certificate = makeCertificate(
    [
      ...['DNS:mired.org', 'IP:192.0.2.1', 'IP:2001:db8::1', 'email:a@mired.org', 'URI:xmpp:mired.org'],
      ...['otherName:1.3.6.1.5.5.7.8.5;UTF8:xmpp.example', 'otherName:1.3.6.1.5.5.7.8.7;IA5:_xmpp-client.mired.org'],
      'otherName:1.2.3.4;UTF8:ignored',
    ].join(','),
  )
  expect(readCertificateNames(certificate.raw)).toEqual([
    { kind: 'dns', value: 'mired.org' },
    { kind: 'ip', value: '192.0.2.1' },
    { kind: 'ip', value: '2001:db8::1' },
    { kind: 'mail', value: 'a@mired.org' },
    { kind: 'uri', value: 'xmpp:mired.org' },
    { kind: 'xmpp', value: 'xmpp.example' },
    { kind: 'srv', value: '_xmpp-client.mired.org' },
  ])
})

it('finds no names where there are none, nor in what is broken', () => {
  expect(readCertificateNames(makeCertificate(null).raw)).toEqual([])
  const { raw } = makeCertificate('critical,DNS:mired.org')
  expect(readCertificateNames(raw)).toEqual([{ kind: 'dns', value: 'mired.org' }])
  for (let end = 0; end < raw.length; end++) expect(readCertificateNames(raw.subarray(0, end))).toEqual([])
})

it('does not take text in the subject for a name', () => {
  const certificate = makeCertificate(null, '/CN=DNS:mired.org/O=subjectAltName=DNS:mired.org')
  expect(describeCertificate(certificate).names).toEqual([])
})

it('describes a certificate in words', () => {
  const description = describeCertificate(makeCertificate('DNS:mired.org'))
  expect(description).toMatchObject({
    subject: 'Mired',
    issuer: 'Mired',
    names: ['mired.org'],
    selfIssued: true,
    fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  })
  expect(description.validTo - description.validFrom).toBe(30 * 24 * 3600 * 1000)
})
