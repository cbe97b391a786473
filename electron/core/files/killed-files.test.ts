/** `kill -9` while a file goes up: what was on its way can be sent again, what had become a message goes by itself, once. */
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startOpenfire } from '../../../e2e/servers/openfire-replay.ts'
import { startPeer } from '../../../e2e/servers/slixmpp.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { KillPoint } from '../../testing/kill-points.ts'
import { startKilledChild } from '../../testing/killed-child.ts'
import { temporaryFolder } from '../../testing/ports.ts'
import { startCore } from '../../testing/running-core.ts'

const account = 'ana@mired.test' as AccountId
const bob = 'bob@mired.test' as BareJid

test('killed while a file goes up, and before and after it has become a message', { timeout: 240_000 }, async () => {
  const users = ['ana', 'bob'].map(name => ({ name, password: `${name}-pw` }))
  await using server = await startOpenfire({ users, mutualContacts: true, upload: true })
  const web = server.upload
  if (web === null) throw new Error('no upload')
  const at = { host: server.host, port: server.port }
  await using peer = await startPeer({ jid: bob, password: 'bob-pw', ...at, authority: null })
  using folder = temporaryFolder()
  const settings = { ...at, encryption: 'optional' } as const
  {
    await using first = await startCore({ folder: folder.path })
    await first.signIn({ address: account, settings })
    await first.core.commands['account.trustCertificate']({ account, fingerprint: server.fingerprint() })
    await first.until(change => change.type === 'connection.changed' && change.state.phase === 'online', 60_000)
  }
  const ways = { folder: folder.path, ...at, address: account, peer: bob }
  const write = (name: string): string => {
    const path = join(folder.path, name)
    writeFileSync(path, randomBytes(50_000))
    return path
  }

  const going = startKilledChild(ways)
  await going.said('settled')
  web.behave('PUT', { do: 'silent' })
  going.order(write('mientras.bin'))
  await expect.poll(() => web.requests.filter(each => each.method === 'PUT').length, { timeout: 60_000 }).toBe(1)
  // Nobody waits for the file.
  going.order('entretanto')
  await going.said('stored entretanto')
  await going.kill()

  for (const [point, name] of [
    ['message.queued written', 'casi.bin'],
    ['message.queued kept', 'ya.bin'],
  ] as const satisfies readonly (readonly [KillPoint, string])[]) {
    const child = startKilledChild(ways)
    await child.said('settled')
    child.order(`!${point}`)
    await child.said(`!${point}`)
    child.order(write(name))
    await child.exited
    // The server had it all.
    expect([...web.files.keys()].filter(path => path.endsWith(`/${name}`))).toHaveLength(1)
  }

  await using last = await startCore({ folder: folder.path })
  await last.signIn({ address: account, settings })
  const transfers = async () => {
    const { accounts } = await last.core.commands['program.snapshot']({})
    return accounts[0]?.transfers ?? []
  }
  const failure = { type: 'failed', failure: { code: 'transfer-interrupted' } }
  expect(await transfers()).toMatchObject([
    { name: 'mientras.bin', caption: 'mientras.bin', phase: failure },
    { name: 'casi.bin', phase: failure },
  ])
  await peer.next(xml => xml.includes('<body>ya.bin<'), 60_000)
  for (const { id, name } of await transfers()) {
    await last.core.commands['transfer.retry']({ account, transfer: id })
    await peer.next(xml => xml.includes(`<body>${name}<`), 60_000)
  }
  expect(await transfers()).toEqual([])
  const shortened = (body: string): string => (body.startsWith('https:') ? `${body.split('/').at(-1)} file` : body)
  const expected = ['entretanto', ...['ya', 'mientras', 'casi'].flatMap(each => [`${each}.bin file`, `${each}.bin`])]
  const arrived = peer.stanzas.flatMap(xml => /<message.*<body>([^<]*)<\/body>/s.exec(xml)?.[1] ?? [])
  expect(arrived.map(shortened)).toEqual(expected)
  const { page } = await last.core.commands['conversation.open']({ account, peer: bob })
  expect(page.messages.map(each => shortened(each.body))).toEqual(expected)
})
