/** The archives of real servers, as they page and as they lag; who has none says so soon. */
import { expect, test } from 'vitest'
import {
  type RunningServer,
  startEjabberd,
  startJabberd2,
  startOpenfire,
  startProsody,
} from '../../e2e/servers/index.ts'
import type { Message, MessageId } from '../../shared/domain/message.ts'
import { silentLog, systemClock } from '../core/ports/index.ts'
import { xml } from '../stanza/element.ts'
import { prepareBareJid } from '../stanza/jid.ts'
import { createTestSession, type SignInChanges } from '../testing/session-world.ts'
import { createArchive } from './archive/archive.ts'
import { createFinder } from './archive/find.ts'
import { createDiscovery } from './disco/discovery.ts'

const ana = prepareBareJid('ana@mired.org')
const bob = prepareBareJid('bob@mired.org')
const carla = prepareBareJid('carla@mired.org')

/** ana, signed in, and her archive. */
async function signIn(
  server: Pick<RunningServer, 'authority' | 'host' | 'port'>,
  { settings, ...changes }: SignInChanges = {},
) {
  const test = createTestSession({
    roots: [server.authority.text],
    settings: { host: server.host, port: server.port, ...settings },
    ...changes,
  })
  const channel = test.session
  const discovery = createDiscovery({ channel, log: silentLog })
  const archive = createArchive({ channel, discovery, log: silentLog })
  const finder = createFinder({ account: ana, archive, clock: systemClock, log: silentLog })
  expect(await test.attempt()).toMatchObject({ phase: 'online' })
  return {
    ...{ channel, archive, finder },
    async [Symbol.asyncDispose]() {
      for (const part of [finder, archive, discovery]) part.dispose()
      await test[Symbol.asyncDispose]()
    },
  }
}

const message = (id: string, changes: Partial<Message> = {}): Message => ({
  account: ana,
  id: id as MessageId,
  peer: bob,
  direction: 'out',
  body: `número ${id} <&> 😀`,
  time: Date.now(),
  order: 1,
  state: 'sent',
  failure: null,
  ...changes,
})

const stanzaOf = ({ id, peer, body }: Message) => xml('message', { to: peer, type: 'chat', id }, xml('body', {}, body))

test.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
])('%s: a hundred messages, the first and the last in doubt, and one that was never sent', async (_, start) => {
  await using server = await start()
  await using client = await signIn(server)
  const messages = Array.from({ length: 110 }, (_, index) => message(`m${index}`))
  for (const each of messages) await client.channel.send(stanzaOf(each))
  const other = message('m5', { peer: carla, body: 'to somebody who is not there' })
  await client.channel.send(stanzaOf(other))
  const lost = message('lost')
  const [first, last] = [messages[0] ?? lost, messages.at(-1) ?? lost]
  const findings = await client.finder.find([first, last, lost, message('m6', { body: 'another body' }), other])
  expect(findings).toEqual({
    stored: new Set(['m0', 'm109', 'm5']),
    missing: new Set(['lost', 'm6']),
    unknown: new Set(),
  })
  // Back and forth it is the same.
  const back = await client.archive.fetchPage({ with: bob, page: { max: 50, before: '' } })
  expect(back.complete).toBe(false)
  expect(back.messages.map(({ stanza }) => stanza.attrs.id)).toEqual(messages.slice(-50).map(({ id }) => id))
  const forth = await client.archive.fetchPage({
    with: bob,
    page: { max: 50, after: back.messages[39]?.archiveId ?? '' },
  })
  expect(forth.complete).toBe(true)
  expect(forth.messages.map(({ stanza }) => stanza.attrs.id)).toEqual(messages.slice(-10).map(({ id }) => id))
  // By its own clock the server got them just now.
  const { time } = back.messages[0] ?? { time: null }
  expect(Math.abs(Date.now() - (time ?? 0))).toBeLessThan(60_000)
  const later = await client.archive.fetchPage({ with: bob, start: Date.now() + 60_000, page: { max: 50, before: '' } })
  expect(later).toMatchObject({ messages: [], complete: true })
})

test.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
  ['jabberd2', startJabberd2],
])('%s without an archive', async (_, start) => {
  await using server = await start({ archive: false })
  await using client = await signIn(server)
  const before = Date.now()
  expect(await client.finder.settle([message('a')])).toBeNull()
  // Not even the second is waited for.
  expect(Date.now() - before).toBeLessThan(1000)
})

test('Openfire: the same, and what is pruned while it is read', async () => {
  await using server = await startOpenfire({ domain: 'mired.org', tls: 'disabled' })
  await using client = await signIn(server, { password: 'ana-pass', settings: { encryption: 'disabled' } })
  const messages = Array.from({ length: 60 }, (_, index) => message(`m${index}`))
  for (const each of messages) await client.channel.send(stanzaOf(each))
  const first = messages[0] ?? message('none')
  expect(await client.finder.find([first, message('lost')])).toEqual({
    stored: new Set(['m0']),
    missing: new Set(['lost']),
    unknown: new Set(),
  })
  const page = await client.archive.fetchPage({ with: bob, page: { max: 50, before: '' } })
  expect(page).toMatchObject({ complete: false, set: { first: '11', last: '60', count: 60 } })
  server.archive.prune(10)
  const pruned = await client.archive.fetchPage({ with: bob, page: { max: 50, before: '11' } })
  expect(pruned).toMatchObject({ messages: [], complete: true })
})
