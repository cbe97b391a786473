import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { mostDirectoryPeople } from '../../../shared/domain/search.ts'
import { type Clock, silentLog } from '../../core/ports/index.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createSearch, type Search } from './search.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const answerWith = (inside: string) => `<iq type="result"><query xmlns="jabber:iq:search">${inside}</query></iq>`

/** What a service says of itself; `silent` never answers, null says nothing. */
type Service = 'directory' | 'counting directory' | 'rooms' | 'other' | 'silent' | null

let channel: FakeChannel
let search: Search
let services: Map<string, Service>
/** What waits, by its milliseconds. */
let timers: { readonly after: number; readonly run: () => void }[]

beforeEach(() => {
  timers = []
  const clock: Clock = {
    now: () => 0,
    after(after, run) {
      const timer = { after, run }
      timers.push(timer)
      return () => {
        timers = timers.filter(each => each !== timer)
      }
    },
  }
  services = new Map([
    ['mired.test', 'other'],
    ['conference.mired.test', 'rooms'],
    ['proxy.mired.test', null],
    ['search.mired.test', 'counting directory'],
  ])
  channel = createFakeChannel('ana@mired.test/rec')
  search = createSearch({ channel, discovery: { items, info }, clock, log: silentLog })
  channel.goOnline()
})

afterEach(() => {
  search.dispose()
  expect([channel.listeners(), timers]).toEqual([0, []])
})

async function items() {
  if (channel.address() === null) throw new AppError('network-lost', 'the fake was cut')
  const all = [...services.keys()].slice(1)
  return [...all.map(prepareBareJid), prepareBareJid('all@broadcast.mired.test')]
}

async function info(address: string) {
  const service = services.get(address) ?? null
  if (service === 'silent') return new Promise<never>(() => {})
  if (service === null) return null
  const features = new Set(service === 'other' ? [] : ['jabber:iq:search'])
  if (service === 'counting directory') features.add('http://jabber.org/protocol/rsm')
  return { identities: [{ category: service === 'rooms' ? 'conference' : 'directory', type: '', name: '' }], features }
}

/** Lets everything happen that waits for nobody else. */
const settle = () => new Promise(resolve => setImmediate(resolve))
const pass = async (milliseconds: number) => {
  await settle()
  for (const timer of timers.filter(each => each.after <= milliseconds)) timer.run()
  await settle()
}
/** Answers what waits of a directory, forms and searches; without an answer it goes on waiting. */
async function answer(to: string, form?: string | AppError, result?: string | AppError): Promise<void> {
  for (const [type, what] of Object.entries({ get: form, set: result })) {
    await settle()
    for (const request of channel.requests.filter(({ iq }) => iq.attrs.to === to && iq.attrs.type === type)) {
      if (what instanceof AppError) request.fail(what)
      else if (what !== undefined) request.answer(what)
    }
  }
  await settle()
}
const openfire = [fixture('openfire-form'), fixture('openfire-result')] as const
const nothing = { directories: [], people: [], hasMore: false, failure: null }

test("Openfire's directory: asked for its form once a stream, and for at most so many people", async () => {
  const found = search.search('mired')
  await answer('search.mired.test', ...openfire)
  const { people, ...rest } = await found
  expect(rest).toEqual({ directories: ['search.mired.test'], hasMore: false, failure: null })
  // Sorted, and without ourselves.
  expect(people.map(each => each.name)).toEqual(['Administrator', 'Bob Mired', 'Carla Ruiz', 'Dario'])
  expect(channel.texts()).toEqual([
    '<iq type="get" to="search.mired.test" id="q0"><query xmlns="jabber:iq:search"/></iq>',
    '<iq type="set" to="search.mired.test" id="q1"><query xmlns="jabber:iq:search"><x xmlns="jabber:x:data" type="submit">' +
      '<field var="FORM_TYPE" type="hidden"><value>jabber:iq:search</value></field>' +
      '<field var="search"><value>mired</value></field><field var="Username"><value>1</value></field>' +
      '<field var="Name"><value>1</value></field><field var="Email"><value>1</value></field></x>' +
      '<set xmlns="http://jabber.org/protocol/rsm"><max>201</max></set></query></iq>',
  ])
  const again = search.search('car')
  await answer('search.mired.test', ...openfire)
  await again
  expect(channel.written).toHaveLength(3)
  channel.goOnline()
  const next = search.search('car')
  await answer('search.mired.test', ...openfire)
  await next
  expect(channel.written).toHaveLength(5)
})

test.each(['', ' ', 'a', ' ñ '])('%j asks nobody anything', async text => {
  services.clear()
  expect(await search.search(text)).toEqual(nothing)
  expect(channel.written).toEqual([])
})

