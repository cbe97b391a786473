import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { parseElement } from '../../stanza/element.ts'
import { createFakeChannel, type FakeChannel, serveUntil } from '../../testing/channel.ts'
import { type SteppedClock, steppedClock } from '../../testing/stepped-clock.ts'
import { createDiscovery, type Discovery } from '../../xmpp/disco/discovery.ts'
import { mostListed, parseRoomInfo, parseRoomList } from '../../xmpp/muc/room-list.ts'
import { silentLog } from '../ports/index.ts'
import { createPublicRooms, type PublicRoomLists } from './public-rooms.ts'

const service = 'salas.mired.org' as BareJid
const at = (name: string) => `${name}@${service}` as BareJid
const items = (inside: string) =>
  `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#items">${inside}</query></iq>`
const item = (name: string) => `<item jid="${at(name)}" name="${name}"/>`
const info = (inside: string) =>
  `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info">${inside}</query></iq>`
const conference = '<identity category="conference" type="text"/><feature var="http://jabber.org/protocol/muc"/>'

let channel: FakeChannel
let clock: SteppedClock
let discovery: Discovery
let lists: PublicRoomLists

beforeEach(() => {
  channel = createFakeChannel()
  clock = steppedClock()
  discovery = createDiscovery({ channel, log: silentLog })
  const services = { all: async () => [service] }
  lists = createPublicRooms({ channel, discovery, services, clock, log: silentLog })
  channel.goOnline()
})

afterEach(() => {
  lists.dispose()
  discovery.dispose()
  expect(channel.listeners()).toBe(0)
})

const serve = <Result>(promise: Promise<Result>, answer: (iq: string) => string | AppError) =>
  serveUntil(channel, promise, answer)

/** A service with so many rooms, in pages of what is asked for where it has pages. */
function serviceOf(count: number, hasPages: boolean) {
  return (iq: string): string => {
    if (iq.includes('disco#info'))
      return info(conference + (hasPages ? '<feature var="http://jabber.org/protocol/rsm"/>' : ''))
    const after = /<after>r(\d+)@/.exec(iq)?.[1]
    const from = after === undefined ? 0 : Number(after) + 1
    const most = hasPages ? Number(/<max>(\d+)/.exec(iq)?.[1]) : count
    const to = Math.min(count, from + most)
    const rooms = Array.from({ length: to - from }, (_, index) => item(`r${from + index}`)).join('')
    const set = `<set xmlns="http://jabber.org/protocol/rsm"><first index="${from}">x</first><last>${at(`r${to - 1}`)}</last><count>${count}</count></set>`
    return items(hasPages ? rooms + set : rooms)
  }
}

async function readAll(answer: (iq: string) => string) {
  const rooms: BareJid[] = []
  let parts = 0
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<PublicRoomLists['page']>> = await serve(lists.page(service, after), answer)
    rooms.push(...page.rooms.map(each => each.address))
    parts++
    if (page.next === null) return { rooms, parts, isCut: page.isCut }
    after = page.next
  }
}

test('a service that begins anew with each page lists each room once, and comes to an end', async () => {
  let pages = 0
  const answer = (iq: string): string => {
    if (iq.includes('disco#info')) return serviceOf(0, true)(iq)
    pages += 1
    const last = `<set xmlns="http://jabber.org/protocol/rsm"><last>${pages}</last></set>`
    return items(item('a') + item('b') + last)
  }
  const { rooms } = await readAll(answer)
  expect(rooms).toEqual([at('a'), at('b')])
  expect(pages).toBe(2)
})

test('a service with pages is asked for one at a time, and never again for what it has said', async () => {
  const { rooms, parts, isCut } = await readAll(serviceOf(450, true))
  expect(new Set(rooms).size).toBe(450)
  expect([parts, isCut]).toEqual([3, false])
  expect(channel.texts().filter(text => text.includes('disco#items'))).toHaveLength(3)
})

