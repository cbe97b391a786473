/** Somebody who is signed in without a window: there, in a room, and silent but for files. */
import { request } from 'node:https'
import { connect } from 'node:tls'
import { createSplitter, escapeXml, unescapeXml } from '../../e2e/servers/client-xml.ts'
import type { RunningServer } from '../../e2e/servers/index.ts'

export interface QuietClientOptions {
  readonly name: string
  readonly password: string
  /** PEM of the certificate, or of the authority, that is trusted. */
  readonly trusts: string
  /** Inner XML of the presence. */
  readonly presence: string
  /** Rooms with the nickname in them: `clase@conference.mired.org/Inés`. */
  readonly rooms: readonly string[]
}

export interface QuietClient {
  readonly end: () => void
  /** Gives a file to the server (XEP-0363) and its link to a room (XEP-0066), with words before it. */
  readonly share: (room: string, file: SharedFile) => Promise<void>
}

export interface SharedFile {
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
  readonly words: string
}

/**
 * Signs in by direct TLS (RFC 6120 with PLAIN), says that it is there and enters the rooms; resolves when it is in them.
 */
export async function startQuietClient(server: RunningServer, options: QuietClientOptions): Promise<QuietClient> {
  const { name, password, trusts, presence, rooms } = options
  const socket = connect({
    host: server.host,
    port: server.directTlsPort ?? 0,
    servername: server.domain,
    ca: trusts,
  })
  const done = Promise.withResolvers<void>()
  const fail = (why: string) => done.reject(new Error(`${name} cannot be signed in: ${why}`))
  socket.on('error', error => fail(error.message))
  socket.on('close', () => fail('the connection has ended'))
  socket.setEncoding('utf8')

  let splitter = createSplitter()
  let isSignedIn = false
  const missing = new Set(rooms)
  const answers = new Map<string, (xml: string) => void>()
  const open = () => {
    splitter = createSplitter()
    socket.write(
      `<?xml version='1.0'?><stream:stream to='${server.domain}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
    )
  }
  const authenticate = () => {
    const secret = Buffer.from(`\0${name}\0${password}`).toString('base64')
    socket.write(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`)
  }
  const enter = () => {
    socket.write(`<presence>${presence}</presence>`)
    for (const room of rooms) {
      const noHistory = "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>"
      socket.write(`<presence to='${escapeXml(room)}'>${noHistory}</presence>`)
    }
    if (missing.size === 0) done.resolve()
  }

  socket.on('secureConnect', open)
  socket.on('data', (text: string) => {
    for (const piece of splitter.write(text)) {
      if (piece.kind !== 'element') continue
      const { from = '', type, id = '' } = piece.attributes
      if (piece.name === 'stream:features') {
        if (!isSignedIn) authenticate()
        else {
          socket.write(
            "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>demo</resource></bind></iq>",
          )
        }
      } else if (piece.name === 'success') {
        isSignedIn = true
        open()
        return
      } else if (piece.name === 'failure') fail(piece.xml)
      else if (piece.name === 'iq' && id === 'bind') enter()
      else if (piece.name === 'presence' && missing.delete(from) && missing.size === 0) done.resolve()
      else if (piece.name === 'iq' && (type === 'result' || type === 'error')) answers.get(id)?.(piece.xml)
      else if (piece.name === 'iq' && (type === 'get' || type === 'set')) {
        // "An entity that receives an IQ request of type "get" or "set" MUST reply" (RFC 6120, 8.2.3).
        const refusal = "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
        const to = from === '' ? '' : ` to='${escapeXml(from)}'`
        socket.write(`<iq type='error' id='${escapeXml(id)}'${to}><error type='cancel'>${refusal}</error></iq>`)
      }
    }
  })
  try {
    await done.promise
  } catch (error) {
    socket.destroy()
    throw error
  }
  const share = async (room: string, { name: file, type, bytes, words }: SharedFile): Promise<void> => {
    const { domain, host } = server
    const asked = `<request xmlns='urn:xmpp:http:upload:0' filename='${file}' size='${bytes.length}' content-type='${type}'/>`
    const id = `slot ${file}`
    const slot = new Promise<string>(resolve => answers.set(id, resolve))
    socket.write(`<iq type='get' id='${id}' to='upload.${domain}'>${asked}</iq>`)
    const xml = await slot
    const addressOf = (tag: string) => unescapeXml(new RegExp(`<${tag} url=['"]([^'"]+)`).exec(xml)?.[1] ?? '')
    const header = unescapeXml(/<header name=['"]Authorization['"]>([^<]*)/.exec(xml)?.[1] ?? '')
    await put(new URL(addressOf('put')), host, trusts, { 'content-type': type, authorization: header }, bytes)
    const say = (inner: string) => socket.write(`<message type='groupchat' to='${escapeXml(room)}'>${inner}</message>`)
    say(`<body>${escapeXml(words)}</body>`)
    const link = escapeXml(addressOf('get'))
    say(`<body>${link}</body><x xmlns='jabber:x:oob'><url>${link}</url></x>`)
  }
  return { end: () => socket.destroy(), share }
}

/** No DNS knows the address: the host is where the server is. */
function put(
  { hostname, port, pathname, search }: URL,
  host: string,
  ca: string,
  headers: Readonly<Record<string, string>>,
  bytes: Buffer,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sending = request(
      {
        ...{ host, port, ca, servername: hostname, path: `${pathname}${search}`, method: 'PUT' },
        headers: { ...headers, host: `${hostname}:${port}`, 'content-length': bytes.length },
      },
      response => {
        response.resume()
        if (response.statusCode === 201 || response.statusCode === 200) resolve()
        else reject(new Error(`The file was not taken: ${response.statusCode}`))
      },
    )
    sending.on('error', reject)
    sending.end(bytes)
  })
}
