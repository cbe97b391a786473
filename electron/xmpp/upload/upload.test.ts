import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { stanzaFailure } from '../../connection/failures.ts'
import { silentLog } from '../../core/ports/index.ts'
import { parseForms } from '../../stanza/data-form.ts'
import { parseElement } from '../../stanza/element.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { type SteppedClock, steppedClock } from '../../testing/stepped-clock.ts'
import { buildOutOfBand } from './build.ts'
import { parseSlot } from './parse.ts'
import { createUpload, type Upload } from './upload.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const info = (inside: string) =>
  `<iq type="result"><query xmlns="http://jabber.org/protocol/disco#info">${inside}</query></iq>`
const newFeature = '<feature var="urn:xmpp:http:upload:0"/>'
const oldFeature = '<feature var="urn:xmpp:http:upload"/>'
const limit = (bytes: string) =>
  `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE"><value>urn:xmpp:http:upload:0</value></field><field var="max-file-size"><value>${bytes}</value></field></x>`
const slotAt = (url: string, get = url, headers = '') =>
  `<iq type="result"><slot xmlns="urn:xmpp:http:upload:0"><put url="${url}">${headers}</put><get url="${get}"/></slot></iq>`

let channel: FakeChannel
let upload: Upload
let infos: Map<string, string | null>
let clear: boolean
let clock: SteppedClock

beforeEach(() => {
  clear = false
  clock = steppedClock()
  infos = new Map([
    ['mired.test', info('')],
    ['conference.mired.test', info('')],
    ['httpfileupload.mired.test', fixture('openfire-info')],
  ])
  channel = createFakeChannel('ana@mired.test/rec')
  upload = createUpload({
    channel,
    discovery: {
      items: async () => [...infos.keys()].slice(1).map(prepareBareJid),
      info: async address => {
        const text = infos.get(address) ?? null
        if (text === null) return null
        const [query] = parseElement(text).getChildElements()
        const features = (query?.getChildren('feature') ?? []).map(each => each.attrs.var ?? '')
        return { features: new Set(features), forms: query === undefined ? [] : parseForms(query) }
      },
    },
    isInClear: () => clear,
    clock,
    log: silentLog,
  })
  channel.goOnline()
})

afterEach(() => {
  upload.dispose()
  expect(channel.listeners()).toBe(0)
})

const wish = { name: 'foto clase.png', size: 5, mediaType: 'image/png' }

/** Asks for a slot, and answers the question with this. */
async function slotWith(answer: string | AppError, asked = wish) {
  const slot = upload.slot(asked).then(
    value => value,
    (error: unknown) => error,
  )
  await expect.poll(() => channel.requests.length).toBe(1)
  const [request] = channel.requests
  if (answer instanceof AppError) request?.fail(answer)
  else request?.answer(answer)
  return { slot: await slot, asked: request?.iq.toString() }
}

const refusedWith = (xml: string) => slotWith(stanzaFailure(parseElement(xml))).then(({ slot }) => slot)

test('Openfire: its limit, a slot, and what it says of too much', async () => {
  expect(await upload.limits()).toEqual({ available: true, maxBytes: 52_428_800 })
  const { slot, asked } = await slotWith(fixture('openfire-slot'))
  const url = 'https://mired.test:7443/httpfileupload/pYU_g39aTTmV2SUdhKpsGDZp3qE/foto%20clase.png'
  expect(slot).toEqual({ put: new URL(url), get: new URL(url), headers: [] })
  expect(asked).toContain('to="httpfileupload.mired.test"')
  expect(asked).toContain(
    '<request xmlns="urn:xmpp:http:upload:0" filename="foto clase.png" size="5" content-type="image/png"/>',
  )
  expect(await refusedWith(fixture('openfire-too-large'))).toMatchObject({
    code: 'file-too-large',
    details: { limit: 52_428_800, domain: 'mired.test' },
  })
})

