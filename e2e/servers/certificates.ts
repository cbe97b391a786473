/**
 * The certificates that a test server can show, made with OpenSSL: one that is good under a certificate authority of
 * the tests' own, and one for each way a certificate can be bad.
 */
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const certificateCases = [
  'valid',
  /** Another good one, as after a renewal. */
  'renewed',
  'self-signed',
  /** Another self-signed one for the same domain. */
  'self-signed-changed',
  'self-signed-wrong-name',
  'self-signed-expired',
  /** As Openfire makes its own: RSA 2048, CN=domain, names `domain` and `*.domain`, five years. */
  'openfire',
  'wrong-name',
  'expired',
  'not-yet-valid',
  /** From an authority that nobody knows, which is not sent along. */
  'unknown-ca',
  /** The same with the authority's own certificate in the chain. */
  'unknown-ca-with-chain',
  /** Good, but for 127.0.0.1 alone: a check against the host that was connected to would pass it. */
  'address-only',
] as const

export type CertificateCase = (typeof certificateCases)[number]

export interface ServerCertificate {
  /** PEM, what the server sends, its own certificate first. */
  readonly certificateFile: string
  readonly certificateText: string
  readonly keyFile: string
  /** Both in one file, as ejabberd and jabberd2 want it. */
  readonly bothFile: string
  /** SHA-256 of the DER form: `AA:BB:…`. */
  readonly fingerprint: string
}

export interface Authority {
  /** The certificate authority to trust, PEM. */
  readonly file: string
  readonly text: string
}

export interface Certificates {
  readonly domain: string
  readonly authority: Authority
  readonly of: (wanted: CertificateCase) => ServerCertificate
}

/**
 * Makes the authority and every certificate of `certificateCases` for the domain in `folder`, unless they are there.
 * Takes about a second; rejects when `openssl` is missing.
 */
export async function makeCertificates(folder: string, domain: string): Promise<Certificates> {
  if (!existsSync(folder)) {
    await mkdir(dirname(folder), { recursive: true })
    const draft = await mkdtemp(`${folder}-`)
    await makeAll(draft, domain)
    // Whole or not at all: several test workers may be making the same ones.
    await rename(draft, folder).catch(() => rm(draft, { recursive: true }))
  }
  return readCertificates(folder, domain)
}

/** The certificates for a domain that all tests share; made once a month. */
export function sharedCertificates(domain: string): Promise<Certificates> {
  const month = new Date().toISOString().slice(0, 7)
  const name = `${encodeURIComponent(domain)}-2-${month}`
  return makeCertificates(resolve(import.meta.dirname, '../../.cache/test-certificates', name), domain)
}

async function readCertificates(folder: string, domain: string): Promise<Certificates> {
  const file = join(folder, 'authority.crt')
  const texts = new Map<CertificateCase, string>()
  for (const name of certificateCases) {
    texts.set(name, await readFile(join(folder, `${name}.crt`), 'utf8'))
  }
  return {
    domain,
    authority: { file, text: await readFile(file, 'utf8') },
    of: wanted => {
      const certificateText = texts.get(wanted) ?? ''
      return {
        certificateFile: join(folder, `${wanted}.crt`),
        certificateText,
        keyFile: join(folder, `${wanted}.key`),
        bothFile: join(folder, `${wanted}.pem`),
        fingerprint: new X509Certificate(certificateText).fingerprint256,
      }
    },
  }
}

interface Issue {
  readonly name: string
  readonly issuer: 'self' | 'authority' | 'stranger'
  readonly subject: string
  readonly extensions: readonly string[]
  readonly from: Date
  readonly to: Date
  readonly key?: readonly string[]
}

const day = 24 * 60 * 60 * 1000
const ellipticKey = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
const rsaKey = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']

