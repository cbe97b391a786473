import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Script, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { feature, greet, signIn, streamHeader } from '../../e2e/servers/scripted-steps.ts'
import type { Element } from '../stanza/element.ts'
import { createTestSession, outcomeOf } from '../testing/session-world.ts'

const domain = 'mired.org'
const unhandled: unknown[] = []
const note = (error: unknown): void => void unhandled.push(error)
beforeAll(() => {
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
})
afterAll(() => {
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
  expect(unhandled).toEqual([])
})

const message = (body: string, attributes = ''): string =>
  `<message from='bob@mired.org/a' ${attributes}><body>${body}</body></message>`

/** Signs in, and gives the bodies of what arrives up to the one that says `end`. */
async function receive(script: Script) {
  await using server = await startScriptedServer({
    script: async connection => {
      await signIn(connection, { domain, passwordOf: () => 'ana-pw' })
      await script(connection)
      await connection.silence()
    },
  })
  await using test = createTestSession({
    settings: { host: server.host, port: server.port, encryption: 'disabled' },
    session: { limits: { goodbye: 50 } },
  })
  const bodies: string[] = []
  const ended = Promise.withResolvers<void>()
  test.session.onMessage((element: Element) => {
    const body = element.getChildText('body') ?? ''
    if (body === 'end') ended.resolve()
    else bodies.push(body)
  })
  await test.attempt()
  await Promise.race([ended.promise, test.reach('offline'), test.reach('waiting')])
  return { bodies, state: test.session.state(), connections: server.connections.length }
}

describe('while online', () => {
  it('leaves out what is too large, too deep or makes no sense, and goes on', async () => {
    const { bodies, state, connections } = await receive(async connection => {
      connection.send(message('one'))
      connection.send(message('x'.repeat(5 * 1024 * 1024)))
      connection.send(message('<x>'.repeat(100) + '</x>'.repeat(100)))
      connection.send(message('&nbsp;'))
      connection.send(message('&#1;'))
      connection.send("<message from='@'><body>nobody</body></message>")
      connection.send("<message xmlns='urn:other'><body>other</body></message>")
      connection.send("<!-- hello --><?php x ?><iq type='nonsense'/><presence/>")
      connection.send(message('two') + message('end'))
    })
    expect(bodies).toEqual(['one', 'two'])
    expect(state.phase).toBe('online')
    expect(connections).toBe(1)
  })

  it('keeps characters whole that packets cut', async () => {
    const { bodies } = await receive(connection => connection.sendInPieces(message('ñ€😀') + message('end'), 1))
    expect(bodies).toEqual(['ñ€😀'])
  })

  it.each([
    ['tags that do not match', '<message><body></message></body>'],
    ['text between stanzas', 'hello'],
    ['a document type', '<!DOCTYPE html>'],
    ['a tag that is cut off', "<message to='ana"],
  ])('goes on behind %s, on the same stream', async (_, text) => {
    const { bodies, state, connections } = await receive(async connection => {
      connection.send(text)
      connection.send(`${text}${message('more')}${message('end')}`)
    })
    expect([bodies, state.phase, connections]).toEqual([['more'], 'online', 1])
  })
})

it('reads no further while much of what has come is not done, and then goes on', async () => {
  const all = 8000
  await using server = await startScriptedServer({
    script: async connection => {
      await signIn(connection, { domain, passwordOf: () => 'ana-pw' })
      for (let index = 0; index < all; index++) connection.send(message('x'.repeat(1000)))
      await connection.silence()
    },
  })
  await using test = createTestSession({
    settings: { host: server.host, port: server.port, encryption: 'disabled' },
    session: { limits: { goodbye: 50, idle: 50, ping: 50 } },
  })
  let waiting: (() => void)[] = []
  let count = 0
  test.session.onMessage(() => {
    count += 1
    return new Promise(resolve => waiting.push(resolve))
  })
  await test.attempt()
  await expect.poll(() => count, { timeout: 30_000 }).toBeGreaterThan(1999)
  // Time enough for all of them, and for the connection to be taken for dead.
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(count).toBeLessThan(3000)
  expect(test.session.state().phase).toBe('online')
  while (count < all) {
    for (const done of waiting.splice(0)) done()
    await new Promise(setImmediate)
  }
  waiting = []
  expect(test.session.state().phase).toBe('online')
})

