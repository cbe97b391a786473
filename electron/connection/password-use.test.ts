import { describe, expect, it } from 'vitest'
import { type Script, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { authenticate, feature, greet, signIn, streamError } from '../../e2e/servers/scripted-steps.ts'
import { xml } from '../stanza/element.ts'
import { createTestSession, type TestSession } from '../testing/session-world.ts'

// How often a password is put to use by itself: servers lock accounts, and count what they let in.

const domain = 'mired.org'
const online: Script = async connection => {
  await signIn(connection, { domain, passwordOf: () => 'ana-pw' })
  await connection.silence()
}
const dropsAtPassword: Script = async connection => {
  await greet(connection, domain, feature.mechanisms('SCRAM-SHA-1'))
  await connection.nextElement('auth')
  connection.reset()
  await connection.silence()
}
const refusesResource: Script = async connection => {
  await greet(connection, domain, feature.mechanisms('SCRAM-SHA-1'))
  await authenticate(connection, () => 'ana-pw')
  await greet(connection, domain, feature.bind)
  const { attributes } = await connection.nextElement('iq')
  const condition = "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
  connection.send(`<iq type='error' id='${attributes.id}'><error type='wait'>${condition}</error></iq>`)
  await connection.silence()
}

async function withServer(script: Script, use: (test: TestSession, connections: () => number) => Promise<void>) {
  await using server = await startScriptedServer({ script })
  await using test = createTestSession({
    settings: { host: server.host, port: server.port, encryption: 'disabled' },
    session: { limits: { goodbye: 50 }, random: () => 0 },
  })
  await use(test, () => server.connections.length)
}

/** Lets in the first connection and ends it at our presence; the others follow the script. */
function onceOnline(script: Script, farewell?: string): Script {
  return async connection => {
    if (connection.index > 0) return script(connection)
    await signIn(connection, { domain, passwordOf: () => 'ana-pw' })
    await connection.nextElement('presence')
    if (farewell === undefined) connection.reset()
    else connection.send(farewell)
    await connection.silence()
  }
}

/** Has the connection of `onceOnline` ended. */
async function cut(test: TestSession) {
  const state = test.next()
  await test.session.send(xml('presence'))
  return state
}

/** The outcome of the attempt that follows the present pause at once. */
async function again(test: TestSession) {
  const state = test.next()
  test.session.retryNow()
  return state
}

describe('a server that ends the connection at the password, without a word', () => {
  it('is asked twice', () =>
    withServer(dropsAtPassword, async (test, connections) => {
      expect(await test.attempt()).toMatchObject({ phase: 'waiting', failure: { code: 'network-lost' } })
      expect(await again(test)).toMatchObject({
        phase: 'offline',
        failure: { code: 'stream-error', details: { domain } },
      })
      expect(connections()).toBe(2)
    }))

  it('is given more time where the password has been good', () =>
    withServer(onceOnline(dropsAtPassword), async (test, connections) => {
      await test.attempt()
      expect((await cut(test)).phase).toBe('waiting')
      for (let turn = 0; turn < 4; turn++) expect((await again(test)).phase).toBe('waiting')
      expect((await again(test)).phase).toBe('offline')
      expect(connections()).toBe(6)
    }))

  it('may refuse the connection in between', () =>
    withServer(
      async connection => (connection.index === 1 ? connection.reset() : dropsAtPassword(connection)),
      async (test, connections) => {
        await test.attempt()
        expect((await again(test)).phase).toBe('waiting')
        expect((await again(test)).phase).toBe('offline')
        // A connection that is reset unheard is probed for TLS.
        expect(connections()).toBeGreaterThanOrEqual(3)
      },
    ))
})

describe('a server that lets us in and gives no resource', () => {
  it('is asked once', () =>
    withServer(refusesResource, async (test, connections) => {
      expect(await test.attempt()).toMatchObject({
        phase: 'offline',
        failure: { code: 'stream-error', details: { condition: 'resource-constraint' } },
      })
      expect(connections()).toBe(1)
    }))

  it('is asked again after a long pause where it gave one before', () =>
    withServer(onceOnline(refusesResource), async test => {
      await test.attempt()
      await cut(test)
      const state = await again(test)
      if (state.phase !== 'waiting') throw new Error(state.phase)
      expect(state.retryAt - Date.now()).toBeGreaterThan(55_000)
    }))
})

describe('policy-violation', () => {
  const violates = onceOnline(dropsAtPassword, streamError('policy-violation'))

  it('ends the attempts', () =>
    withServer(violates, async (test, connections) => {
      await test.attempt()
      expect(await cut(test)).toMatchObject({
        phase: 'offline',
        failure: { code: 'stream-error', details: { condition: 'policy-violation' } },
      })
      expect(connections()).toBe(1)
    }))

  it('does not where a listener knows better', () =>
    withServer(violates, async test => {
      const ends: unknown[] = []
      test.session.onOffline(({ failure, tryAgain }) => {
        ends.push(failure?.details.condition)
        tryAgain()
      })
      await test.attempt()
      expect((await cut(test)).phase).toBe('waiting')
      expect(ends).toEqual(['policy-violation'])
    }))
})

it('conflict ends the attempts, whatever a listener knows', () =>
  withServer(onceOnline(dropsAtPassword, streamError('conflict')), async test => {
    test.session.onOffline(({ tryAgain }) => tryAgain())
    await test.attempt()
    expect(await cut(test)).toMatchObject({ phase: 'offline', failure: { code: 'conflict' } })
  }))

it('who leaves is told so', () =>
  withServer(online, async test => {
    const ends: unknown[] = []
    test.session.onOffline(({ failure }) => ends.push(failure))
    await test.attempt()
    await test.session.disconnect()
    expect(ends).toEqual([null])
  }))
