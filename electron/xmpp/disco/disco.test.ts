import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createDisco } from './disco.ts'

let channel: FakeChannel
let disco: { dispose(): void }

beforeEach(() => {
  channel = createFakeChannel()
  disco = createDisco({
    channel,
    own: () => ({ identity: { category: 'client', type: 'pc', name: 'Centella' }, features: ['urn:xmpp:ping', 'a:b'] }),
    capabilitiesNode: () => 'urn:c#ver',
  })
})

afterEach(() => {
  disco.dispose()
  expect(channel.listeners()).toBe(0)
})

const ask = (what: 'info' | 'items', node = '') =>
  channel.ask(
    `<iq type="get" from="bob@mired.org/x" id="a"><query xmlns="http://jabber.org/protocol/disco#${what}" ${node}/></iq>`,
  )

test('what we are and do', async () => {
  expect(String(await ask('info'))).toBe(
    '<query xmlns="http://jabber.org/protocol/disco#info"><identity category="client" type="pc" name="Centella"/><feature var="a:b"/><feature var="urn:xmpp:ping"/></query>',
  )
})

test('the same for the node of our capabilities, which is given back', async () => {
  expect(String(await ask('info', 'node="urn:c#ver"'))).toContain('disco#info" node="urn:c#ver"><identity')
})

test.each([
  ['info', 'node="urn:c#old"'],
  ['info', 'node="other"'],
  ['items', 'node="urn:c#ver"'],
] as const)('%s of %s is not found', async (what, node) => {
  expect(await ask(what, node)).toMatchObject({ error: { details: { condition: 'item-not-found' } } })
})

test('we have no items', async () => {
  expect(String(await ask('items'))).toBe('<query xmlns="http://jabber.org/protocol/disco#items"/>')
})
