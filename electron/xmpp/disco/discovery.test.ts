import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { silentLog } from '../../core/ports/index.ts'
import { parseElement } from '../../stanza/element.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createDiscovery, type Discovery } from './discovery.ts'
import { parseInfo, parseItems } from './parse.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const upload = prepareBareJid('httpfileupload.mired.test')

let channel: FakeChannel
let discovery: Discovery

beforeEach(() => {
  channel = createFakeChannel('ana@mired.test/rec')
  discovery = createDiscovery({ channel, log: silentLog })
  channel.goOnline()
})

afterEach(() => {
  discovery.dispose()
  expect(channel.listeners()).toBe(0)
})

test("Openfire's upload service: what it is, does, and allows", () => {
  expect(parseInfo(parseElement(fixture('openfire-upload')))).toEqual({
    identities: [{ category: 'store', type: 'file', name: 'mired.test' }],
    features: new Set([
      ...['http://jabber.org/protocol/disco#info', 'urn:xmpp:ping', 'jabber:iq:last', 'urn:xmpp:time'],
      ...['urn:xmpp:http:upload:0', 'urn:xmpp:http:upload'],
    ]),
    forms: [{ formType: 'urn:xmpp:http:upload:0', fields: new Map([['max-file-size', ['52428800']]]) }],
  })
})

test('an answer without a query, and features without a name, are nothing', () => {
  const nothing = { identities: [], features: new Set(), forms: [] }
  expect(parseInfo(parseElement('<iq type="result"/>'))).toEqual(nothing)
  const query = '<query xmlns="http://jabber.org/protocol/disco#info"><feature/><feature var=""/></query>'
  expect(parseInfo(parseElement(`<iq type="result">${query}</iq>`))).toEqual(nothing)
})

test('our account is asked once, however many want to know', async () => {
  const both = Promise.all([discovery.accountSupports('urn:xmpp:mam:2'), discovery.accountSupports('urn:xmpp:sid:0')])
  expect(channel.texts()).toEqual([
    '<iq type="get" to="ana@mired.test" id="q0"><query xmlns="http://jabber.org/protocol/disco#info"/></iq>',
  ])
  channel.requests[0]?.answer(fixture('openfire-account'))
  expect(await both).toEqual([true, false])
  expect(await discovery.accountSupports('urn:xmpp:mam:2')).toBe(true)
  expect(channel.written).toHaveLength(1)
})

test('the server is somebody else', async () => {
  const carbons = discovery.serverSupports('urn:xmpp:carbons:2')
  expect(channel.written[0]?.attrs.to).toBe('mired.test')
  channel.requests[0]?.answer(
    '<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info"><feature var="urn:xmpp:carbons:2"/></query></iq>',
  )
  expect(await carbons).toBe(true)
})

test.each(['refused-by-server', 'request-timed-out'] as const)(
  '%s: nobody knows, until the next stream',
  async code => {
    const answer = discovery.info(upload)
    channel.requests[0]?.fail(new AppError(code, 'no'))
    expect(await answer).toBeNull()
    expect(await discovery.info(upload)).toBeNull()
    expect(channel.written).toHaveLength(1)
    channel.goOnline()
    const later = discovery.info(upload)
    channel.requests[0]?.answer(fixture('openfire-upload'))
    expect((await later)?.features.has('urn:xmpp:http:upload:0')).toBe(true)
  },
)

test('a connection that was lost has told nothing: the stream may go on, and it is asked again', async () => {
  const answer = discovery.accountSupports('urn:xmpp:mam:2')
  channel.requests[0]?.fail(new AppError('network-lost', 'cut'))
  await expect(answer).rejects.toMatchObject({ code: 'network-lost' })
  const again = discovery.accountSupports('urn:xmpp:mam:2')
  channel.requests[0]?.answer(fixture('openfire-account'))
  expect(await again).toBe(true)
})

test("the server's services: asked once, each address once, without nodes and what is no address", async () => {
  const both = Promise.all([discovery.items(upload), discovery.items(upload)])
  expect(channel.texts()).toEqual([
    '<iq type="get" to="httpfileupload.mired.test" id="q0"><query xmlns="http://jabber.org/protocol/disco#items"/></iq>',
  ])
  channel.requests[0]?.answer(
    `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#items"><item jid="search.mired.test" name="User Search"/>
      <item jid="SEARCH.mired.test"/><item jid="mired.test" node="http://jabber.org/protocol/admin#get-groups"/>
      <item jid="a b.test"/><item jid=""/><item/><item jid="all@broadcast.mired.test"/></query></iq>`,
  )
  const expected = ['search.mired.test', 'all@broadcast.mired.test']
  expect(await both).toEqual([expected, expected])
})

test('of ten thousand items only so many are looked at', () => {
  const items = Array.from({ length: 10_000 }, (_, index) => `<item jid="s${index}.test"/>`).join('')
  const iq = parseElement(`<iq><query xmlns="http://jabber.org/protocol/disco#items">${items}</query></iq>`)
  expect(parseItems(iq)).toHaveLength(200)
})

test('a server that does not say what belongs to it', async () => {
  const answer = discovery.items(upload)
  channel.requests[0]?.fail(new AppError('refused-by-server', 'no'))
  expect(await answer).toBeNull()
})
