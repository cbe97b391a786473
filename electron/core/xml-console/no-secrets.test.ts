/** Whole sign-ins: what proved the password, and the password, are in no line, no file and no log. */
import type { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { startProsody } from '../../../e2e/servers/prosody.ts'
import type { BareJid } from '../../../shared/domain/address.ts'
import { createNodeNetwork } from '../../connection/node-network.ts'
import { startCore } from '../../testing/running-core.ts'
import type { Log, LogFacts, Network } from '../ports/index.ts'

/** Every line of every level, as it comes from the parts of the core: nothing is hidden afterwards. */
function listeningLog() {
  const lines: string[] = []
  const write = (message: string, facts?: LogFacts): void => {
    lines.push(`${message} ${JSON.stringify(facts ?? {})}`)
  }
  const log: Log = { debug: write, info: write, warn: write, error: write, scope: () => log }
  return { log, lines }
}

/** A network that hears all that goes in and out in clear. */
function listeningNetwork(): Network & { readonly heard: () => string } {
  const heard: Buffer[] = []
  const network = createNodeNetwork()
  return {
    ...network,
    async connect(address, port, signal) {
      const socket = await network.connect(address, port, signal)
      socket.on('data', (data: Buffer) => heard.push(data))
      const write = socket.write.bind(socket)
      const listening: Duplex['write'] = (chunk: unknown, ...rest: readonly unknown[]) => {
        heard.push(Buffer.from(chunk as string))
        return (write as (...all: readonly unknown[]) => boolean)(chunk, ...rest)
      }
      return Object.assign(socket, { write: listening })
    },
    heard: () => Buffer.concat(heard).toString('utf8'),
  }
}

/** What was said in SASL, and what a stream can be resumed with. */
function secretsIn(wire: string): readonly string[] {
  const said = [...wire.matchAll(/<(auth|challenge|response|success)\b[^>]*>([^<]+)</g)].map(([, , text = '']) => text)
  const ids = [...wire.matchAll(/<enabled\b[^>]*\bid=['"]([^'"]+)/g)].map(([, id = '']) => id)
  return [...said, ...said.map(text => Buffer.from(text, 'base64').toString('utf8')), ...ids]
}

test.each(['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'])('%s', async mechanism => {
  const password = 'Vëry-s3cret'
  await using server = await startProsody({
    tls: 'none',
    mechanisms: [mechanism],
    users: [
      { name: 'ana', password },
      { name: 'bob', password: 'bob-pw' },
    ],
  })
  const { log, lines } = listeningLog()
  const network = listeningNetwork()
  const settings = {
    ...({ encryption: 'optional', allowPlainWithoutTls: true } as const),
    host: server.host,
    port: server.port,
  }
  await using core = await startCore({ log, network })
  const wrong = await core.signIn({ address: 'ana@mired.org', password: 'Wr0ng-one', settings })
  expect(wrong.state).toMatchObject({ failure: { code: 'not-authorized' } })
  const { account, state } = await core.signIn({ address: 'ana@mired.org', password, settings })
  expect(state.phase).toBe('online')
  const { commands } = core.core
  const entries = await commands['xmlConsole.open']({ account })
  expect(JSON.stringify(entries)).toContain(`mechanism=\\"${mechanism}\\"`)
  const words = 'What Ana says to Bob'
  await commands['message.send']({ account, peer: 'bob@mired.org' as BareJid, body: words })
  await core.until(change => change.type === 'xmlConsole.recorded' && JSON.stringify(change).includes(words))
  expect(await commands['xmlConsole.save']({ account })).toBe(true)
  await core.stop()

  const shown = JSON.stringify([entries, core.changes.filter(change => change.type === 'xmlConsole.recorded')])
  const saved = core.documents.map(document => document.text).join('\n')
  expect(saved).toContain(words)
  const logged = lines.join('\n')
  expect(logged).toContain('online')
  const secrets = [...secretsIn(network.heard()), password, 'Wr0ng-one', Buffer.from(password).toString('base64')]
  expect(secrets.length).toBeGreaterThan(5)
  for (const secret of secrets) {
    const escaped = JSON.stringify(secret).slice(1, -1)
    for (const [where, text] of Object.entries({ shown, saved, logged })) {
      expect(text.includes(secret) || text.includes(escaped), `${secret} in what is ${where}`).toBe(false)
    }
  }
  // What is said is for the eyes of the person alone.
  expect(logged).not.toContain(words)
})

test('the console of an account is for who has signed in to it, and goes with it', async () => {
  await using server = await startProsody({ tls: 'none' })
  const settings = { encryption: 'optional', host: server.host, port: server.port } as const
  await using core = await startCore()
  const { commands } = core.core
  const { account } = await core.signIn({ address: 'ana@mired.org', password: 'wrong', settings })
  expect(() => commands['xmlConsole.open']({ account })).toThrow()
  await core.signIn({ address: 'ana@mired.org', settings })
  await commands['xmlConsole.open']({ account })
  expect(await commands['xmlConsole.clear']({ account })).toBeGreaterThan(3)
  await commands['account.signOut']({ account, removeHistory: false })
  expect(() => commands['xmlConsole.save']({ account })).toThrow()
  expect(core.documents).toEqual([])
})
