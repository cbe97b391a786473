/** A stream of the program's last run, that goes on: what is known of contacts is asked for anew, however often it breaks. */
import { expect, test } from 'vitest'
import { createScriptedStream } from '../../e2e/servers/scripted-management.ts'
import { startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { fakeSecrets } from '../testing/ports.ts'
import { startCore } from '../testing/running-core.ts'

test('a connection that breaks while the contacts are fetched on it: the next one tells who is there', {
  timeout: 30_000,
}, async () => {
  const stream = createScriptedStream()
  const passwordOf = (): string => 'ana-pw'
  await using server = await startScriptedServer({
    script: async connection => {
      await stream.begin(connection, { domain: 'mired.org', passwordOf })
      await stream.serve(connection, ({ xml }) => {
        // The first connection of the second run breaks just there.
        if (connection.index === 1 && xml.includes('jabber:iq:roster')) {
          connection.end()
          return null
        }
        return undefined
      })
    },
  })
  await using first = await startCore()
  const settings = { encryption: 'disabled', host: server.host, port: server.port } as const
  await first.signIn({ address: 'ana@mired.org', remember: true, settings })
  await expect.poll(() => server.connections[0]?.heard()).toContain('<presence')
  server.connections[0]?.reset()
  await first.stop()
  await using second = await startCore({ folder: first.folder, secrets: fakeSecrets() })
  const { account } = await second.signIn({ address: 'ana@mired.org', settings })
  const presences = () => server.connections[2]?.heard().match(/<presence( type="unavailable")?/g)
  await expect
    .poll(
      () => {
        if (second.state(account)?.phase === 'waiting') second.wake()
        return presences()
      },
      { timeout: 30_000 },
    )
    .toEqual(['<presence type="unavailable"', '<presence'])
})
