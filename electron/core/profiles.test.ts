/** Profiles of the whole core on real servers; slixmpp's own plugins (0054, 0153) at the other end. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pngPicture, sha1, vcardWith } from '../../e2e/program/picture.ts'
import {
  type Peer,
  type RunningServer,
  startEjabberd,
  startJabberd2,
  startOpenfire,
  startPeer,
  startProsody,
} from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import type { PictureHash, Profile } from '../../shared/domain/profile.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type RunningCore, startCore } from '../testing/running-core.ts'

const bob = 'bob@mired.org' as BareJid
const clear = { encryption: 'optional' } as const
const options = { tls: 'none', mutualContacts: true, stanzaLimit: 8_000_000 } as const

const peerOf = (server: RunningServer): Promise<Peer> =>
  startPeer({
    ...{ jid: bob, password: 'bob-pw', host: server.host, port: server.port, authority: null },
    plugins: ['xep_0054', 'xep_0153'],
  })

const signIn = async (core: RunningCore, server: RunningServer) => {
  const { account, state } = await core.signIn({
    address: 'ana@mired.org',
    remember: true,
    settings: { ...clear, host: server.host, port: server.port },
  })
  expect(state.phase).toBe('online')
  return account
}

const profileWhere =
  (wanted: (profile: Profile) => boolean, of: BareJid = bob) =>
  (change: Change): boolean =>
    change.type === 'profile.changed' && change.profiles.some(each => each.address === of && wanted(each))

async function setByHand(peer: Peer, names: string, picture: Uint8Array): Promise<void> {
  expect(await peer.ask({ type: 'set', payload: vcardWith(names, picture) })).toContain('type="result"')
  await peer.raw(`<presence><x xmlns='vcard-temp:x:update'><photo>${sha1(picture)}</photo></x></presence>`)
}

test.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
  ['jabberd2', startJabberd2],
])('%s: pictures go both ways, and can be taken back', async (kind, start) => {
  await using server = await start(options)
  await using peer = await peerOf(server)
  const his = pngPicture(64, 10)
  // slixmpp's plugin sets it with a `to`, which jabberd2 forbids; and reading our own, where there is none, is an error.
  if (kind === 'jabberd2') await setByHand(peer, '<FN>Bob</FN>', his)
  else await peer.setAvatar(his, 'image/png')
  await using ana = await startCore()
  const account = await signIn(ana, server)
  await ana.until(profileWhere(each => each.picture === sha1(his)))
  expect(await ana.core.picture(sha1(his) as PictureHash)).toEqual(his)

  const ours = pngPicture(64, 200)
  await ana.core.commands['profile.setOwn']({ account, fullName: 'Ana Ñ', nickname: null, picture: ours })
  await ana.until(profileWhere(each => each.picture === sha1(ours), account))
  await peer.next(xml => xml.startsWith('<presence') && xml.includes(sha1(ours)))
  expect(await peer.vcard('ana@mired.org')).toEqual({ fullName: 'Ana Ñ', photo: ours })

  const before = ana.changes.length
  await ana.core.commands['profile.setOwn']({ account, fullName: 'Ana Ñ', nickname: null, picture: null })
  await peer.next(xml => /^<presence[^>]* from="ana/.test(xml) && /<photo\s?\/>/.test(xml))
  expect((await peer.vcard('ana@mired.org')).photo).toHaveLength(0)
  await ana.until(
    change => ana.changes.indexOf(change) >= before && profileWhere(each => each.picture === null, account)(change),
  )
  expect(await readdir(join(ana.folder, 'pictures'))).toEqual([sha1(his)])
})

test('a large picture and a hostile name, over a restart, and nobody at the other end', async () => {
  await using server = await startProsody(options)
  await using peer = await peerOf(server)
  // About 3.5 MB of picture, more than anybody needs, less than a stanza may have.
  const large = Buffer.concat([pngPicture(64, 10), Buffer.alloc(2_500_000, 7)])
  await setByHand(peer, '<FN>&lt;b&gt;\u202eBob</FN>', large)
  await using first = await startCore()
  await signIn(first, server)
  await first.until(profileWhere(each => each.picture === sha1(large) && each.fullName === '<b>Bob'))
  await first.stop()

  await using ana = await startCore({ folder: first.folder })
  const account = await signIn(ana, server)
  const opened = await ana.core.commands['profile.open']({ account, address: bob })
  expect(opened).toMatchObject({ failure: null })
  expect(await ana.core.picture(sha1(large) as PictureHash)).toHaveLength(large.length)

  // Nobody is there: an answer all the same.
  const nobody = await ana.core.commands['profile.open']({ account, address: 'nobody@mired.org' as BareJid })
  expect(nobody.facts).toMatchObject({ emails: [] })
})

test('Openfire answers for everybody and says for everybody which picture they have', async () => {
  await using server = await startOpenfire({ mutualContacts: true })
  const signedIn = async (core: RunningCore, name: string) => {
    const settings = { encryption: 'disabled', host: server.host, port: server.port } as const
    const { account, state } = await core.signIn({
      address: `${name}@${server.domain}`,
      password: `${name}-pass`,
      settings,
    })
    expect(state.phase).toBe('online')
    return account
  }
  await using ana = await startCore()
  await using bobs = await startCore()
  const account = await signedIn(ana, 'ana')
  const his = await signedIn(bobs, 'bob')
  // He has no vCard: "service-unavailable" is an answer, too.
  const opened = await ana.core.commands['profile.open']({ account, address: his })
  expect(opened).toMatchObject({ failure: null, facts: { title: null } })

  const picture = pngPicture(32, 3)
  await bobs.core.commands['profile.setOwn']({ account: his, fullName: 'Bob Mired', nickname: null, picture })
  await ana.until(
    profileWhere(each => each.picture === sha1(picture) && each.fullName === 'Bob Mired', his),
    5000,
  )
  expect(await ana.core.picture(sha1(picture) as PictureHash)).toEqual(picture)
})
