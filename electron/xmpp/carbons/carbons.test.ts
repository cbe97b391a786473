import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { silentLog } from '../../core/ports/index.ts'
import { bodyOf } from '../../stanza/body.ts'
import { parseElement } from '../../stanza/element.ts'
import { prepareAccountJid } from '../../stanza/jid.ts'
import { createFakeChannel } from '../../testing/channel.ts'
import { createCarbons } from './carbons.ts'
import { parseCarbon } from './parse.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const parse = (text: string, account = 'ana@mired.test') => parseCarbon(parseElement(text), prepareAccountJid(account))

test.each([
  ['openfire-sent', 'Hola Bob'],
  ['openfire-received', ''],
])('%s', (name, body) => {
  const carbon = parse(fixture(name))
  expect(carbon?.kind === 'carbon' && bodyOf(carbon.message)).toBe(body)
})

test('a message that is no carbon', () => {
  expect(parse('<message from="bob@mired.test/x"><body>a</body></message>')).toBeNull()
  expect(parse('<message from="bob@mired.test/x"><sent xmlns="urn:xmpp:carbons:1"/></message>')).toBeNull()
})

test.each<[string, (text: string) => string]>([
  ['of another', text => text.replace('from="ana@mired.test"', 'from="bob@mired.test"')],
  ['of the server', text => text.replace('from="ana@mired.test"', 'from="mired.test"')],
  [
    'of one of our resources, which anybody who has the password could be',
    text => text.replace('from="ana@mired.test"', 'from="ana@mired.test/phone"'),
  ],
  ['of nobody', text => text.replace('from="ana@mired.test"', '')],
  ['of no possible address', text => text.replace('from="ana@mired.test"', 'from="@"')],
  ['with what another has sent', text => text.replaceAll('ana@mired.test/rec', 'bob@mired.test/rec')],
  ['with what nobody has sent', text => text.replace(' from="ana@mired.test/rec"', '')],
  ['with nothing in it', text => text.replace(/<message xmlns.*<\/message>(?=<\/forw)/, '')],
  ['with what is no message of a client', text => text.replace('xmlns="jabber:client"', 'xmlns="urn:x"')],
  ['that was not forwarded', text => text.replace('urn:xmpp:forward:0', 'urn:x')],
  [
    'both ways',
    text => text.replace('</message>', '</message>').replace('<sent ', '<received xmlns="urn:xmpp:carbons:2"/><sent '),
  ],
])('a carbon %s is refused', (_, change) => {
  const text = fixture('openfire-sent')
  expect(change(text)).not.toBe(text)
  expect(parse(change(text))).toMatchObject({ kind: 'refused' })
})

function world(server: boolean | null, account: boolean | null = null) {
  const channel = createFakeChannel()
  channel.goOnline()
  const discovery = { serverSupports: async () => server, accountSupports: async () => account }
  return { channel, carbons: createCarbons({ channel, discovery, log: silentLog }) }
}
const turn = () => new Promise(setImmediate)

test('asked for where the server has them', async () => {
  for (const [server, account] of [
    [true, null],
    [false, true],
  ] as const) {
    const { channel, carbons } = world(server, account)
    const enabled = carbons.enable()
    await turn()
    expect(channel.texts()).toEqual(['<iq type="set" id="q0"><enable xmlns="urn:xmpp:carbons:2"/></iq>'])
    channel.requests[0]?.answer('<iq type="result"/>')
    await enabled
  }
})

test('not asked for where nobody has them, or knows', async () => {
  for (const has of [false, null]) {
    const { channel, carbons } = world(has, has)
    await carbons.enable()
    expect(channel.texts()).toEqual([])
  }
})

test('a server that refuses or is silent does without; a connection that ends does not', async () => {
  for (const code of ['refused-by-server', 'request-timed-out'] as const) {
    const { channel, carbons } = world(true)
    const enabled = carbons.enable()
    await turn()
    channel.requests[0]?.fail(new AppError(code, 'no'))
    await enabled
  }
  const { channel, carbons } = world(true)
  const enabled = carbons.enable()
  await turn()
  channel.goOffline()
  await expect(enabled).rejects.toMatchObject({ code: 'network-lost' })
})
