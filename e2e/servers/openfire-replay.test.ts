import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, it } from 'vitest'
import { type Openfire, startOpenfire } from './openfire-replay.ts'
import { startPeer } from './slixmpp.ts'
import { accepts } from './tied-process.ts'

const header = (to: string) =>
  `<?xml version='1.0'?><stream:stream to='${to}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`
const plain = (user: string, password: string) =>
  `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${Buffer.from(`\0${user}\0${password}`).toString('base64')}</auth>`

/** A client that only writes and reads. */
async function raw(server: Openfire, to = server.domain) {
  const socket = connect(server.port, server.host)
  let text = ''
  socket.on('data', chunk => {
    text += chunk.toString()
  })
  const until = async (end: string) => {
    while (!text.includes(end)) await once(socket, 'data')
    const all = text
    text = ''
    return all
  }
  const say = (words: string, end: string) => {
    socket.write(words)
    return until(end)
  }
  const features = await say(header(to), '</stream:features>')
  return { socket, say, until, features, [Symbol.dispose]: () => void socket.destroy() }
}

it('signs in over STARTTLS with SCRAM-SHA-1 and speaks as Openfire does', async () => {
  // slixmpp would take -PLUS, but with a channel binding that Openfire does not have.
  await using server = await startOpenfire({ mutualContacts: true, mechanisms: ['PLAIN', 'SCRAM-SHA-1'] })
  const at = { host: server.host, port: server.port, authority: server.authority.file }
  await using ana = await startPeer({ ...at, jid: 'ana@mired.test/a', password: 'ana-pass' })
  await using bob = await startPeer({ ...at, jid: 'bob@mired.test/b', password: 'bob-pass' })
  expect(server.attempts.map(one => one.mechanism)).toEqual(['SCRAM-SHA-1', 'SCRAM-SHA-1'])

  const roster = await ana.ask({ payload: "<query xmlns='jabber:iq:roster'/>" })
  expect(roster).toContain('jid="bob@mired.test"')
  expect(roster).not.toContain('from=')
  const items = await ana.ask({ to: 'mired.test', payload: "<query xmlns='http://jabber.org/protocol/disco#items'/>" })
  expect(items).toContain('Public Chatrooms')
  const own = await bob.ask({ to: 'bob@mired.test', payload: "<query xmlns='http://jabber.org/protocol/disco#info'/>" })
  expect(own).toContain('from="bob@mired.test"')
  const nothing = await ana.ask({ payload: "<query xmlns='urn:example:nothing'/>" })
  expect(nothing).toContain('service-unavailable')
  expect(nothing).toContain('urn:example:nothing')

  await ana.next(xml => xml.startsWith('<presence') && xml.includes('bob@mired.test/b'))
  await ana.send('bob@mired.test', 'Hola Bob')
  expect(await bob.next(xml => xml.includes('Hola Bob'))).toContain('from="ana@mired.test/a"')
  await expect.poll(() => server.versions.length).toBe(6)
  expect(server.versions[0]?.attributes.type).toBe('result')
})

it('is one with its self-signed certificate on the port for direct TLS too', async () => {
  await using server = await startOpenfire({ domain: 'escuela.example' })
  const socket = connectTls({
    host: server.host,
    port: server.directTlsPort ?? 0,
    ca: server.authority.text,
    servername: 'escuela.example',
  })
  await once(socket, 'secureConnect')
  const certificate = socket.getPeerCertificate()
  expect(certificate.fingerprint256).toBe(server.fingerprint())
  expect(certificate.subjectaltname).toBe('DNS:escuela.example, DNS:*.escuela.example')
  expect(certificate.bits).toBe(2048)
  socket.write(header('escuela.example'))
  const [first] = (await once(socket, 'data')) as [Buffer]
  expect(first.toString()).toContain('from="escuela.example"')
  expect(first.toString()).not.toContain('mired.test')
  expect(first.toString()).toContain('SCRAM-SHA-1-PLUS')
  socket.destroy()
})

it('offers what each of its settings offers', async () => {
  await using optional = await startOpenfire()
  using first = await raw(optional, 'elsewhere.test')
  expect(first.features).toContain('from="mired.test"')
  expect(first.features).toContain('<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>')
  expect(first.features.match(/<limits /g)?.length).toBe(2)
  expect(first.features.match(/<mechanism>[^<]*/g)).toEqual(['<mechanism>PLAIN', '<mechanism>SCRAM-SHA-1'])

  await using required = await startOpenfire({ tls: 'required' })
  using second = await raw(required)
  expect(second.features).toContain('<required/>')
  expect(second.features).not.toContain('<mechanism>')
  await second.say(plain('ana', 'ana-pass'), '<success')
  expect(await second.say(header('mired.test'), '<stream:features')).toContain('<stream:features/>')

  await using disabled = await startOpenfire({ tls: 'disabled' })
  using third = await raw(disabled)
  expect(third.features).not.toContain('starttls')
  expect(disabled.directTlsPort).toBe(null)
  const refusal = await third.say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", '</stream:stream>')
  expect(refusal).toContain('TLS has been disabled by configuration')

  await using ldap = await startOpenfire({ mechanisms: ['PLAIN'] })
  using fourth = await raw(ldap)
  expect(fourth.features.match(/<mechanism>[^<]*/g)).toEqual(['<mechanism>PLAIN'])
})

it('closes after three wrong passwords, and keeps the id of the stream', async () => {
  await using server = await startOpenfire()
  using client = await raw(server)
  const id = /id="([^"]*)"/.exec(client.features)?.[1]
  for (let index = 0; index < 3; index++) {
    expect(await client.say(plain('ana', 'nope'), '</failure>')).toContain('<not-authorized/>')
  }
  expect(await client.say(plain('ana', 'nope'), '</stream:stream>')).toBe('</stream:stream>')
  expect(server.attempts.length).toBe(3)

  using again = await raw(server)
  await again.say(plain('ana', 'ana-pass'), '<success')
  const restarted = await again.say(header('mired.test'), '</stream:features>')
  expect(restarted).toContain(`id="${/id="([^"]*)"/.exec(again.features)?.[1]}"`)
  expect(restarted).not.toContain(`id="${id}"`)
  const bound = await again.say("<iq type='set' id='x1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", '</iq>')
  expect(bound).toMatch(/<iq type="result" id="x1" to="mired\.test\/[0-9a-f-]{36}">/)
})

it('throws the older session out when the resource is taken', async () => {
  await using server = await startOpenfire({ tls: 'disabled' })
  const signIn = async () => {
    const client = await raw(server)
    await client.say(plain('ana', 'ana-pass'), '<success')
    await client.say(header('mired.test'), '</stream:features>')
    const bind =
      "<iq type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>home</resource></bind></iq>"
    await client.say(bind, 'jabber:iq:version')
    return client
  }
  using older = await signIn()
  using newer = await signIn()
  expect(await older.until('</stream:stream>')).toContain('<conflict ')
  expect(await newer.say("<iq type='get' id='2'><ping xmlns='urn:xmpp:ping'/></iq>", 'id="2"')).toContain('id="2"')
  expect(await accepts(server.port)).toBe(true)
})
