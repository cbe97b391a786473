/** The directories of real servers: three kinds, one that fails without an answer, and a server without any. */
import { expect, test } from 'vitest'
import { startEjabberd, startJabberd2, startOpenfire, startProsody } from '../../e2e/servers/index.ts'
import { silentLog, systemClock } from '../core/ports/index.ts'
import { parseElement } from '../stanza/element.ts'
import { createTestSession } from '../testing/session-world.ts'
import { createDiscovery } from './disco/discovery.ts'
import { createSearch } from './search/search.ts'

interface Server {
  readonly host: string
  readonly port: number
  readonly authority: { readonly text: string }
}

const users = ['ana', 'alejandro', 'begoña'].map(name => ({ name, password: `${name}-pw` }))

async function signIn(server: Server, account: string, password: string) {
  const test = createTestSession({
    account,
    password,
    roots: [server.authority.text],
    settings: { host: server.host, port: server.port },
  })
  const channel = test.session
  const discovery = createDiscovery({ channel, log: silentLog })
  const search = createSearch({ channel, discovery, clock: systemClock, log: silentLog })
  expect(await test.attempt()).toMatchObject({ phase: 'online' })
  return {
    search: search.search,
    publish: (name: string, given: string, family: string) =>
      channel.request(
        parseElement(
          `<iq type="set"><vCard xmlns="vcard-temp"><FN>${name}</FN><N><FAMILY>${family}</FAMILY><GIVEN>${given}</GIVEN></N>
            <NICKNAME>${given}</NICKNAME><EMAIL><USERID>${given}@example.org</USERID></EMAIL></vCard></iq>`,
        ),
      ),
    async [Symbol.asyncDispose]() {
      search.dispose()
      discovery.dispose()
      await test[Symbol.asyncDispose]()
    },
  }
}

const alejandro = { address: 'alejandro@mired.org', name: 'Alejandro Ruiz', email: 'Alejandro@example.org' }

test('ejabberd: whole words of any field, and nothing for an empty text', async () => {
  await using server = await startEjabberd({ users })
  await using other = await signIn(server, 'alejandro@mired.org', 'alejandro-pw')
  await using ana = await signIn(server, 'ana@mired.org', 'ana-pw')
  await other.publish('Alejandro Ruiz', 'Alejandro', 'Ruiz')
  const found = { directories: ['search.mired.org'], people: [alejandro], hasMore: false, failure: null }
  for (const text of ['alejandro', 'RUIZ', 'alejandro ruiz', 'ruiz alejandro', 'alejandro@example.org'])
    expect([text, await ana.search(text)]).toEqual([text, found])
  expect(await ana.search('nobody')).toEqual({ ...found, people: [] })
  expect(await ana.search('')).toEqual({ ...found, people: [], directories: [] })
})

test('Prosody with mod_vjud: parts of words, and the name in the address', async () => {
  await using server = await startProsody({ users, directory: true })
  await using other = await signIn(server, 'alejandro@mired.org', 'alejandro-pw')
  await using ana = await signIn(server, 'ana@mired.org', 'ana-pw')
  await other.publish('Alejandro Ruiz', 'Alejandro', 'Ruiz')
  const found = { directories: ['search.mired.org'], people: [alejandro], hasMore: false, failure: null }
  for (const text of ['ale', 'jandro', 'uiz', 'ruiz alejandro', 'alejandro@mired.org'])
    expect([text, await ana.search(text)]).toEqual([text, found])
  expect((await ana.search('nobody')).people).toEqual([])
})

test.each([
  ['Prosody as it comes', startProsody],
  ['jabberd2', startJabberd2],
])('%s has no directory', async (_, start) => {
  await using server = await start({ users })
  await using ana = await signIn(server, 'ana@mired.org', 'ana-pw')
  expect(await ana.search('alejandro')).toEqual({ directories: [], people: [], hasMore: false, failure: null })
})

test('Openfire: its directory, and not that of its rooms', async () => {
  await using server = await startOpenfire()
  await using ana = await signIn(server, 'ana@mired.test', 'ana-pass')
  const { people, ...rest } = await ana.search('ire')
  expect(rest).toEqual({ directories: ['search.mired.test'], hasMore: false, failure: null })
  expect(people.map(each => each.name)).toEqual(['bob', 'carla'])
})