test('several words: only whom all of them fit', async () => {
  const found = search.search('ruiz carla')
  await answer('search.mired.test', ...openfire)
  expect((await found).people.map(each => each.address)).toEqual(['carla@mired.test'])
})

test.each<[string, Map<string, Service>]>([
  ['has no directory', new Map([['mired.test', 'other']])],
  ['does not say what it has', new Map([['mired.test', null]])],
  ['has rooms that can be searched', new Map([['conference.mired.test', 'rooms']])],
])('a server that %s is asked nothing', async (_, there) => {
  services = there
  expect(await search.search('ale')).toEqual(nothing)
  expect(channel.written).toEqual([])
})

test('the server itself can be a directory, and it is learnt what it can', async () => {
  services = new Map([['mired.test', 'directory']])
  const found = search.search('ale')
  await answer('mired.test', fixture('ejabberd-form'), fixture('ejabberd-result'))
  expect(await found).toMatchObject({ directories: ['mired.test'], people: [{ name: 'Alejandro Ruiz' }] })
  // It has found what begins so: whole words need not be asked for any more.
  const before = channel.written.length
  const again = search.search('rui')
  await answer('mired.test', undefined, fixture('ejabberd-nothing'))
  expect((await again).people).toEqual([])
  expect(channel.written).toHaveLength(before + 5)
})

test('a service that never says what it is keeps nobody waiting for long', async () => {
  services.set('proxy.mired.test', 'silent')
  const found = search.search('mired')
  await pass(3000)
  await answer('search.mired.test', ...openfire)
  expect((await found).people).toHaveLength(4)
})

test('a directory that never answers is said after ten seconds, and what others found is there', async () => {
  services.set('mired.test', 'directory')
  const found = search.search('mired')
  await answer('search.mired.test', openfire[0])
  await answer('mired.test', ...openfire)
  await pass(10_000)
  const { people, failure } = await found
  expect([people.length, failure?.code]).toEqual([4, 'request-timed-out'])
  // Its late answer is nobody's.
  await answer('search.mired.test', ...openfire)
})

test('a directory that refuses: its words; it is asked for its form again the next time', async () => {
  const refused = new AppError('refused-by-server', 'no', { condition: 'not-acceptable', text: 'too short' })
  const found = search.search('mired')
  await answer('search.mired.test', refused)
  expect((await found).failure).toEqual({ code: 'refused-by-server', details: refused.details })
  const again = search.search('mired')
  await answer('search.mired.test', ...openfire)
  expect(await again).toMatchObject({ failure: null, people: [{}, {}, {}, {}] })
})

test('a newer search ends the one before', async () => {
  const first = search.search('mir')
  await answer('search.mired.test', openfire[0])
  const second = search.search('mired')
  expect(await first).toMatchObject({ people: [], failure: null })
  await answer('search.mired.test', ...openfire)
  expect((await second).people).toHaveLength(4)
})

test('a connection that ends meanwhile, and none at all', async () => {
  const found = search.search('mired')
  await settle()
  const ended = expect(found).rejects.toMatchObject({ code: 'network-lost' })
  channel.goOffline()
  await ended
  await expect(search.search('mired')).rejects.toMatchObject({ code: 'not-connected' })
})

test('ten thousand hits: the first ones, soon, and that there are more', async () => {
  const rows = Array.from(
    { length: 10_000 },
    (_, index) => `<item jid="p${index}@mired.test"><nick>Pepe ${index}</nick></item>`,
  )
  for (const text of ['pepe', 'pepe 9']) {
    const found = search.search(text)
    await answer('search.mired.test', fixture('prosody-form'), answerWith(rows.join('')))
    const { people, hasMore } = await found
    expect([people.length, hasMore]).toEqual([mostDirectoryPeople, true])
  }
})

test('of the same person each directory says what the others do not', async () => {
  services.set('mired.test', 'directory')
  const found = search.search('pepe')
  await answer('mired.test', fixture('prosody-form'), answerWith('<item jid="P@mired.test/x"><nick>Pepe</nick></item>'))
  await answer(
    'search.mired.test',
    fixture('prosody-form'),
    answerWith('<item jid="p@mired.test"><email>p@x.org</email></item>'),
  )
  expect((await found).people).toEqual([{ address: 'p@mired.test', name: 'Pepe', email: 'p@x.org' }])
})

test('of a thousand services only so many are looked at', async () => {
  for (let index = 0; index < 1000; index++) services.set(`s${index}.mired.test`, 'directory')
  const found = search.search('ale')
  await pass(10_000)
  expect(channel.written.length).toBeLessThan(40)
  expect((await found).failure?.code).toBe('request-timed-out')
})
