import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Proxy as NetworkProxy,
  type RunningServer,
  startEjabberd,
  startProsody,
  startProxy,
} from '../../e2e/servers/index.ts'
import { startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { signIn as serverSide, streamError } from '../../e2e/servers/scripted-steps.ts'
import type { Clock, Network } from '../core/ports/index.ts'
import { xml } from '../stanza/element.ts'
import { createTestSession, type TestSession } from '../testing/session-world.ts'

/** A clock that stands still; `run` calls back the next that waits and says how long that would have been. */
function heldClock(): Clock & { readonly run: () => number; readonly waiting: () => number } {
  let now = 1_000_000
  const timers: { readonly at: number; readonly callback: () => void }[] = []
  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback }
      timers.push(timer)
      return () => {
        const index = timers.indexOf(timer)
        if (index >= 0) timers.splice(index, 1)
      }
    },
    run() {
      timers.sort((a, b) => a.at - b.at)
      const timer = timers.shift()
      if (timer === undefined) throw new Error('nobody waits')
      const waited = timer.at - now
      now = timer.at
      timer.callback()
      return waited
    },
    waiting: () => timers.length,
  }
}

const refusing: Network = {
  resolveService: () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })),
  resolveAddress: () => Promise.resolve(['127.0.0.1']),
  connect: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
}

/** A connection that is just being closed cannot be reset, which is how the proxy ends what is open. */
async function leave(test: TestSession, proxy: NetworkProxy): Promise<void> {
  await test.session.dispose()
  await Promise.all(proxy.connections.map(connection => connection.closed))
}

describe('after a network failure', () => {
  it('tries again in growing pauses, each told with its time', async () => {
    const clock = heldClock()
    await using test = createTestSession({ session: { clock, network: refusing, random: () => 0 } })
    const pauses: number[] = []
    test.signIn()
    for (let turn = 0; turn < 9; turn++) {
      const state = await test.reach('waiting')
      if (state.phase !== 'waiting') throw new Error('unreachable')
      expect(state.failure.code).toBe('connection-refused')
      expect(clock.waiting()).toBe(1)
      const { retryAt } = state
      const before = clock.now()
      pauses.push(clock.run())
      expect(retryAt).toBe(before + (pauses.at(-1) ?? 0))
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000])
    const attempts = test.states.flatMap(state => (state.phase === 'connecting' ? [state.attempt] : []))
    expect(new Set(attempts).size).toBe(10)
  })

  it('tries at once when asked to, and not twice', async () => {
    const clock = heldClock()
    let connects = 0
    const network: Network = {
      ...refusing,
      connect: (...args) => {
        connects += 1
        return refusing.connect(...args)
      },
    }
    await using test = createTestSession({ session: { clock, network } })
    await test.attempt()
    test.session.retryNow()
    test.session.retryNow()
    await test.reach('waiting')
    expect(connects).toBe(2)
    expect(clock.waiting()).toBe(1)
  })

  it('stops when it is told to', async () => {
    const clock = heldClock()
    await using test = createTestSession({ session: { clock, network: refusing } })
    await test.attempt()
    await test.session.disconnect()
    expect(clock.waiting()).toBe(0)
    expect(test.session.state()).toEqual({ phase: 'offline', failure: null })
    test.session.retryNow()
    expect(test.session.state().phase).toBe('offline')
  })
})

