import { describe, expect, it, test } from 'vitest'
import { startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { serve, signIn } from '../../e2e/servers/scripted-steps.ts'
import { parseElement, xml } from '../stanza/element.ts'
import { createTestSession } from '../testing/session-world.ts'
import { defaultLimits } from './limits.ts'
import { streamLimits } from './stream-limits.ts'

const limits = (inside: string) => `<limits xmlns='urn:xmpp:stream-limits:0'>${inside}</limits>`
const management = `<sm xmlns='urn:xmpp:sm:3'/>`
const passwordOf = () => 'ana-pw'

test.each([
  [limits('<max-bytes>10000</max-bytes><idle-seconds>15</idle-seconds>'), { maxBytes: 10_000, silence: 10_000 }],
  [limits('<max-bytes> 262144 </max-bytes>'), { maxBytes: 262_144, silence: null }],
  [limits('<idle-seconds>0</idle-seconds><max-bytes>9999</max-bytes>'), { maxBytes: null, silence: null }],
  [limits('<idle-seconds>-1</idle-seconds><max-bytes>1e9</max-bytes>'), { maxBytes: null, silence: null }],
  [limits('<idle-seconds>999999999999</idle-seconds>'), { maxBytes: null, silence: 57_600_000 }],
  [limits('').replace(':0', ':9'), { maxBytes: null, silence: null }],
  ['', { maxBytes: null, silence: null }],
])('%s', (inside, read) => {
  expect(streamLimits(parseElement(`<features>${inside}</features>`))).toEqual(read)
})

test('without a limit of the server, a dead connection is noticed within 30 s', () => {
  expect(defaultLimits.idle + defaultLimits.ping).toBeLessThanOrEqual(30_000)
})

describe.each([
  ['with pings', ''],
  ['by asking for acknowledgements', management],
])('a server that ends streams on which we say nothing', (how, feature) => {
  it(`hears of us in time ${how}, however much it says itself`, async () => {
    const heard: number[] = []
    await using server = await startScriptedServer({
      script: async connection => {
        const features = [limits('<idle-seconds>1</idle-seconds>'), feature]
        await signIn(connection, { domain: 'mired.org', passwordOf, features })
        const talk = setInterval(() => connection.send(`<presence from='bob@mired.org/a'/>`), 100)
        void connection.closed.then(() => clearInterval(talk))
        if (feature !== '') {
          await connection.nextElement('enable')
          connection.send(`<enabled xmlns='urn:xmpp:sm:3'/>`)
        }
        await serve(connection, element => {
          heard.push(performance.now())
          return element.name === 'r' ? `<a xmlns='urn:xmpp:sm:3' h='0'/>` : undefined
        })
      },
    })
    await using test = createTestSession({
      settings: { host: server.host, port: server.port, encryption: 'disabled' },
    })
    await test.attempt()
    const since = performance.now()
    await expect.poll(() => heard.length, { timeout: 30_000 }).toBe(3)
    const gaps = heard.map((at, index) => at - (heard[index - 1] ?? since))
    expect(Math.max(...gaps)).toBeLessThan(1000)
    expect(test.session.state().phase).toBe('online')
  })
})

it('writes nothing that the server has said it would not take, and goes on', async () => {
  const heard: string[] = []
  await using server = await startScriptedServer({
    script: async connection => {
      const features = [limits('<max-bytes>10000</max-bytes>')]
      await signIn(connection, { domain: 'mired.org', passwordOf, features })
      await serve(connection, ({ name }) => {
        heard.push(name)
        return undefined
      })
    },
  })
  await using test = createTestSession({ settings: { host: server.host, port: server.port, encryption: 'disabled' } })
  await test.attempt()
  const message = (characters: number) =>
    xml('message', { to: 'bob@mired.org' }, xml('body', {}, '€'.repeat(characters)))
  await expect(test.session.send(message(3334))).rejects.toMatchObject({
    code: 'message-too-long',
    details: { condition: 'policy-violation' },
  })
  await expect(
    test.session.request(xml('iq', { type: 'set' }, xml('a', {}, 'b'.repeat(10_000)))),
  ).rejects.toMatchObject({
    code: 'refused-by-server',
  })
  await test.session.send(message(3300))
  await test.session.request(xml('iq', { type: 'get' }, xml('ping', 'urn:xmpp:ping')))
  expect(heard).toEqual(['message', 'iq'])
})
