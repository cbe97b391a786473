/** Rooms and the bookmarks of real servers, as another device of ours reads and writes them (slixmpp). */
import { expect } from 'vitest'
import { startProxy } from '../../e2e/servers/proxy.ts'
import type { RunningServer } from '../../e2e/servers/running-server.ts'
import { startPeer } from '../../e2e/servers/slixmpp.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { Room, RoomSettings } from '../../shared/domain/room.ts'
import { startCore } from './running-core.ts'

/** In no other room of these servers. */
const iris = 'iris@mired.org' as AccountId
const at = (name: string) => `${name}@conference.mired.org` as BareJid
/** Other processes share the computer. */
const patience = { timeout: 30_000, interval: 50 }
const plain = { nick: null, isPersistent: true, isPublic: true, isMembersOnly: false, password: '' }
const unchanged: RoomSettings = {
  ...{ name: null, description: null, isPersistent: null, isPublic: null, isMembersOnly: null, isModerated: null },
  ...{ password: null, everybodySetsSubject: null, everybodyInvites: null },
}

const page = '<url xmlns="storage:bookmarks" name="Notas" url="https://mired.org/notas"/>'
const foreign = (name: string) =>
  `<conference xmlns="storage:bookmarks" jid="${at(name)}" name="Suyo" autojoin="1"><nick>Anita</nick><minimize xmlns="bookmarks:bla" on="1"/></conference>`

/** What every server must bring about; on those with items (XEP-0402) at once, on others at the next sign-in. */
export async function expectBookmarks(kind: 'prosody' | 'ejabberd' | 'jabberd2', server: RunningServer): Promise<void> {
  const hasItems = kind !== 'jabberd2'
  const { host, port } = server
  const account = { jid: `${iris}/otro`, password: 'iris-pw', host, port, authority: null }
  await using other = await startPeer({ ...account, plugins: ['xep_0048'] })
  await using way = await startProxy({ target: { host, port } })
  await using core = await startCore()
  const settings = { encryption: 'optional', host: way.host, port: way.port } as const
  expect((await core.signIn({ address: iris, settings })).state).toMatchObject({ phase: 'online' })

  const rooms = async (): Promise<readonly Room[]> => {
    const { accounts } = await core.core.commands['program.snapshot']({})
    return accounts.find(each => each.account.id === iris)?.rooms ?? []
  }
  const sees = () =>
    expect.poll(
      async () => (await rooms()).map(each => `${each.address.split('@')[0]} ${each.phase.type}`).sort(),
      patience,
    )
  const storage = async () =>
    (await other.ask({ payload: '<query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks"/></query>' })) ??
    ''
  const items = async () =>
    (await other.ask({
      to: iris,
      payload: '<pubsub xmlns="http://jabber.org/protocol/pubsub"><items node="urn:xmpp:bookmarks:1"/></pubsub>',
    })) ?? ''
  const keep = (inside: string) =>
    other.ask({
      type: 'set',
      payload: `<query xmlns="jabber:iq:private"><storage xmlns="storage:bookmarks">${inside}</storage></query>`,
    })
  const goOffline = async () => {
    way.refuse()
    way.cutAll()
    await expect.poll(() => core.state(iris)?.phase, patience).not.toBe('online')
  }
  const goOnline = async () => {
    await way.admit()
    core.wake()
    await expect.poll(() => core.state(iris)?.phase, patience).toBe('online')
  }

  const { commands } = core.core
  for (const name of ['clase', 'otra'])
    await commands['room.create']({ account: iris, room: at(name), ...plain, name: `La ${name}` })
  await expect
    .poll(async () => (await other.bookmarks()).toSorted((a, b) => a.address.localeCompare(b.address)), patience)
    .toEqual(['clase', 'otra'].map(name => ({ address: at(name), name: `La ${name}`, nick: 'iris', autojoin: true })))
  if (hasItems) await expect.poll(items, patience).toContain(`id="${at('otra')}"`)
  await expect.poll(async () => (await rooms()).map(each => each.isBookmarked), patience).toEqual([true, true])

  // Another device takes one away, and adds one with what only it knows.
  await commands['room.leave']({ account: iris, room: at('otra'), keep: false })
  await expect.poll(other.bookmarks, patience).toHaveLength(1)
  if (hasItems) expect(await items()).not.toContain(at('otra'))
  // A bookmark follows the name of its room, as long as nobody has called it otherwise.
  await commands['room.configure']({ account: iris, room: at('clase'), settings: { ...unchanged, name: 'La nueva' } })
  await expect.poll(async () => (await other.bookmarks()).map(each => each.name), patience).toEqual(['La nueva'])
  if (!hasItems) await goOffline()
  await keep(page + foreign('otra'))
  if (!hasItems) await goOnline()
  await sees().toEqual(['otra joined'])
  expect((await rooms())[0]).toMatchObject({ nick: 'Anita', autojoin: true, isBookmarked: true })

  // Without a connection, ours is changed; the other's part stays as it was.
  await goOffline()
  await commands['room.leave']({ account: iris, room: at('otra'), keep: true })
  await goOnline()
  await expect.poll(async () => (await other.bookmarks()).map(each => each.autojoin), patience).toEqual([false])
  await sees().toEqual(['otra left'])
  if (kind !== 'prosody') expect(await storage()).toMatch(/url="https:\/\/mired\.org\/notas"/)
  if (kind !== 'prosody') expect(await storage()).toContain('bookmarks:bla')
  expect((await other.bookmarks())[0]).toMatchObject({ name: 'Suyo', nick: 'Anita' })

  // Joined by itself at each start, as it says there.
  await commands['room.join']({ account: iris, room: at('otra'), nick: null, password: null })
  await expect.poll(async () => (await other.bookmarks()).map(each => each.autojoin), patience).toEqual([true])
  await goOffline()
  await goOnline()
  await sees().toEqual(['otra joined'])
}