it('hears what comes in the same packet as the answer to its binding, once it is online', async () => {
  await using server = await startScriptedServer({
    script: async connection => {
      await greet(connection, domain, feature.mechanisms('PLAIN'))
      await connection.nextElement('auth')
      connection.send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
      await greet(connection, domain, feature.bind)
      const { attributes } = await connection.nextElement('iq')
      const bound = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>ana@mired.org/x</jid></bind>`
      const version = `<iq type='get' id='v' from='${domain}'><query xmlns='jabber:iq:version'/></iq>`
      connection.send(`<iq type='result' id='${attributes.id}'>${bound}</iq>${message('first')}${version}`)
      expect((await connection.nextElement('presence')).name).toBe('presence')
      expect((await connection.nextElement('iq')).xml).toContain('service-unavailable')
      connection.send(message('end'))
      await connection.silence()
    },
  })
  await using test = createTestSession({
    settings: { host: server.host, port: server.port, encryption: 'disabled', allowPlainWithoutTls: true },
    session: { limits: { goodbye: 50 } },
  })
  const { xml } = await import('../stanza/element.ts')
  const heard: string[] = []
  const ended = Promise.withResolvers<void>()
  test.session.onOnline(() => {
    heard.push(`online ${test.session.address()}`)
    test.session.send(xml('presence')).catch(ended.reject)
  })
  test.session.onMessage(element => {
    heard.push(element.getChildText('body') ?? '')
    if (heard.at(-1) === 'end') ended.resolve()
  })
  test.signIn()
  await ended.promise
  expect(heard).toEqual(['online ana@mired.org/x', 'first', 'end'])
})

it('waits for the answer to its binding, whatever else comes', async () => {
  await using server = await startScriptedServer({
    script: async connection => {
      await greet(connection, domain, feature.mechanisms('PLAIN'))
      await connection.nextElement('auth')
      connection.send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
      await greet(connection, domain, feature.bind)
      const { attributes } = await connection.nextElement('iq')
      const bound = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>ana@mired.org/x</jid></bind>`
      connection.send(`<iq type='result' id='stray'/><iq type='error' id='other'/>`)
      connection.send(`<iq type='result' id='${attributes.id}'>${bound}</iq>`)
      await connection.silence()
    },
  })
  await using test = createTestSession({
    settings: { host: server.host, port: server.port, encryption: 'disabled', allowPlainWithoutTls: true },
    session: { limits: { goodbye: 50, bind: 1000 } },
  })
  expect(await test.attempt()).toMatchObject({ phase: 'online', address: 'ana@mired.org/x' })
})

describe('what is no XMPP server', () => {
  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<html><body>Bad</body></html>'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
    ['a header that is no stream', "<html xmlns='http://www.w3.org/1999/xhtml'><body/>"],
    ['XML of another kind', `${streamHeader(domain).replace('http://etherx.jabber.org/streams', 'urn:x')}<a/><b/>`],
  ])('%s is told and left', async (_, text) => {
    await using server = await startScriptedServer({
      script: async connection => {
        connection.send(text)
        await connection.silence()
      },
    })
    await using test = createTestSession({
      settings: { host: server.host, port: server.port },
      session: { limits: { stream: 100 } },
    })
    expect(['stream-error', 'domain-mismatch', 'timed-out']).toContain(outcomeOf(await test.attempt()))
    await expect.poll(() => server.connections[0]?.open()).toBe(false)
  })
})