test('the old namespace is spoken where there is no other', async () => {
  infos.set('httpfileupload.mired.test', info(oldFeature))
  const { slot, asked } = await slotWith(fixture('openfire-slot-old'))
  expect(slot).toMatchObject({ put: expect.objectContaining({ port: '7443' }) })
  expect(asked).toContain(
    '<request xmlns="urn:xmpp:http:upload"><filename>foto clase.png</filename><size>5</size><content-type>image/png</content-type></request>',
  )
})

test('what is too large by what the server has said is not asked for', async () => {
  await expect(upload.slot({ ...wish, size: 52_428_801 })).rejects.toMatchObject({
    code: 'file-too-large',
    details: { limit: 52_428_800, domain: 'mired.test' },
  })
  expect(channel.requests).toEqual([])
})

test('of several services the one that takes it, and takes the most', async () => {
  infos.set('a.mired.test', info(newFeature + limit('4')))
  infos.set('b.mired.test', info(newFeature + limit('100000000')))
  expect(await upload.limits()).toEqual({ available: true, maxBytes: 100_000_000 })
  expect((await slotWith(slotAt('https://u/1'))).asked).toContain('to="b.mired.test"')
  infos.set('c.mired.test', info(newFeature))
  channel.goOffline()
  channel.goOnline()
  expect(await upload.limits()).toEqual({ available: true, maxBytes: null })
  expect((await slotWith(slotAt('https://u/1'))).asked).toContain('to="c.mired.test"')
})

test('no service, and nobody to ask', async () => {
  infos.set('httpfileupload.mired.test', null)
  expect(await upload.limits()).toEqual({ available: false, maxBytes: null })
  await expect(upload.slot(wish)).rejects.toMatchObject({
    code: 'no-upload-service',
    details: { domain: 'mired.test' },
  })
  channel.goOffline()
  channel.goOnline()
  channel.goOffline()
  expect(await upload.limits()).toEqual({ available: null, maxBytes: null })
})

test('the server itself may be the service', async () => {
  infos = new Map([['mired.test', info(newFeature)]])
  expect((await slotWith(slotAt('https://u/1'))).asked).toContain('to="mired.test"')
})

describe('a refusal', () => {
  const error = (type: string, inside: string) =>
    `<iq type="error"><request xmlns="urn:xmpp:http:upload:0"/><error type="${type}">${inside}</error></iq>`
  const condition = (name: string, words = '') =>
    `<${name} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/><text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">${words}</text>`

  it.each([
    [
      error(
        'wait',
        `${condition('resource-constraint', 'Quota')}<retry xmlns="urn:xmpp:http:upload:0" stamp="2017-12-03T23:42:05Z"/>`,
      ),
      'upload-quota',
      { retryAt: Date.parse('2017-12-03T23:42:05Z'), text: 'Quota' },
    ],
    [error('wait', condition('resource-constraint', 'Full')), 'upload-quota', { text: 'Full' }],
    [
      error('auth', condition('forbidden', 'Only premium')),
      'upload-refused',
      { condition: 'forbidden', text: 'Only premium' },
    ],
    [error('cancel', condition('not-allowed')), 'upload-refused', { condition: 'not-allowed' }],
    [
      error('modify', `${condition('not-acceptable')}<file-too-large xmlns="urn:xmpp:http:upload:0"/>`),
      'file-too-large',
      {},
    ],
    [
      error(
        'modify',
        `${condition('not-acceptable')}<file-too-large xmlns="urn:xmpp:http:upload"><max-file-size>9</max-file-size></file-too-large>`,
      ),
      'file-too-large',
      { limit: 9 },
    ],
    [
      error(
        'modify',
        '<file-too-large xmlns="urn:xmpp:http:upload:0"><max-file-size>-9e9</max-file-size></file-too-large>',
      ),
      'file-too-large',
      {},
    ],
    [
      error('wait', `${condition('resource-constraint')}<retry xmlns="urn:xmpp:http:upload:0" stamp="soon"/>`),
      'upload-quota',
      {},
    ],
  ])('%s', async (xml, code, details) => {
    const refused = await refusedWith(xml)
    expect(refused).toMatchObject({ code, details: { domain: 'mired.test', ...details } })
  })

  it('without an answer at all stays what it is', async () => {
    const { slot } = await slotWith(new AppError('request-timed-out', 'silence'))
    expect(slot).toMatchObject({ code: 'request-timed-out' })
  })
})

