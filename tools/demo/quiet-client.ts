/** Somebody who is signed in without a window: there, in a room, and silent. */
import { connect } from 'node:tls'
import { createSplitter, escapeXml } from '../../e2e/servers/client-xml.ts'
import type { RunningServer } from '../../e2e/servers/index.ts'

export interface QuietClientOptions {
  readonly name: string
  readonly password: string
  /** Inner XML of the presence. */
  readonly presence: string
  /** Rooms with the nickname in them: `clase@conference.mired.org/Inés`. */
  readonly rooms: readonly string[]
}

/**
 * Signs in by direct TLS (RFC 6120 with PLAIN), says that it is there and enters the rooms; resolves when it is in them.
 * @returns what ends it
 */
export async function startQuietClient(server: RunningServer, options: QuietClientOptions): Promise<() => void> {
  const { name, password, presence, rooms } = options
  const socket = connect({
    host: server.host,
    port: server.directTlsPort ?? 0,
    servername: server.domain,
    ca: server.authority.text,
  })
  const done = Promise.withResolvers<void>()
  const fail = (why: string) => done.reject(new Error(`${name} cannot be signed in: ${why}`))
  socket.on('error', error => fail(error.message))
  socket.on('close', () => fail('the connection has ended'))
  socket.setEncoding('utf8')

  let splitter = createSplitter()
  let isSignedIn = false
  const missing = new Set(rooms)
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
  return () => socket.destroy()
}
