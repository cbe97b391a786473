import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { parseElement } from '../../stanza/element.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { parseReceipt, parseRequest } from './parse.ts'
import { createReceipts, type Receipts } from './receipts.ts'

const ns = 'urn:xmpp:receipts'
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const request = (attributes: string, children = `<body>hola</body><request xmlns="${ns}"/>`) =>
  parseElement(`<message ${attributes}>${children}</message>`)

let channel: FakeChannel
let events: DomainEvent[]
let on: boolean
let friends: Set<string>
let receipts: Receipts

beforeEach(() => {
  channel = createFakeChannel('ana@mired.test/rec')
  events = []
  on = true
  friends = new Set(['bob@mired.test'])
  receipts = createReceipts({
    channel,
    emit: async event => void events.push(event),
    isOn: () => on,
    mayKnow: async peer => friends.has(peer),
    log: silentLog,
  })
  channel.goOnline()
})

afterEach(() => {
  receipts.dispose()
  expect(channel.listeners()).toBe(0)
})

const settled = () => new Promise(resolve => setImmediate(resolve))
const answers = async (...messages: readonly string[]) => {
  const before = channel.written.length
  for (const each of messages) receipts.arrived(request(each))
  await settled()
  return channel.written.slice(before).map(({ attrs, children }) => [attrs.to, attrs.type, children.map(String)])
}
const receipt = (id: string) => [`<received xmlns="${ns}" id="${id}"/>`]

describe('receipts of others', () => {
  test.each([
    ['spark-receipt', 'm1'],
    ['spark-receipt-normal', 'm16'],
    ['spark-receipt-without-body', 'm3'],
  ])('%s', async (name, id) => {
    await channel.receive(fixture(name))
    expect(events).toEqual([{ type: 'message.delivered', account: 'ana@mired.test', peer: 'bob@mired.test', id }])
  })

  test('what Spark says of its own accord (XEP-0022) is none', async () => {
    await channel.receive(fixture('spark-delivered-event'))
    expect(events).toEqual([])
  })

  test.each([
    ['an error', `<message from="bob@mired.test/x" type="error"><received xmlns="${ns}" id="m1"/></message>`],
    [
      'from a room',
      `<message from="sala@c.mired.test/bob" type="groupchat"><received xmlns="${ns}" id="m1"/></message>`,
    ],
    ['without an id', `<message from="bob@mired.test/x"><received xmlns="${ns}"/></message>`],
    ['with an empty id', `<message from="bob@mired.test/x"><received xmlns="${ns}" id=""/></message>`],
    [
      'with a huge id',
      `<message from="bob@mired.test/x"><received xmlns="${ns}" id="${'x'.repeat(100_000)}"/></message>`,
    ],
    ['of nobody', `<message from="@@"><received xmlns="${ns}" id="m1"/></message>`],
    [
      'in another namespace',
      '<message from="bob@mired.test/x"><received xmlns="urn:xmpp:receipts:9" id="m1"/></message>',
    ],
    ['of a carbon', `<message from="ana@mired.test"><received xmlns="urn:xmpp:carbons:2" id="m1"/></message>`],
  ])('%s is none', (_name, text) => expect(parseReceipt(parseElement(text))).toBeNull())
})

describe('our answer', () => {
  test('to the full address, in the type of the question, with nothing else in it', async () => {
    expect(
      await answers(
        'from="bob@mired.test/Spark" type="chat" id="b1"',
        'from="bob@mired.test/Spark" id="b2"',
        'from="bob@mired.test" type="normal" id="b3"',
      ),
    ).toEqual([
      ['bob@mired.test/Spark', 'chat', receipt('b1')],
      ['bob@mired.test/Spark', undefined, receipt('b2')],
      ['bob@mired.test', 'normal', receipt('b3')],
    ])
    expect(new Set(channel.written.map(({ attrs }) => attrs.id)).size).toBe(3)
  })

  test('once, also where the message comes again', async () => {
    const message = 'from="bob@mired.test/Spark" type="chat" id="b1"'
    expect(await answers(message, message)).toHaveLength(1)
    expect(await answers(message)).toEqual([])
    expect(await answers('from="bob@mired.test/other" type="chat" id="b1"')).toHaveLength(1)
  })

  test('again where it could not be written', async () => {
    channel.failSendingWith(new AppError('network-lost', 'cut'))
    expect(await answers('from="bob@mired.test/x" id="b1"')).toEqual([])
    channel.failSendingWith(null)
    expect(await answers('from="bob@mired.test/x" id="b1"')).toHaveLength(1)
  })

  test.each([
    ['without an id', 'from="bob@mired.test/x" type="chat"'],
    ['of a room', 'from="bob@mired.test/x" type="groupchat" id="b1"'],
    ['that came back', 'from="bob@mired.test/x" type="error" id="b1"'],
    ['of a stranger', 'from="mallory@evil.example/x" type="chat" id="b1"'],
    ['of our own', 'from="ana@mired.test/other" type="chat" id="b1"'],
    ['of nobody', 'type="chat" id="b1"'],
  ])('none to a message %s', async (_name, attributes) => expect(await answers(attributes)).toEqual([]))

  test('none while the person does not want it, and none later for what came then', async () => {
    on = false
    expect(await answers('from="bob@mired.test/x" id="b1"')).toEqual([])
  })

  test('none to a receipt, so that no two clients talk for ever', () => {
    const children = `<request xmlns="${ns}"/><received xmlns="${ns}" id="a"/>`
    expect(parseRequest(request('from="bob@mired.test/x" id="b1"', children))).toBeNull()
  })

  test('what is remembered has an end', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => `from="bob@mired.test/x" id="n${index}"`)
    expect(await answers(...many)).toHaveLength(2000)
    expect(await answers('from="bob@mired.test/x" id="n1999"', 'from="bob@mired.test/x" id="n0"')).toEqual([
      ['bob@mired.test/x', undefined, receipt('n0')],
    ])
  })
})

test('a receipt that the store cannot keep is to come again', async () => {
  receipts.dispose()
  const failing = vi.fn(async () => {
    throw new AppError('storage-failed', 'full')
  })
  receipts = createReceipts({ channel, emit: failing, isOn: () => on, mayKnow: async () => true, log: silentLog })
  await expect(channel.receive(fixture('spark-receipt'))).rejects.toMatchObject({ code: 'storage-failed' })
})