test('ten thousand rooms at once come in parts, and no room is asked for anything', async () => {
  const { rooms, parts, isCut } = await readAll(serviceOf(12_000, false))
  expect(new Set(rooms).size).toBe(mostListed)
  expect([parts, isCut]).toEqual([mostListed / 200, true])
  expect(channel.written).toHaveLength(2)
})

test('a service whose pages never end is left after as many', async () => {
  const endless = (iq: string): string =>
    iq.includes('disco#info')
      ? serviceOf(1, true)(iq)
      : items(`${item('a')}<set xmlns="http://jabber.org/protocol/rsm"><last>always</last></set>`)
  expect((await readAll(endless)).parts).toBeLessThan(4)
})

test('silence and errors are told, and the next time it is asked anew', async () => {
  const silent = () => new AppError('request-timed-out', 'silence')
  await expect(serve(lists.page(service, null), silent)).rejects.toMatchObject({ code: 'request-timed-out' })
  const answer = serviceOf(1, false)
  expect((await serve(lists.page(service, null), answer)).rooms).toHaveLength(1)
})

test('rooms that are seen are asked, a few at a time, and not again soon', async () => {
  const rooms = Array.from({ length: 20 }, (_, index) => at(`r${index}`))
  let most = 0
  const answer = (iq: string): string | AppError => {
    most = Math.max(most, channel.requests.length)
    if (iq.includes('"r1@') || iq.includes(at('r1')))
      return new AppError('refused-by-server', 'gone', { condition: 'item-not-found' })
    if (iq.includes(at('r2'))) return info('<identity category="account" type="registered"/>')
    const form = `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roominfo</value></field>
      <field var="muc#roominfo_occupants"><value>7</value></field><field var="muc#roominfo_subject"><value>\u202e&lt;b&gt;Células</value></field></x>`
    return info(`${conference}<feature var="muc_membersonly"/>${form}`)
  }
  const described = await serve(lists.describe([at('r0'), at('r2'), ...rooms.slice(3)]), answer)
  expect(described).toHaveLength(18)
  expect(described[0]).toMatchObject({
    address: at('r0'),
    occupants: 7,
    subject: '<b>Células',
    traits: { isMembersOnly: true },
  })
  expect(most).toBeLessThanOrEqual(4)
  const asked = channel.written.length
  expect(await lists.describe([at('r0')])).toHaveLength(1)
  expect(channel.written).toHaveLength(asked)
})

test('a search looks through the whole list, fetched once; and waits for no service for ever', async () => {
  const answer = serviceOf(450, true)
  expect((await serve(lists.find('R449'), answer)).map(each => each.address)).toEqual([at('r449')])
  expect(await serve(lists.find('r1'), answer)).toHaveLength(5)
  expect(channel.texts().filter(text => text.includes('disco#items'))).toHaveLength(3)
  expect(await serve(lists.find(' '), answer)).toEqual([])
  channel.goOnline()
  const silent = lists.find('r1')
  await channel.untilWritten(channel.written.length + 1)
  clock.pass(10_000)
  expect(await silent).toEqual([])
})

test('what is no room is not listed: nodes, servers, nonsense, each address once', () => {
  const list = items(
    `${item('a')}<item jid="A@${service}"/><item jid="${service}"/><item jid="${at('b')}" node="x"/><item jid="a b@c"/><item/>
     <item jid="${at('c')}/Ana"/><item jid="${at('d')}" name="&lt;i&gt;\u202e${'x'.repeat(5000)}"/>`,
  )
  const { rooms, last } = parseRoomList(parseElement(list))
  expect(rooms.map(each => each.address)).toEqual([at('a'), at('d')])
  expect(rooms[1]?.name).toBe(`<i>${'x'.repeat(197)}`)
  expect(last).toBeNull()
  expect(parseRoomList(parseElement('<iq type="result"/>'))).toEqual({ rooms: [], last: null })
  const forms = [
    { formType: 'http://jabber.org/protocol/muc#roominfo', fields: new Map([['muc#roominfo_occupants', ['-1']]]) },
  ]
  expect(parseRoomInfo(forms)).toEqual({ description: null, subject: null, occupants: null })
})
