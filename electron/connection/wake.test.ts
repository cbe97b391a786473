/** What `wake` does, told of sleep, of the screen lock and of another network (`shell/power.ts`). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startProsody } from '../../e2e/servers/index.ts'
import { type ScriptedConnection, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { authenticate, feature, greet, signIn } from '../../e2e/servers/scripted-steps.ts'
import { type Clock, type Network, systemClock } from '../core/ports/index.ts'
import { xml } from '../stanza/element.ts'
import { startFaultyProxy } from '../testing/faulty-proxy.ts'
import { createTestSession } from '../testing/session-world.ts'
import { createNodeNetwork } from './node-network.ts'

/** Without `wake` nothing would happen before the test is given up. */
const never = 600_000
const patient = { idle: never, ping: never, answer: never, stream: never, unheard: never, check: 300 }

/** The time of a computer that may sleep: meanwhile nothing is called back. */
function sleepingClock(): Clock & { sleep(milliseconds: number): void } {
  let slept = 0
  return {
    now: () => systemClock.now() + slept,
    after: systemClock.after,
    sleep(milliseconds) {
      slept += milliseconds
    },
  }
}

/** The first connection breaks behind a message; each further one signs in, up to where it may go on. */
async function breaksFirst(connection: ScriptedConnection): Promise<boolean> {
  const features = ["<sm xmlns='urn:xmpp:sm:3'/>"]
  if (connection.index === 0) {
    await signIn(connection, { domain: 'mired.org', passwordOf: () => 'ana-pw', features })
    await connection.nextElement('enable')
    connection.send("<enabled xmlns='urn:xmpp:sm:3' id='one' resume='true'/>")
    await connection.nextElement('message')
    connection.reset()
    return true
  }
  await greet(connection, 'mired.org', feature.mechanisms('SCRAM-SHA-1'))
  await authenticate(connection, () => 'ana-pw')
  await greet(connection, 'mired.org', feature.bind, ...features)
  return false
}

describe('the computer wakes up', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startProsody({ tls: 'none' })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('and a network that swallows everything is noticed and left at once', async () => {
    await using proxy = await startFaultyProxy(server)
    await using test = createTestSession({
      settings: { encryption: 'optional', host: proxy.host, port: proxy.port },
      session: { limits: patient },
    })
    await test.attempt()
    const resumed = new Promise(resolve => test.session.onResumed(resolve))
    const [connection] = proxy.connections
    connection?.lose('up')
    connection?.lose('down')
    // What had passed already and arrives behind a question is a sign of life, once.
    const waking = setInterval(test.session.wake, 2 * patient.check)
    await test.reach('waiting')
    clearInterval(waking)
    await resumed
    const states = test.states.slice(test.states.findIndex(({ phase }) => phase === 'online'))
    expect(states.filter(({ phase }) => phase !== 'connecting')).toMatchObject([
      { phase: 'online' },
      { phase: 'waiting', failure: { code: 'network-lost' } },
      { phase: 'online' },
    ])
  })

  it('and stays online where the server is still there, however long it slept', async () => {
    const clock = sleepingClock()
    await using proxy = await startFaultyProxy(server)
    await using test = createTestSession({
      settings: { encryption: 'optional', host: proxy.host, port: proxy.port },
      session: { clock, limits: { check: 100 } },
    })
    await test.attempt()
    const before = test.states.length
    clock.sleep(8 * 60 * 60 * 1000)
    const heard = () => proxy.connections[0]?.passedDown().length ?? 0
    const known = heard()
    test.session.wake()
    await expect.poll(heard).toBeGreaterThan(known)
    await new Promise(resolve => setTimeout(resolve, 150))
    expect(test.states.slice(before)).toEqual([])
    expect(proxy.connections).toHaveLength(1)
  })

  it('and what waits for its next attempt begins it', async () => {
    let broken = true
    const network: Network = {
      resolveService: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })),
      resolveAddress: () => Promise.resolve(['127.0.0.1']),
      connect: () => Promise.reject(Object.assign(new Error('no network'), { code: 'ENETUNREACH' })),
    }
    const whole = createNodeNetwork()
    await using test = createTestSession({
      settings: { encryption: 'optional', host: server.host, port: server.port },
      session: { network: { ...network, connect: (...to) => (broken ? network : whole).connect(...to) } },
    })
    expect((await test.attempt()).phase).toBe('waiting')
    broken = false
    test.session.wake()
    expect(test.session.state().phase).toBe('connecting')
    await test.reach('online')
  })
})

