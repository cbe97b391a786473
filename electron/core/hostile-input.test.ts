/** A whole core, in a process of its own, on a stream that somebody fills with what should never come. */

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ScriptedConnection, type ScriptedServer, startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { serve, signIn } from '../../e2e/servers/scripted-steps.ts'
import { type CoreProcess, startCoreProcess } from '../testing/core-process.ts'

const domain = 'mired.org'
const megabyte = 1024 * 1024
/** `CENTELLA_SOAK=1`: ten times as much of each. */
const scale = process.env.CENTELLA_SOAK === '1' ? 10 : 1

const message = (body: string): string => `<message from='bob@mired.org/a' type='chat'><body>${body}</body></message>`

/** `size` bytes of the pattern, a piece at a time. */
function* much(pattern: string, size: number): Generator<Buffer> {
  const piece = Buffer.from(pattern.repeat(Math.ceil(megabyte / pattern.length)))
  for (let sent = 0; sent < size; sent += piece.length) yield piece
}

function* many(count: number, text: (index: number) => string): Generator<string> {
  for (let index = 0; index < count; index += 1000) {
    yield Array.from({ length: Math.min(1000, count - index) }, (_, behind) => text(index + behind)).join('')
  }
}

function* around(before: string, inner: Iterable<string | Buffer>, after: string): Generator<string | Buffer> {
  yield before
  yield* inner
  yield after
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

const hostile: readonly (readonly [string, () => Iterable<string | Buffer>])[] = [
  ['a stanza of 50 MB', () => around('<message><body>', much('x', 50 * scale * megabyte), '</body></message>')],
  ['a value of 50 MB', () => around("<message a='", much('x', 50 * scale * megabyte), "'/>")],
  ['a name of 50 MB', () => around('<', much('x', 50 * scale * megabyte), '/>')],
  ['50 MB of white space', () => much(' \n', 50 * scale * megabyte)],
  ['50 MB of characters between stanzas', () => much('x', 50 * scale * megabyte)],
  ['5 MB of broken tags', () => much('<>&<a b=\'</c>"', 5 * scale * megabyte)],
  ['a comment of 50 MB', () => around('<!--', much('<message>', 50 * scale * megabyte), '-->')],
  ['a section of 50 MB', () => around('<message><body><![CDATA[', much('<', 50 * megabyte), ']]></body></message>')],
  ['an instruction of 50 MB', () => around('<?', much('>', 50 * scale * megabyte), '?>')],
  ['a document type of 50 MB', () => around('<!DOCTYPE a [', much('<!ENTITY a "&a;">', 50 * megabyte), ']>')],
  [
    '100,000 levels',
    () => ['<message>', ...many(100_000 * scale, () => '<a>'), ...many(100_000 * scale, () => '</a>'), '</message>'],
  ],
  ['100,000 levels without an end', () => ['<message>', ...many(100_000 * scale, () => '<a>'), '</message>']],
  [
    '1,000,000 attributes',
    () =>
      around(
        '<message ',
        many(1_000_000, index => `a${index}='' `),
        '/>',
      ),
  ],
  [
    '1,000,000 elements',
    () =>
      around(
        '<message>',
        many(1_000_000, () => '<a/>'),
        '</message>',
      ),
  ],
  [
    '4 MiB of attributes in many elements',
    () =>
      around(
        '<message>',
        many(300_000, () => "<a b=''/>"),
        '</message>',
      ),
  ],
  ['20 stanzas of nearly 4 MiB', () => many(20, () => `<message><a>${'x'.repeat(4_000_000)}</a></message>`)],
  ['20 iqs of nearly 4 MiB', () => many(20, index => `<iq type='get' id='${index}'>${'<a/>'.repeat(90_000)}</iq>`)],
  ['20,000 presences of nobody', () => many(20_000 * scale, index => `<presence from='p${index}@mired.org/a'/>`)],
  ['20,000 of one contact', () => many(20_000 * scale, index => `<presence from='bob@mired.org/${index}'/>`)],
  ['10,000 messages', () => many(10_000 * scale, index => message(`flood ${index}`))],
  ['20,000 iqs', () => many(20_000 * scale, index => `<iq type='get' id='${index}' from='bob@mired.org/a'><q/></iq>`)],
  ['20,000 answers', () => many(20_000 * scale, index => `<iq type='result' id='${index}' from='bob@mired.org/a'/>`)],
  ['20,000 stanzas without sense', () => many(20_000 * scale, () => '<message><body>&x;</body></message>')],
  ['a laugh', () => ['<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "&d;&d;">]>', message('&b;')]],
  ['an entity from outside', () => ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', message('&b;')]],
  [
    'bytes that are no UTF-8',
    () => [bytes(message('\xff')), bytes(message('\xc0\xbc')), bytes(message('\xed\xa0\x80'))],
  ],
  ['characters that XML has not', () => [message('\0'), message('&#0;'), message('\uffff'), message('&#xd800;')]],
  ['a mark of another encoding', () => [bytes('\xff\xfe'), Buffer.from(message('x'), 'utf16le')]],
  ['another declaration', () => ["<?xml version='1.0' encoding='utf-16'?>"]],
  [
    'another header',
    () => ["<?xml version='1.0'?><stream:stream xmlns:stream='urn:x' from='mired.org' version='1.0'>"],
  ],
  ['the end inside of a stanza', () => ["<message><stream:stream xmlns:stream='urn:x'></stream:stream></message>"]],
  ['tags that do not match', () => ['<message><body></message></body>', '<iq><a></iq>', '</message></iq></presence>']],
  ['a foreign namespace', () => [message('x').replace('<message', "<message xmlns='urn:x'"), "<a xmlns='urn:x'/>"]],
  ['a prefix that nobody declared', () => ['<x:message><x:body>x</x:body></x:message>', '<presence x:a="b"/>']],
  [
    'a prefix of another meaning',
    () => ["<stream:message xmlns:stream='jabber:client'><body>x</body></stream:message>"],
  ],
  [
    'what belongs to signing in',
    () => [
      '<stream:features/>',
      ...['proceed', 'failure'].map(name => `<${name} xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`),
      ...['success', 'failure', 'challenge'].map(name => `<${name} xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`),
      ...['enabled', 'resumed', 'failed', 'a', 'r'].map(name => `<${name} xmlns='urn:xmpp:sm:3' h='99'/>`),
    ],
  ],
]

let server: ScriptedServer
let core: CoreProcess
let connection: ScriptedConnection
let count = 0

beforeAll(async () => {
  server = await startScriptedServer({
    script: async each => {
      await signIn(each, { domain, passwordOf: () => 'ana-pw' })
      await serve(each)
    },
  })
  core = await startCoreProcess()
  const settings = { host: server.host, port: server.port, encryption: 'disabled' } as const
  await core.signIn({ address: 'ana@mired.org', settings })
  connection = await server.connection(0)
})
afterAll(async () => {
  await core?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

/** An ordinary message arrives, on the stream that has been there all the time. */
async function isWell(): Promise<void> {
  count += 1
  connection.send(message(`ordinary ${count}`))
  await core.until(`ordinary ${count}`, 60_000 * scale)
  expect([server.connections.length, core.states]).toEqual([1, ['online']])
}

describe('the session goes on behind', () => {
  test.each(hostile)('%s', { timeout: 120_000 * scale }, async (_, input) => {
    await core.measure()
    await connection.sendAll(input())
    await isWell()
    const { peak, longestStall } = await core.measure()
    // About 150 MB of it are Node's and the program's own, and 250 what is still to be collected.
    expect(peak).toBeLessThan(600 * megabyte)
    expect(longestStall).toBeLessThan(5000)
  })

  test('and the archive is whole', async () => {
    await core.stop()
    const archive = new DatabaseSync(join(core.folder, 'archive.sqlite'), { readOnly: true })
    try {
      expect(archive.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
      const ordinary = archive.prepare(
        "SELECT count(*) AS n, count(DISTINCT body) AS d FROM message WHERE body LIKE 'ordinary %'",
      )
      expect({ ...ordinary.get() }).toEqual({ n: count, d: count })
    } finally {
      archive.close()
    }
  })
})
