/** What a good server does at each step of RFC 6120; scripts leave out, repeat or replace what they want to go wrong. */
import type { ServerCertificate } from './certificates.ts'
import { type ClientElement, escapeXml, textOf } from './client-xml.ts'
import { createScramServer, type PasswordOf, type ScramFaults, type ScramMechanism } from './scram-server.ts'
import type { ScriptedConnection } from './scripted-server.ts'

const namespaces = {
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  streams: 'urn:ietf:params:xml:ns:xmpp-streams',
}

export const feature = {
  startTls: `<starttls xmlns='${namespaces.tls}'/>`,
  startTlsRequired: `<starttls xmlns='${namespaces.tls}'><required/></starttls>`,
  bind: `<bind xmlns='${namespaces.bind}'/>`,
  mechanisms: (...names: readonly string[]) =>
    `<mechanisms xmlns='${namespaces.sasl}'>${names.map(name => `<mechanism>${name}</mechanism>`).join('')}</mechanisms>`,
}

export const proceed = `<proceed xmlns='${namespaces.tls}'/>`

/** `<success/>`, with data for mechanisms that send some. */
export function success(data?: string): string {
  return `<success xmlns='${namespaces.sasl}'>${data === undefined ? '' : base64(data)}</success>`
}

export function saslFailure(condition: string, text = ''): string {
  return `<failure xmlns='${namespaces.sasl}'><${condition}/>${text === '' ? '' : `<text>${escapeXml(text)}</text>`}</failure>`
}

export function streamError(condition: string): string {
  return `<stream:error><${condition} xmlns='${namespaces.streams}'/></stream:error></stream:stream>`
}

export function streamHeader(from: string, id = 'stream-1'): string {
  return `<?xml version='1.0'?><stream:stream from='${from}' id='${id}' version='1.0' xml:lang='en' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`
}

/** Waits for the client's header and answers with ours and these features. Resolves with the client's `to`. */
export async function greet(
  connection: ScriptedConnection,
  domain: string,
  ...features: readonly string[]
): Promise<string | undefined> {
  const { attributes } = await connection.nextHeader()
  connection.send(`${streamHeader(domain)}<stream:features>${features.join('')}</stream:features>`)
  return attributes.to
}

/** Waits for `<starttls/>` and goes over to TLS. */
export async function startTls(connection: ScriptedConnection, certificate: ServerCertificate): Promise<void> {
  await connection.nextElement('starttls')
  connection.send(proceed)
  await connection.upgrade(certificate)
}

/** Waits for `<auth/>` (SCRAM or PLAIN) and sees it through. Resolves with the user, or null after a failure. */
export async function authenticate(
  connection: ScriptedConnection,
  passwordOf: PasswordOf,
  faults: ScramFaults = {},
): Promise<string | null> {
  const auth = await connection.nextElement('auth')
  const mechanism = auth.attributes.mechanism
  if (mechanism === 'PLAIN') {
    const [, user = '', password] = fromBase64(auth.text).split('\0')
    const right = passwordOf(user) === password
    connection.send(right ? success() : saslFailure('not-authorized'))
    return right ? user : null
  }
  const scram = createScramServer(scramMechanism(mechanism), passwordOf, faults)
  const challenge = base64(scram.challenge(fromBase64(auth.text)))
  connection.send(`<challenge xmlns='${namespaces.sasl}'>${challenge}</challenge>`)
  const response = await connection.nextElement('response')
  const final = scram.verify(fromBase64(response.text))
  connection.send(final === null ? saslFailure('not-authorized') : success(final === '' ? undefined : final))
  return final === null ? null : scram.user()
}

/** Waits for the request to bind and grants it. Resolves with the full address. */
export async function bind(connection: ScriptedConnection, user: string, domain: string): Promise<string> {
  return grant(connection, await connection.nextElement('iq'), user, domain)
}

/** Grants a request to bind that has come. Gives the full address. */
export function grant(connection: ScriptedConnection, request: ClientElement, user: string, domain: string): string {
  const address = `${user}@${domain}/${textOf(request.xml, 'resource') ?? 'given'}`
  connection.send(result(request, `<bind xmlns='${namespaces.bind}'><jid>${escapeXml(address)}</jid></bind>`))
  return address
}

/** The result of a request, with this inside. */
export function result(request: ClientElement, inside = ''): string {
  return `<iq type='result' id='${escapeXml(request.attributes.id ?? '')}'>${inside}</iq>`
}

export interface GoodSignIn {
  readonly domain: string
  readonly passwordOf: PasswordOf
  /** STARTTLS (required) with this certificate; without it, everything in clear text. */
  readonly certificate?: ServerCertificate
  readonly mechanisms?: readonly string[]
  /** Further stream features once signed in. */
  readonly features?: readonly string[]
}

/** Everything up to and with binding, as a good server does it. Resolves with the client's full address. */
export async function signIn(connection: ScriptedConnection, options: GoodSignIn): Promise<string> {
  const { domain, certificate } = options
  if (certificate !== undefined && !connection.encrypted()) {
    await greet(connection, domain, feature.startTlsRequired)
    await startTls(connection, certificate)
  }
  await greet(connection, domain, feature.mechanisms(...(options.mechanisms ?? ['SCRAM-SHA-1', 'PLAIN'])))
  const user = await authenticate(connection, options.passwordOf)
  if (user === null) throw new Error('scripted sign-in: wrong password')
  await greet(connection, domain, feature.bind, ...(options.features ?? []))
  return bind(connection, user, domain)
}

/** What a script says to an element; undefined leaves it to the ordinary answer, null leaves it unanswered. */
export type Answer = (element: ClientElement) => string | null | undefined

/** Answers requests until the client goes: an empty contact list, empty results, own presence back. */
export async function serve(connection: ScriptedConnection, answer: Answer = () => undefined): Promise<void> {
  for (;;) {
    const element = await connection.nextElement()
    const own = answer(element)
    if (own === null) continue
    if (own !== undefined) connection.send(own)
    else if (element.name === 'iq' && ['get', 'set'].includes(element.attributes.type ?? '')) {
      const { name = '', attributes } = element.child ?? {}
      connection.send(result(element, name === 'query' ? `<query xmlns='${attributes?.xmlns ?? ''}'/>` : ''))
    }
  }
}

function scramMechanism(name: string | undefined): ScramMechanism {
  if (name === 'SCRAM-SHA-1' || name === 'SCRAM-SHA-256' || name === 'SCRAM-SHA-512') return name
  throw new Error(`the scripted server does not know the mechanism ${name}`)
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8')
}