it('begins anew where an attempt hangs since before the sleep, and not twice for two signs', async () => {
  const clock = sleepingClock()
  await using server = await startScriptedServer({ script: connection => connection.silence() })
  await using test = createTestSession({
    settings: { encryption: 'disabled', host: server.host, port: server.port },
    session: { clock, limits: patient },
  })
  test.signIn()
  const first = await server.connection(0)
  clock.sleep(60_000)
  test.session.wake()
  test.session.wake()
  await server.connection(1)
  await expect.poll(() => first.open()).toBe(false)
  expect(server.connections).toHaveLength(2)
})

it('gives a server that was asked to go on time for what it has got, before it is asked again', async () => {
  const resumes: number[] = []
  await using server = await startScriptedServer({
    script: async connection => {
      const features = ["<sm xmlns='urn:xmpp:sm:3'/>"]
      const options = { domain: 'mired.org', passwordOf: () => 'ana-pw', features }
      if (connection.index === 0) {
        await signIn(connection, options)
        await connection.nextElement('enable')
        connection.send("<enabled xmlns='urn:xmpp:sm:3' id='one' resume='true'/>")
        await connection.nextElement('message')
        connection.reset()
        return
      }
      await greet(connection, 'mired.org', feature.mechanisms('SCRAM-SHA-1'))
      await authenticate(connection, options.passwordOf)
      await greet(connection, 'mired.org', feature.bind, ...features)
      await connection.nextElement('resume')
      resumes.push(performance.now())
      connection.reset()
    },
  })
  await using test = createTestSession({ settings: { encryption: 'disabled', host: server.host, port: server.port } })
  await test.attempt()
  await test.session.send(xml('message', { to: 'bob@mired.org' }, xml('body', {}, 'one')))
  const waking = setInterval(test.session.wake, 20)
  await expect.poll(() => resumes.length, { timeout: 30_000 }).toBe(3)
  clearInterval(waking)
  const gaps = resumes.map((at, index) => at - (resumes[index - 1] ?? Number.NEGATIVE_INFINITY))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500)
})

it('begins anew where the server says nothing each time it is asked to go on', async () => {
  const clock = sleepingClock()
  let resumes = 0
  await using server = await startScriptedServer({
    script: async connection => {
      if (await breaksFirst(connection)) return
      const asked = await connection.nextElement()
      if (asked.name === 'resume') {
        resumes += 1
      } else {
        const jid = '<jid>ana@mired.org/two</jid>'
        const bind = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>${jid}</bind>`
        connection.send(`<iq type='result' id='${asked.attributes.id}'>${bind}</iq>`)
        await connection.nextElement('enable')
        connection.send("<enabled xmlns='urn:xmpp:sm:3' id='two' resume='true'/>")
      }
      await connection.silence()
    },
  })
  await using test = createTestSession({
    settings: { encryption: 'disabled', host: server.host, port: server.port },
    session: { clock },
  })
  await test.attempt()
  await test.session.send(xml('message', { to: 'bob@mired.org' }, xml('body', {}, 'one')))
  for (let asked = 1; asked <= 2; asked++) {
    await expect.poll(() => resumes).toBe(asked)
    clock.sleep(60_000)
    test.session.wake()
  }
  await expect.poll(() => test.session.address(), { timeout: 30_000 }).toBe('ana@mired.org/two')
  expect(resumes).toBe(2)
})

it('goes on trying where the server was silent when it was asked to go on', async () => {
  const clock = sleepingClock()
  const resumes = Promise.withResolvers<void>()
  await using server = await startScriptedServer({
    script: async connection => {
      if (await breaksFirst(connection)) return
      await connection.nextElement('resume')
      if (connection.index === 1) resumes.resolve()
      else connection.send("<resumed xmlns='urn:xmpp:sm:3' previd='one' h='1'/><a xmlns='urn:xmpp:sm:3' h='1'/>")
      await connection.silence()
    },
  })
  await using test = createTestSession({
    settings: { encryption: 'disabled', host: server.host, port: server.port },
    session: { clock, limits: patient },
  })
  await test.attempt()
  await test.session.send(xml('message', { to: 'bob@mired.org' }, xml('body', {}, 'one')))
  await resumes.promise
  const before = test.states.length
  clock.sleep(60_000)
  test.session.wake()
  await test.reach('waiting')
  await expect.poll(() => test.session.state().phase, { timeout: 30_000 }).toBe('online')
  expect(test.states.slice(before).map(({ phase }) => phase)).not.toContain('offline')
})