describe('a slot', () => {
  const header = (name: string, value: string) => `<header name="${name}">${value}</header>`

  it('brings its headers, those that are allowed, in order and in one line', async () => {
    const headers = [
      header('Authorization', 'Basic\r\nQQ=='),
      header('X-Evil', 'a'),
      header('cookie', 'a=b'),
      header('Cookie', 'c=d'),
      header('Host', 'evil'),
      header('Content-Length', '1'),
      header('Exp\nires', '1'),
      header('Expires', '\u8bfe'),
    ]
    const { slot } = await slotWith(slotAt('https://u/1', 'https://v/1#x', headers.join('')))
    expect(slot).toEqual({
      put: new URL('https://u/1'),
      get: new URL('https://v/1'),
      headers: [
        ['Authorization', 'BasicQQ=='],
        ['cookie', 'a=b'],
        ['Cookie', 'c=d'],
        ['Expires', '1'],
      ],
    })
  })

  it.each([
    'ftp://u/1',
    'file:///etc/passwd',
    'javascript:1',
    '',
    'https://',
    'https://a:b@u/1',
    `https://u/${'x'.repeat(5000)}`,
  ])('with the address %s is none', url => {
    expect(() => parseSlot(parseElement(slotAt(url)))).toThrow(/without an address/)
    expect(() => parseSlot(parseElement(slotAt('https://u/1', url)))).toThrow(/without an address/)
  })

  it('without encryption is used only where the session has none either', async () => {
    for (const [put, get] of [
      ['http://u/1', 'https://u/1'],
      ['https://u/1', 'http://u/1'],
    ]) {
      expect((await slotWith(slotAt(put ?? '', get))).slot).toMatchObject({ code: 'upload-insecure' })
    }
    clear = true
    expect((await slotWith(slotAt('http://u/1'))).slot).toMatchObject({ put: new URL('http://u/1') })
  })

  it('none in the answer', async () => {
    expect((await slotWith('<iq type="result"/>')).slot).toMatchObject({ code: 'upload-refused' })
  })
})

describe('our own upload service', () => {
  it('is where slots are', async () => {
    await slotWith(slotAt('https://up.example:1/x', 'https://down.example/x'))
    for (const [url, own] of [
      ['https://up.example:1/y', true],
      ['https://down.example/', true],
      ['https://up.example/y', false],
      ['http://up.example:1/y', false],
      ['https://elsewhere.example/', false],
    ] as const) {
      expect([url, await upload.isOwn(new URL(url))]).toEqual([url, own])
    }
    expect(channel.requests).toEqual([])
  })

  it('is asked for once, wherever it may be: schools have it at a number, or at a name of their own', async () => {
    const urls = ['https://192.168.1.5:7443/a', 'https://192.168.1.5:9090/admin', 'https://mired.test:7443/a']
    const owns = Promise.all(urls.map(url => upload.isOwn(new URL(url))))
    await expect.poll(() => channel.requests.length).toBe(1)
    channel.requests[0]?.answer(slotAt('https://192.168.1.5:7443/x'))
    expect(await owns).toEqual([true, false, false])
    expect(await upload.isOwn(new URL('https://evilmired.test/'))).toBe(false)
    expect(channel.requests).toEqual([])
  })

  it('is nowhere while nobody can be asked, or says anything', async () => {
    const url = new URL('https://192.168.1.5:7443/a')
    channel.goOffline()
    expect(await upload.isOwn(url)).toBe(false)
    channel.goOnline()
    const own = upload.isOwn(url)
    await expect.poll(() => channel.requests.length).toBe(1)
    clock.pass(10_000)
    expect(await own).toBe(false)
    channel.requests[0]?.answer(slotAt(url.href))
    await expect.poll(() => upload.isKnownOwn(url)).toBe(true)
  })
})

test('the address stands once more beside the body', () => {
  expect(buildOutOfBand('https://u/1?a&b').toString()).toBe(
    '<x xmlns="jabber:x:oob"><url>https://u/1?a&amp;b</url></x>',
  )
})
