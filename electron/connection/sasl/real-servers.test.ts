/** The mechanisms against real servers, with a name and a password that have to be prepared. */
import { expect, test } from 'vitest'
import { startEjabberd, startJabberd2, startProsody } from '../../../e2e/servers/index.ts'
import { createTestSession } from '../../testing/session-world.ts'

const users = [{ name: 'begoña', password: 'contraseña' }]

test.each([
  ['Prosody', startProsody, ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN']],
  // It takes seconds to restart, and is the only one with this mechanism.
  ['ejabberd', startEjabberd, ['SCRAM-SHA-512']],
  ['jabberd2', startJabberd2, ['SCRAM-SHA-1', 'PLAIN']],
] as const)('%s', async (_, start, mechanisms) => {
  await using server = await start({ users, mechanisms: mechanisms.slice(0, 1) })
  const roots = [server.authority.text]
  for (const mechanism of mechanisms) {
    if (mechanism !== mechanisms[0]) await server.restart({ mechanisms: [mechanism] })
    const settings = { host: server.host, port: server.port }
    await using good = createTestSession({
      account: 'BEGON\u0303A@mired.org',
      password: 'contrasen\u0303a',
      roots,
      settings,
    })
    expect(await good.attempt()).toMatchObject({
      phase: 'online',
      address: 'begoña@mired.org/centella-test',
      security: { mechanism },
    })
    await using bad = createTestSession({ account: 'begoña@mired.org', password: 'contrasena', roots, settings })
    expect(await bad.attempt()).toMatchObject({ phase: 'offline', failure: { code: 'not-authorized' } })
  }
})
