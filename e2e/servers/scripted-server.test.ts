import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { sharedCertificates } from './certificates.ts'
import { createSplitter } from './client-xml.ts'
import { createScramServer } from './scram-server.ts'
import { ConnectionClosed, startScriptedServer } from './scripted-server.ts'
import { bind, feature, greet, serve, signIn, streamError } from './scripted-steps.ts'
import { startPeer } from './slixmpp.ts'

const domain = 'mired.org'
const passwordOf = (user: string) => (user === 'begoña' ? 'contraseña' : undefined)
const header = "<stream:stream to='mired.org' version='1.0' xmlns='jabber:client'>"

it('plays a good server so well that another client signs in', async () => {
  const certificates = await sharedCertificates(domain)
  await using server = await startScriptedServer({
    script: async connection => {
      await signIn(connection, { domain, passwordOf, certificate: certificates.of('valid') })
      await serve(connection)
    },
  })
  const account = { host: server.host, port: server.port, authority: certificates.authority.file }
  await using peer = await startPeer({ ...account, jid: 'begoña@mired.org/a', password: 'contraseña' })
  expect(peer.jid).toBe('begoña@mired.org/a')
  expect(await peer.ask({ payload: "<query xmlns='jabber:iq:roster'/>" })).toContain('type="result"')
  const connection = await server.connection(0)
  expect(connection.encrypted()).toBe(true)
  expect(connection.heard()).toContain('<presence')
})

it('does what the script says, out of all order, and tells what went wrong in it', async () => {
  const server = await startScriptedServer({
    script: async connection => {
      expect(await greet(connection, domain, feature.bind)).toBe('mired.org')
      await bind(connection, 'ana', domain)
      await connection.sendInPieces('<message><body>ñ</body></message>', 1)
      connection.send(streamError('conflict'))
      await connection.nextElement('presence')
    },
  })
  const client = connect(server.port, server.host)
  const chunks: Buffer[] = []
  client.on('data', chunk => chunks.push(chunk))
  client.on('error', () => undefined)
  client.write(`<?xml version='1.0'?>${header}`)
  client.write("<iq id='1&lt;2' type='set'><bind><resource>a&amp;b</resource></bind></iq>")
  while (!Buffer.concat(chunks).includes('</stream:stream>')) await once(client, 'data')
  const text = Buffer.concat(chunks).toString()
  expect(text).toContain("id='1&lt;2'")
  expect(text).toContain('ana@mired.org/a&amp;b')
  expect(text).toContain('<body>ñ</body>')
  // The letter of two bytes came in two packets.
  expect(chunks.some(chunk => chunk.at(-1) === 0xc3)).toBe(true)
  client.write('<message/>')
  await new Promise(resolve => client.once('close', resolve))
  expect(server.problems.map(String)).toEqual(['Error: expected presence: <message/>'])
  await expect(server[Symbol.asyncDispose]()).rejects.toThrow('expected presence')
})

it('takes a client that goes for no problem', async () => {
  const ends: unknown[] = []
  await using server = await startScriptedServer({
    script: async connection => {
      await connection.nextElement().catch(error => {
        ends.push(error)
        throw error
      })
    },
  })
  const client = connect(server.port, server.host)
  await once(client, 'connect')
  client.end()
  await (await server.connection(0)).closed
  expect(ends[0]).toBeInstanceOf(ConnectionClosed)
  expect(server.problems).toEqual([])
})

it('cuts a stream into its parts, wherever the packets end', () => {
  const text = `<?xml version='1.0'?>\n${header}<a b='>'/> <iq id="1"><q xmlns='x'><q/>t</q></iq></stream:stream>`
  const whole = createSplitter().write(text)
  const splitter = createSplitter()
  const single = [...text].flatMap(character => splitter.write(character))
  expect(single).toEqual(whole)
  expect(whole.map(piece => piece.kind)).toEqual(['header', 'element', 'element', 'end'])
  expect(whole[2]).toMatchObject({
    name: 'iq',
    attributes: { id: '1' },
    child: { name: 'q', attributes: { xmlns: 'x' } },
  })
})

describe('SCRAM', () => {
  /** The example of RFC 5802, 5, whose server nonce cannot be chosen here: so the client's side is computed. */
  function play(faults: Parameters<typeof createScramServer>[2]) {
    const server = createScramServer('SCRAM-SHA-1', () => 'pencil', faults)
    const first = server.challenge('n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL')
    const [, nonce = '', salt = '', iterations = ''] = /^r=(.*),s=(.*),i=(.*)$/.exec(first) ?? []
    const salted = pbkdf2Sync('pencil', Buffer.from(salt, 'base64'), Number(iterations), 20, 'sha1')
    const hmac = (key: Buffer, data: string) => createHmac('sha1', key).update(data).digest()
    const clientKey = hmac(salted, 'Client Key')
    const message = `n=user,r=fyko+d2lbbFgONRv9qkxdawL,${first},c=biws,r=${nonce}`
    const signature = hmac(createHash('sha1').update(clientKey).digest(), message)
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0))).toString('base64')
    const right = `v=${hmac(hmac(salted, 'Server Key'), message).toString('base64')}`
    return { nonce, iterations, right, final: server.verify(`c=biws,r=${nonce},p=${proof}`), server }
  }

  it('is right', () => {
    const { final, right, nonce, server } = play({})
    expect(final).toBe(right)
    expect(nonce.startsWith('fyko+d2lbbFgONRv9qkxdawL')).toBe(true)
    expect(nonce.length).toBeGreaterThan(40)
    expect(server.verify(`c=biws,r=${nonce},p=AAAA`)).toBe(null)
  })
  it('is wrong on purpose', () => {
    const wrong = play({ signature: 'wrong' })
    expect(wrong.final).toMatch(/^v=/)
    expect(wrong.final).not.toBe(wrong.right)
    expect(play({ signature: 'missing' }).final).toBe('')
    expect(play({ nonce: 'foreign' }).nonce).not.toContain('fyko+')
    expect(play({ nonce: 'unchanged' }).nonce).toBe('fyko+d2lbbFgONRv9qkxdawL')
    expect(play({ iterations: 1 }).iterations).toBe('1')
  })
})
