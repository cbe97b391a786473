/** A stream that broke off and is left while it waits to go on: whoever counts on it has to hear that it is over. */
import { expect, test } from 'vitest'
import type { ScriptedConnection } from '../../e2e/servers/scripted-server.ts'
import { startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { authenticate, feature, greet, signIn, streamError } from '../../e2e/servers/scripted-steps.ts'
import { xml } from '../stanza/element.ts'
import { createTestSession, type TestSession } from '../testing/session-world.ts'

const options = {
  domain: 'mired.org',
  passwordOf: () => 'ana-pw',
  features: ["<sm xmlns='urn:xmpp:sm:3'/>"],
}

async function enable(connection: ScriptedConnection): Promise<void> {
  await signIn(connection, options)
  await connection.nextElement('enable')
  connection.send("<enabled xmlns='urn:xmpp:sm:3' id='one' resume='true'/>")
}

async function resume(connection: ScriptedConnection): Promise<void> {
  await greet(connection, 'mired.org', feature.mechanisms('SCRAM-SHA-1'))
  await authenticate(connection, options.passwordOf)
  await greet(connection, 'mired.org', feature.bind, ...options.features)
  await connection.nextElement('resume')
  connection.send("<resumed xmlns='urn:xmpp:sm:3' previd='one' h='0'/>")
}

function record({ session }: TestSession): readonly string[] {
  const told: string[] = []
  session.onOnline(() => told.push('online'))
  session.onOffline(({ resumable }) => told.push(resumable ? 'broken' : 'over'))
  session.onResumed(({ forgotten }) => told.push(forgotten ? 'forgotten' : 'resumed'))
  return told
}

const message = xml('message', { to: 'bob@mired.org', id: 'm' }, xml('body', {}, 'one'))
const settingsOf = ({ host, port }: { host: string; port: number }) => ({ host, port, encryption: 'disabled' }) as const

test('leaving it ends it for all, and it comes back as one that was given up, also where that breaks off first', async () => {
  await using server = await startScriptedServer({
    script: async connection => {
      if (connection.index === 0) {
        await enable(connection)
        await connection.nextElement('message')
        connection.reset()
        return
      }
      await resume(connection)
      // Until something was acknowledged, a ping stands beside the question.
      while ((await connection.nextElement()).name !== 'r') {}
      // Before anything was acknowledged.
      if (connection.index === 1) {
        connection.reset()
        return
      }
      connection.send("<a xmlns='urn:xmpp:sm:3' h='0'/>")
      await connection.silence()
    },
  })
  await using test = createTestSession({ settings: settingsOf(server) })
  const told = record(test)
  await test.attempt()
  const broken = test.next()
  await test.session.send(message)
  await broken
  await test.session.disconnect()
  expect(told).toEqual(['online', 'broken', 'over'])
  test.signIn()
  await test.reach('online')
  expect(told).toEqual(['online', 'broken', 'over', 'forgotten'])
})

test('a server that never lets us in again ends it', async () => {
  await using server = await startScriptedServer({
    script: async connection => {
      if (connection.index > 0) {
        await greet(connection, 'mired.org', feature.mechanisms('SCRAM-SHA-1'))
        connection.send(streamError('conflict'))
        return
      }
      await enable(connection)
      await connection.nextElement('message')
      connection.reset()
    },
  })
  await using test = createTestSession({ settings: settingsOf(server) })
  const told = record(test)
  await test.attempt()
  await test.session.send(message)
  await test.reach('offline')
  expect(told).toEqual(['online', 'broken', 'over'])
})