describe.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
] as const)('with %s', (_, start) => {
  let server: RunningServer
  beforeAll(async () => {
    server = await start()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const options = (port = server.port) => ({
    roots: [server.authority.text],
    settings: { host: server.host, port },
    session: { random: () => 0 },
  })

  it('signs in, says so in order, and is answered', async () => {
    await using test = createTestSession(options())
    const order: string[] = []
    test.session.onState(state => order.push(state.phase === 'connecting' ? state.step : state.phase))
    test.session.onOnline(() => order.push('first listener'))
    test.session.onOnline(() => order.push('second listener'))
    const state = await test.attempt()
    expect(state).toMatchObject({
      phase: 'online',
      address: 'ana@mired.org/centella-test',
      security: { trust: 'chain' },
    })
    expect(order).toEqual([
      ...['resolving', 'connecting', 'securing', 'authenticating', 'binding'],
      ...['online', 'first listener', 'second listener'],
    ])
    const roster = await test.session.request(xml('iq', { type: 'get' }, xml('query', 'jabber:iq:roster')))
    expect(roster.attrs.type).toBe('result')
    const presence = new Promise(resolve => test.session.onPresence(resolve))
    await test.session.send(xml('presence'))
    await presence
  })

  it('takes the resource of the account before that of the profile', async () => {
    await using test = createTestSession(options())
    const state = await test.attempt({ settings: { ...options().settings, resource: 'Büro 1' } })
    expect(state).toMatchObject({ address: 'ana@mired.org/Büro 1' })
  })

  it('goes on after a cut, with new objects, on the same stream', async () => {
    await using proxy = await startProxy({ target: server })
    await using test = createTestSession(options(proxy.port))
    const told: string[] = []
    test.session.onOffline(({ resumable }) => told.push(resumable ? 'broken' : 'offline'))
    test.session.onOnline(() => told.push('online'))
    test.session.onResumed(({ forgotten }) => told.push(forgotten ? 'forgotten' : 'resumed'))
    await test.attempt()
    for (let turn = 1; turn <= 2; turn++) {
      const back = test.next()
      proxy.cutAll()
      expect(await back).toMatchObject({ phase: 'waiting', failure: { code: 'network-lost' } })
      await test.reach('online')
      expect((await test.session.request(xml('iq', { type: 'get' }, xml('ping', 'urn:xmpp:ping')))).attrs.type).toBe(
        'result',
      )
    }
    expect(told).toEqual(['online', 'broken', 'resumed', 'broken', 'resumed'])
    await leave(test, proxy)
  })

  it('ends as conflict when another takes its resource, and stays away', async () => {
    await using proxy = await startProxy({ target: server })
    await using older = createTestSession(options(proxy.port))
    await using newer = createTestSession(options())
    await older.attempt()
    const thrown = older.next()
    await newer.attempt()
    expect(await thrown).toMatchObject({ phase: 'offline', failure: { code: 'conflict' } })
    expect(newer.session.state().phase).toBe('online')
    expect(proxy.connections).toHaveLength(1)
    await leave(newer, proxy)
  })

  it('comes back when the server does', async () => {
    await using test = createTestSession(options())
    await test.attempt()
    const lost = test.next()
    await server.stop()
    expect((await lost).phase).toBe('waiting')
    await server.start()
    test.session.retryNow()
    await test.reach('online')
  })

  it('is not told the name of a server that serves no address: these say host-unknown and no more', async () => {
    await using test = createTestSession({ account: 'ana@127.0.0.1', settings: { port: server.port } })
    const state = await test.attempt()
    expect(state).toMatchObject({
      phase: 'offline',
      failure: { code: 'domain-mismatch', details: { condition: 'host-unknown', domain: '127.0.0.1' } },
    })
  })

  it('closes its stream when it leaves', async () => {
    await using proxy = await startProxy({ target: server })
    await using test = createTestSession(options(proxy.port))
    await test.attempt()
    await test.session.disconnect()
    const connection = await proxy.connection(0)
    await connection.closed
    expect(test.session.address()).toBeNull()
    expect(test.session.state()).toEqual({ phase: 'offline', failure: null })
  })
})

describe('a stream error', () => {
  it.each([
    ['conflict', 'offline', 'conflict'],
    ['not-authorized', 'offline', 'stream-error'],
    ['host-gone', 'offline', 'domain-mismatch'],
    ['system-shutdown', 'waiting', 'stream-error'],
    ['policy-violation', 'offline', 'stream-error'],
    ['internal-server-error', 'waiting', 'stream-error'],
  ])('%s while online: %s', async (condition, phase, code) => {
    await using server = await startScriptedServer({
      script: async connection => {
        await serverSide(connection, { domain: 'mired.org', passwordOf: () => 'ana-pw' })
        await connection.nextElement('presence')
        connection.send(streamError(condition))
        await connection.silence()
      },
    })
    await using test = createTestSession({
      settings: { host: server.host, port: server.port, encryption: 'disabled' },
      session: { limits: { goodbye: 50 } },
    })
    await test.attempt()
    const ended = test.next()
    await test.session.send(xml('presence'))
    expect(await ended).toMatchObject({ phase, failure: { code, details: { condition } } })
  })
})

it('replaces what was going on when it is told to connect again', async () => {
  await using silent = await startScriptedServer({ script: connection => connection.silence() })
  await using good = await startScriptedServer({
    script: async connection => {
      await serverSide(connection, { domain: 'mired.org', passwordOf: () => 'ana-pw' })
      await connection.silence()
    },
  })
  await using test = createTestSession({
    settings: { host: '127.0.0.1', encryption: 'disabled' },
    session: { limits: { goodbye: 50 } },
  })
  test.signIn({ settings: { port: silent.port } })
  const first = await silent.connection(0)
  expect((await test.attempt({ settings: { port: good.port } })).phase).toBe('online')
  await expect.poll(() => first.open()).toBe(false)
})