async function makeAll(folder: string, domain: string): Promise<void> {
  const now = Date.now()
  const current = { from: new Date(now - day), to: new Date(now + 400 * day) }
  const past = { from: new Date('2020-01-01T00:00:00Z'), to: new Date('2020-02-01T00:00:00Z') }
  const future = { from: new Date(now + 700 * day), to: new Date(now + 800 * day) }
  const authority = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign']
  const server = (...names: readonly string[]) => [
    'basicConstraints=CA:FALSE',
    'extendedKeyUsage=serverAuth,clientAuth',
    `subjectAltName=${names.join(',')}`,
  ]
  const ours = server(`DNS:${domain}`, `DNS:conference.${domain}`, `DNS:upload.${domain}`, `DNS:search.${domain}`)
  const good = { subject: domain, extensions: ours, ...current }
  const other = { subject: 'other.example', extensions: server('DNS:other.example') }

  await issue(folder, { name: 'authority', issuer: 'self', subject: 'Test CA', extensions: authority, ...current })
  await issue(folder, { name: 'stranger', issuer: 'self', subject: 'Unknown CA', extensions: authority, ...current })
  const issues: readonly (Issue & { readonly name: CertificateCase })[] = [
    { ...good, name: 'valid', issuer: 'authority' },
    { ...good, name: 'renewed', issuer: 'authority' },
    { ...good, name: 'self-signed', issuer: 'self' },
    { ...good, name: 'self-signed-changed', issuer: 'self' },
    { ...other, ...current, name: 'self-signed-wrong-name', issuer: 'self' },
    { ...good, ...past, name: 'self-signed-expired', issuer: 'self' },
    {
      name: 'openfire',
      issuer: 'self',
      subject: domain,
      extensions: [`subjectAltName=DNS:${domain},DNS:*.${domain}`],
      from: current.from,
      to: new Date(now + 5 * 365 * day),
      key: rsaKey,
    },
    { ...other, ...current, name: 'wrong-name', issuer: 'authority' },
    { ...good, ...past, name: 'expired', issuer: 'authority' },
    { ...good, ...future, name: 'not-yet-valid', issuer: 'authority' },
    { ...good, name: 'unknown-ca', issuer: 'stranger' },
    { ...good, name: 'unknown-ca-with-chain', issuer: 'stranger' },
    { ...current, name: 'address-only', issuer: 'authority', subject: '127.0.0.1', extensions: server('IP:127.0.0.1') },
  ]
  await Promise.all(issues.map(one => issue(folder, one)))
  await appendFrom(folder, 'unknown-ca-with-chain.crt', 'stranger.crt')
  for (const name of certificateCases) {
    const parts = [`${name}.crt`, `${name}.key`].map(part => readFile(join(folder, part), 'utf8'))
    await writeFile(join(folder, `${name}.pem`), (await Promise.all(parts)).join(''))
  }
}

async function appendFrom(folder: string, to: string, from: string): Promise<void> {
  await writeFile(join(folder, to), await readFile(join(folder, from)), { flag: 'a' })
}

/** Makes `name.key` and `name.crt`. `openssl ca` is the one command of OpenSSL 3.0 that takes both dates. */
async function issue(folder: string, wanted: Issue): Promise<void> {
  const { name } = wanted
  const openssl = (...args: readonly string[]) => run('openssl', args, { cwd: folder })
  const date = (value: Date) => `${value.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  const configuration = [
    '[ca]',
    'default_ca=authority',
    '[authority]',
    `database=${name}.db`,
    `new_certs_dir=${name}.new`,
    'rand_serial=yes',
    'default_md=sha256',
    'policy=policy',
    'unique_subject=no',
    '[policy]',
    'commonName=supplied',
    '[extensions]',
    ...wanted.extensions,
    'subjectKeyIdentifier=hash',
  ]
  await mkdir(join(folder, `${name}.new`))
  await writeFile(join(folder, `${name}.db`), '')
  await writeFile(join(folder, `${name}.cnf`), `${configuration.join('\n')}\n`)
  await openssl('genpkey', ...(wanted.key ?? ellipticKey), '-out', `${name}.key`)
  await openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${wanted.subject}`, '-out', `${name}.csr`)
  const signer =
    wanted.issuer === 'self'
      ? ['-selfsign', '-keyfile', `${name}.key`]
      : ['-cert', `${wanted.issuer}.crt`, '-keyfile', `${wanted.issuer}.key`]
  await openssl(
    ...['ca', '-batch', '-notext', '-config', `${name}.cnf`, '-extensions', 'extensions', ...signer],
    ...['-startdate', date(wanted.from), '-enddate', date(wanted.to), '-in', `${name}.csr`, '-out', `${name}.crt`],
  )
  const leftovers = ['new', 'cnf', 'csr', 'db', 'db.old', 'db.attr', 'db.attr.old']
  await Promise.all(leftovers.map(end => rm(join(folder, `${name}.${end}`), { recursive: true, force: true })))
}
