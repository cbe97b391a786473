import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { silentLog } from '../../core/ports/index.ts'
import { bodyOf } from '../../stanza/body.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { type Archive, createArchive } from './archive.ts'

const bob = prepareBareJid('bob@mired.test')
/** One stanza a line, the answer last. */
const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8')
    .trim()
    .split('\n')

let channel: FakeChannel
let archive: Archive
let announced: boolean | null
let warnings: string[]

beforeEach(() => {
  channel = createFakeChannel('ana@mired.test/rec')
  warnings = []
  announced = true
  archive = createArchive({
    channel,
    discovery: { accountSupports: async namespace => namespace === 'urn:xmpp:mam:2' && announced },
    log: { ...silentLog, warn: message => void warnings.push(message) },
  })
  channel.goOnline()
})

afterEach(() => {
  archive.dispose()
  expect(channel.listeners()).toBe(0)
})

const queryId = () => channel.written.at(-1)?.getChild('query')?.attrs.queryid ?? ''
const result = (attributes: string, id = '1', queryid = queryId()) =>
  `<message to="ana@mired.test/rec" ${attributes}><result xmlns="urn:xmpp:mam:2" queryid="${queryid}" id="${id}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2026-11-21T03:18:34.837Z"/><message xmlns="jabber:client" from="ana@mired.test/rec" to="bob@mired.test" id="m"><body>hola</body></message></forwarded></result></message>`
const end = '<iq type="result"><fin xmlns="urn:xmpp:mam:2" complete="true"/></iq>'

/** Says what was recorded, to whatever was asked. */
function replay(name: string): void {
  const lines = fixture(name).map(line => line.replaceAll(/queryid="\w+"/g, `queryid="${queryId()}"`))
  for (const line of lines.slice(0, -1)) void channel.receive(line)
  channel.requests[0]?.answer(lines.at(-1) ?? '')
}

test('what is asked', async () => {
  const page = archive.fetchPage({ with: bob, start: Date.UTC(2026, 10, 21), page: { max: 50, before: '' } })
  expect(channel.texts()[0]?.replace(queryId(), 'QUERY')).toBe(
    '<iq type="set" id="q0"><query xmlns="urn:xmpp:mam:2" queryid="QUERY"><x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE" type="hidden"><value>urn:xmpp:mam:2</value></field><field var="with"><value>bob@mired.test</value></field><field var="start"><value>2026-11-21T00:00:00.000Z</value></field></x><set xmlns="http://jabber.org/protocol/rsm"><max>50</max><before/></set></query></iq>',
  )
  channel.requests[0]?.answer(end)
  await page
})

test('a page of Openfire, whose results have no sender and small ids', async () => {
  const asked = archive.fetchPage({ page: { max: 2 } })
  replay('openfire-page')
  const page = await asked
  expect(page).toMatchObject({ complete: false, set: { first: '1', last: '2', count: 9 } })
  expect(page.messages.map(({ archiveId, time, stanza }) => [archiveId, time, bodyOf(stanza)])).toEqual([
    ['1', Date.UTC(2026, 10, 21, 3, 18, 29, 287), 'hay alguien?'],
    ['2', Date.UTC(2026, 10, 21, 3, 18, 34, 837), 'Hola Bob'],
  ])
})

test("Openfire's last page; stamps within a message do not count", async () => {
  const asked = archive.fetchPage({ page: { max: 50 } })
  replay('openfire-last-page')
  const page = await asked
  expect(page).toMatchObject({ complete: true, set: { first: '4', last: '55' } })
  expect(page.messages[3]).toMatchObject({ archiveId: '53', time: Date.UTC(2026, 10, 21, 3, 25, 46, 55) })
  expect(page.messages).toHaveLength(6)
})

test('what Openfire says after an id that it has deleted', async () => {
  const asked = archive.fetchPage({ page: { max: 2, after: '999999' } })
  replay('openfire-pruned')
  expect(await asked).toEqual({
    messages: [],
    complete: true,
    set: { first: null, last: null, index: null, count: 9 },
  })
})

test('results count from our bare address or nobody, and only for what is being asked', async () => {
  const asked = archive.fetchPage({ page: { max: 50 } })
  await channel.receive(result('from="ana@mired.test"', 'own'))
  await channel.receive(result('from=""', 'nobody'))
  for (const from of ['ana@mired.test/rec', 'bob@mired.test', 'mired.test', '@']) {
    await channel.receive(result(`from="${from}"`, from))
  }
  await channel.receive(result('', 'not asked', 'another'))
  await channel.receive(result('type="error"', 'error'))
  await channel.receive(result('', '', queryId()))
  await channel.receive(result('', 'whole').replace(/<forwarded.*<\/forwarded>/, ''))
  await channel.receive(result('', 'whole').replace(/<message xmlns.*<\/message>(?=<\/forw)/, ''))
  const id = queryId()
  channel.requests[0]?.answer(end)
  expect((await asked).messages.map(({ archiveId }) => archiveId)).toEqual(['own', 'nobody'])
  await channel.receive(result('', 'late', id))
  expect(warnings).toHaveLength(2)
})

test('a result without a time is one all the same', async () => {
  const asked = archive.fetchPage({ page: { max: 50 } })
  await channel.receive(result('').replace(/<delay[^>]*>/, ''))
  channel.requests[0]?.answer(end)
  expect((await asked).messages).toMatchObject([{ archiveId: '1', time: null }])
})

test('two questions at once get their own results', async () => {
  const first = archive.fetchPage({ page: { max: 50 } })
  const one = queryId()
  const second = archive.fetchPage({ page: { max: 50 } })
  await channel.receive(result('', '2'))
  await channel.receive(result('', '1', one))
  for (const request of [...channel.requests]) request.answer(end)
  expect((await first).messages).toMatchObject([{ archiveId: '1' }])
  expect((await second).messages).toMatchObject([{ archiveId: '2' }])
})

test('an answer that is none, a refusal, and results without end are failures', async () => {
  const none = archive.fetchPage({ page: { max: 50 } })
  channel.requests[0]?.answer('<iq type="result"/>')
  await expect(none).rejects.toMatchObject({ code: 'refused-by-server' })
  const refused = archive.fetchPage({ page: { max: 50 } })
  channel.requests[0]?.fail(new AppError('refused-by-server', 'no', { condition: 'feature-not-implemented' }))
  await expect(refused).rejects.toMatchObject({ details: { condition: 'feature-not-implemented' } })
  const endless = archive.fetchPage({ page: { max: 50 } })
  for (let count = 0; count < 1100; count++) await channel.receive(result('', String(count)))
  channel.requests[0]?.answer(end)
  await expect(endless).rejects.toMatchObject({ code: 'refused-by-server' })
})

test.each([true, false, null])('announced: %s', async is => {
  announced = is
  expect(await archive.isThere()).toBe(is)
})
