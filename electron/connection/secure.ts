import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import type { TrustedCertificate } from '../../shared/domain/certificate.ts'
import { AppError } from '../../shared/domain/failure.ts'
import { domainToAscii } from '../stanza/jid.ts'
import { describeCertificate, leadsToRoot } from './certificate.ts'
import { handshakeFailure, type Place } from './failures.ts'
import type { Roots } from './roots.ts'
import { judge } from './trust.ts'

/** A connection whose peer has proven that it may speak for the domain. */
export interface Secured {
  readonly socket: TLSSocket
  readonly trust: 'chain' | 'pinned'
  readonly protocol: string | null
  readonly cipher: string
  readonly fingerprint: string
}

export interface SecureOptions {
  /** The XMPP domain, as prepared: for SNI and the certificate, wherever the connection leads. */
  readonly domain: string
  /** TLS from the first byte (XEP-0368), which names the protocol by ALPN. */
  readonly directTls: boolean
  /** What is spoken then; XMPP when left out. */
  readonly protocol?: 'xmpp-client' | 'http/1.1'
  /** Of a host that another domain has named: its pins serve it, too. */
  readonly pinnedFor?: string
  readonly roots: Roots
  readonly pins: readonly TrustedCertificate[]
  /** Milliseconds since 1970. */
  readonly now: number
  readonly place: Place
}

/**
 * Begins TLS on an open connection, checks the certificate and hands the connection over; nothing has been sent then.
 * Where it fails the connection is destroyed.
 * @throws AppError `tls-failed` or one of the `certificate-` codes (with the report in `details.certificate`)
 */
export async function secure(connection: Duplex, options: SecureOptions): Promise<Secured> {
  const domain = domainToAscii(options.domain)
  const socket = connect({
    socket: connection,
    secureContext: options.roots.context,
    // RFC 6066, 3: "Literal IPv4 and IPv6 addresses are not permitted in HostName".
    ...(isIP(domain) === 0 ? { servername: domain } : {}),
    ...(options.directTls ? { ALPNProtocols: [options.protocol ?? 'xmpp-client'] } : {}),
    // Always said, whatever NODE_TLS_REJECT_UNAUTHORIZED is: the handshake ends in any case, and judge() decides, for
    // it must tell every reason, which the TLS library does not.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  } satisfies ConnectionOptions)
  // The socket keeps this one for good: an error after everybody has gone must not end the program.
  socket.on('error', () => {})
  try {
    await handshake(socket)
    return { socket, ...accept(socket, domain, options) }
  } catch (error) {
    socket.destroy()
    connection.destroy()
    throw handshakeFailure(error, options.place)
  }
}

function handshake(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('closed during the handshake')))
    socket.once('secureConnect', () => {
      socket.off('error', reject)
      // Openfire before 5 loses what comes in the same packet as the end of a TLS 1.3 handshake.
      setTimeout(resolve, socket.getProtocol() === 'TLSv1.3' ? 1 : 0)
    })
  })
}

function accept(socket: TLSSocket, domain: string, { roots, pins, now, place, ...options }: SecureOptions) {
  const leaf = socket.getPeerX509Certificate()
  if (leaf === undefined) throw new AppError('tls-failed', 'the server showed no certificate', place)
  const certificate = describeCertificate(leaf)
  const { authorized } = socket
  const verdict = judge(
    {
      certificate,
      chainValid: authorized,
      chainError: authorized ? null : errorName(socket.authorizationError),
      leadsToRoot: authorized || leadsToRoot(peerChain(socket, leaf), roots.certificates),
      domain,
      now,
    },
    options.domain,
    pins,
    options.pinnedFor ?? null,
  )
  if (verdict.trusted === false) {
    const { code, report } = verdict
    throw new AppError(code, `certificate: ${report.reasons.join(', ')}`, { ...place, certificate: report })
  }
  const { fingerprint } = certificate
  return { trust: verdict.trusted, protocol: socket.getProtocol(), cipher: socket.getCipher().name, fingerprint }
}

/** The certificates that the server sent, its own first. */
function peerChain(socket: TLSSocket, leaf: X509Certificate): readonly X509Certificate[] {
  const chain = [leaf]
  let current = socket.getPeerCertificate(true)
  while (chain.length < 10 && current.issuerCertificate && current.issuerCertificate !== current) {
    current = current.issuerCertificate
    chain.push(new X509Certificate(current.raw))
  }
  return chain
}

/** Typed as an Error, but Node gives OpenSSL's name of it, as text. */
function errorName(error: unknown): string | null {
  if (typeof error === 'string') return error
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null
}
