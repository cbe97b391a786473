import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PictureHash } from '../../../shared/domain/profile.ts'
import { silentLog } from '../../core/ports/index.ts'
import { parseElement } from '../../stanza/element.ts'
import { createFakeChannel } from '../../testing/channel.ts'
import { parseAnnounced } from './parse.ts'
import { createVcardAvatar } from './vcard-avatar.ts'

const one = 'a'.repeat(40) as PictureHash
const two = 'b'.repeat(40) as PictureHash
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.xml`, import.meta.url), 'utf8').trim()
const update = (inside: string) => `<x xmlns="vcard-temp:x:update">${inside}</x>`
const ours = (resource: string, inside: string, type = '') =>
  `<presence from="ana@mired.org/${resource}"${type && ` type="${type}"`}>${inside}</presence>`
const photo = (hash: string) => update(`<photo>${hash}</photo>`)

/** ana's avatar; `own` is what the server has, each look at it is counted. */
function world(own: PictureHash | null) {
  const channel = createFakeChannel()
  const heard: (readonly [string, string | null])[] = []
  const state = { own, looks: 0, changes: 0 }
  const avatar = createVcardAvatar({
    channel,
    log: silentLog,
    fetchOwn: async () => {
      state.looks += 1
      return state.own
    },
    onAnnounced: (address, hash) => void heard.push([address, hash]),
    onChanged: () => {
      state.changes += 1
    },
  })
  channel.goOnline()
  return { channel, avatar, heard, state, said: () => String(avatar.build()) }
}

test.each([
  [fixture('openfire-hash'), '4a5eb7171b58e08a6881721e3b43d5a44419a2be'],
  [fixture('openfire-none'), 'none'],
  ['<presence/>', 'unsupported'],
  [`<presence>${update('')}</presence>`, 'unknown'],
  [`<presence>${photo(` ${'A'.repeat(40)}\n`)}</presence>`, one],
  [`<presence>${photo('../../etc/passwd')}</presence>`, 'unknown'],
  [`<presence>${photo('a'.repeat(39))}</presence>`, 'unknown'],
  [`<presence><x xmlns="urn:other"><photo>${one}</photo></x></presence>`, 'unsupported'],
])('%s announces %s', (text, announced) => expect(parseAnnounced(parseElement(text))).toBe(announced))

test('nothing is said before our vCard has been seen, then what it has', async () => {
  const { avatar, said, state } = world(one)
  expect(said()).toBe('<x xmlns="vcard-temp:x:update"/>')
  await avatar.begin()
  expect([said(), state.changes]).toEqual([photo(one), 1])
  avatar.written(null)
  expect([said(), state.changes]).toEqual([update('<photo/>'), 2])
})

test('what others announce is handed on; who says nothing of it is not', async () => {
  const { channel, heard, avatar } = world(null)
  await channel.receive(`<presence from="bob@mired.org/a">${photo(one)}</presence>`)
  await channel.receive(`<presence from="bob@mired.org/a">${update('<photo/>')}</presence>`)
  for (const text of [
    `<presence from="bob@mired.org/a">${update('')}</presence>`,
    '<presence from="bob@mired.org/a"/>',
    `<presence from="bob@mired.org/a" type="unavailable">${photo(two)}</presence>`,
    `<presence from="bob@mired.org/a" type="subscribe">${photo(two)}</presence>`,
    `<presence>${photo(two)}</presence>`,
  ])
    await channel.receive(text)
  expect(heard).toEqual([
    ['bob@mired.org', one],
    ['bob@mired.org', null],
  ])
  avatar.dispose()
  expect(channel.listeners()).toBe(0)
})

test('what cannot be taken does not hold up the stream', async () => {
  const channel = createFakeChannel()
  const refuse = () => Promise.reject(new Error('the disk is full'))
  createVcardAvatar({ channel, log: silentLog, fetchOwn: async () => null, onAnnounced: refuse, onChanged: () => {} })
  channel.goOnline()
  await expect(channel.receive(`<presence from="bob@mired.org/a">${photo(one)}</presence>`)).resolves.toBeUndefined()
})

test('our own presence, whatever the server made of it, is nobody else', async () => {
  const { channel, avatar, said, state } = world(one)
  await avatar.begin()
  await channel.receive(ours('centella', update('<photo/>')))
  await channel.receive(ours('centella', ''))
  expect([said(), state.looks]).toEqual([photo(one), 1])
})

test('another resource with another picture: we do not contend, we look at the vCard', async () => {
  const { channel, avatar, said, state } = world(one)
  await avatar.begin()
  state.own = two
  await channel.receive(ours('phone', photo(two)))
  await expect.poll(said).toBe(photo(two))
  expect([state.looks, state.changes]).toEqual([2, 3])
  await channel.receive(ours('phone', photo(two)))
  await channel.receive(ours('phone', update('')))
  expect(state.looks).toBe(2)
})

test('a resource that goes on being wrong is looked at once', async () => {
  const { channel, avatar, said, state } = world(one)
  await avatar.begin()
  for (let time = 0; time < 5; time++) {
    await channel.receive(ours('spark', update('<photo/>')))
    await expect.poll(said).toBe(photo(one))
  }
  expect(state.looks).toBe(2)
  for (let index = 0; index < 10_000; index++) {
    await channel.receive(ours('bad', photo(index.toString(16).padStart(40, '0'))))
    await Promise.resolve()
  }
  expect(state.looks).toBeLessThanOrEqual(102)
})

test('beside a resource that knows no pictures nothing is advertised, until it has gone', async () => {
  const { channel, avatar, said, state } = world(one)
  await avatar.begin()
  await channel.receive(ours('pidgin', ''))
  expect([said(), state.changes]).toEqual(
    [update(''), 2].map(each => (each === update('') ? '<x xmlns="vcard-temp:x:update"/>' : each)),
  )
  state.own = two
  await channel.receive(ours('pidgin', '', 'unavailable'))
  await expect.poll(said).toBe(photo(two))
  expect(state.looks).toBe(2)
})

test('a new stream begins anew', async () => {
  const { avatar, said, state } = world(one)
  await avatar.begin()
  state.own = null
  const looking = avatar.begin()
  expect(said()).toBe('<x xmlns="vcard-temp:x:update"/>')
  await looking
  expect(said()).toBe(update('<photo/>'))
})
