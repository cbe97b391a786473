/** Servers that offer XEP-0198 and do not acknowledge, and connections of which only the way here still works. */
import { expect, test } from 'vitest'
import { createScriptedStream, managementFeature } from '../../../e2e/servers/scripted-management.ts'
import { type Script, startScriptedServer } from '../../../e2e/servers/scripted-server.ts'
import { signIn } from '../../../e2e/servers/scripted-steps.ts'
import { xml } from '../../stanza/element.ts'
import { createTestSession } from '../../testing/session-world.ts'

const account = { domain: 'mired.org', passwordOf: () => 'ana-pw' }
const message = (id: string) => xml('message', { to: 'bob@mired.org', id }, xml('body', {}, id))
const limits = { question: 50, unheard: 200, check: 1000, proof: 1500, idle: 1000, ping: 5000 }

/** Says something all the time. */
function chatter(connection: Parameters<Script>[0]): void {
  const more = setInterval(() => connection.send("<presence from='bob@mired.org/a'/>"), 20)
  void connection.closed.then(() => clearInterval(more))
}

async function clientOf(script: Script) {
  const server = await startScriptedServer({ script })
  const test = createTestSession({
    settings: { host: server.host, port: server.port, encryption: 'disabled' },
    session: { limits, random: () => 0 },
  })
  return {
    ...{ server, test },
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

test.each([
  ['while others talk', chatter],
  ['and says nothing else but what it is asked for', () => {}],
])(
  'a server that never acknowledges, %s: in the end it is done without',
  async (_, talk) => {
    const stream = createScriptedStream()
    await using world = await clientOf(async connection => {
      if (connection.index < 2) await stream.begin(connection, account)
      else await signIn(connection, { ...account, features: [managementFeature] })
      talk(connection)
      await stream.serve(connection, ({ name }) => (name === 'r' ? null : undefined))
    })
    const { test, server } = world
    const { session } = test
    await test.attempt()
    expect(session.acknowledges()).toBe(true)
    await session.send(message('one'))
    // It goes on with the stream, and then that is not heard, either.
    await expect.poll(() => session.acknowledges() || session.address(), { timeout: 20_000 }).toMatch(/^ana/)
    expect(server.connections.map(({ heard }) => /<(resume|enable)/.exec(heard())?.[1])).toEqual([
      'enable',
      'resume',
      undefined,
    ])
  },
  40_000,
)

test('a connection of which only the way here works is left, and the stream goes on', async () => {
  const stream = createScriptedStream()
  await using world = await clientOf(async connection => {
    await stream.begin(connection, account)
    chatter(connection)
    let deaf = false
    await stream.serve(connection, ({ name, attributes }) => {
      deaf ||= connection.index === 0 && attributes.id === 'two'
      return name === 'r' && deaf ? null : undefined
    })
  })
  const { test, server } = world
  const acknowledged: string[] = []
  test.session.onAcknowledged(ids => acknowledged.push(...ids))
  const resumed = new Promise(resolve => test.session.onResumed(resolve))
  await test.attempt()
  await test.session.send(message('one'))
  await expect.poll(() => acknowledged).toEqual(['one'])
  await test.session.send(message('two'))
  await resumed
  await expect.poll(() => acknowledged).toEqual(['one', 'two'])
  expect(test.session.acknowledges()).toBe(true)
  expect(server.connections).toHaveLength(2)
}, 120_000)
