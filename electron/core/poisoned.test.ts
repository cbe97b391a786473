/** Messages that wait for us at every sign-in, made to keep us out: by a server that lets anything through, and by real ones. */

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { type RunningServer, startEjabberd, startPeer, startProsody } from '../../e2e/servers/index.ts'
import { startScriptedServer } from '../../e2e/servers/scripted-server.ts'
import { serve, signIn } from '../../e2e/servers/scripted-steps.ts'
import { startCoreProcess } from '../testing/core-process.ts'
import { temporaryFolder } from '../testing/ports.ts'

const domain = 'mired.org'

/** What a peer can make a server keep, as far as that one looks. */
const kept: readonly string[] = [
  `<body>${'x'.repeat(100_000)}</body>`,
  `<body>deep ${'<a>'.repeat(100)}${'</a>'.repeat(100)}</body>`,
  `<body>wide</body><a ${Array.from({ length: 2000 }, (_, index) => `a${index}='' `).join('')}/>`,
  `<body>many</body>${'<a/>'.repeat(30_000)}`,
  "<body>forged <message from='boss@mired.org'><body>forged</body></message></body>",
  "<body>ended</body><stream:stream xmlns:stream='http://etherx.jabber.org/streams'/>",
  "<body>error</body><stream:error xmlns:stream='http://etherx.jabber.org/streams'><conflict/></stream:error>",
  "<body xml:lang='es'>hola</body><body xml:lang='en'>hello</body><body>two of them</body>",
  '<body>\u202egnp.exe\u2066\u200f\ufeff\u{e0041}</body><subject>\u202e</subject>',
  "<body>late</body><delay xmlns='urn:xmpp:delay' from='mired.org' stamp='9999-12-31T23:59:59Z'/>",
  "<body>early</body><delay xmlns='urn:xmpp:delay' from='mired.org' stamp='0000-01-01T00:00:00Z'/>",
  "<body>nonsense</body><delay xmlns='urn:xmpp:delay' from='mired.org' stamp='1e9999'/><delay xmlns='urn:xmpp:delay'/>",
  `<body>named</body><origin-id xmlns='urn:xmpp:sid:0' id='${'i'.repeat(5000)}'/>`,
  "<body>own keys</body><constructor xmlns='__proto__'/><__proto__ __proto__='x' toString='x' from='x'/>",
  "<sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='ana@mired.org/x' to='boss@mired.org'><body>forged</body></message></forwarded></sent>",
]

/** What only a server can send that looks at nothing. */
const unchecked: readonly (string | Buffer)[] = [
  `<message from='bob@mired.org/a'><body>${'x'.repeat(5 * 1024 * 1024)}</body></message>`,
  "<message from='bob@mired.org/a'><body></message></body>",
  "<message from='bob@mired.org/a'><body>&x;</body></message>",
  "<message from='bob@mired.org/a' <body/></message>",
  "<message from='@'><body>nobody</body></message>",
  `<message from='${'b'.repeat(5000)}@mired.org'><body>nobody</body></message>`,
  "<message from='bob@mired.org/a' type='nonsense' id=''><body/></message>",
  "<message type='error' from='bob@mired.org/a' id='1'/>",
  "<message type='error' from='bob@mired.org/a' id='1'><error>\n<a/>\n<b/>\n</error></message>",
  "<presence from='bob@mired.org/a' type='nonsense'/><presence/><presence from=''/>",
  "<presence from='bob@mired.org/a'><show>nonsense</show><priority>1e99</priority><status>\u202e</status></presence>",
  "<iq type='set' id='p1' from='mallory@mired.org'><query xmlns='jabber:iq:roster'><item jid='x@y'/></query></iq>",
  "<iq type='set' id='p2'><query xmlns='jabber:iq:roster'><item jid='@'/><item/><item jid='x@y'/></query></iq>",
  "<iq type='result' id='p3'/><iq type='error' id='p4'><error/></iq><iq/>",
  Buffer.from("<message from='bob@mired.org/a'><body>\xff\xfe</body></message>", 'latin1'),
  'hello</body><!DOCTYPE a><![CDATA[x]]>',
]

/** Bodies in the archive of a profile, with how often each is there. */
function bodiesIn(folder: string): Readonly<Record<string, number>> {
  const archive = new DatabaseSync(join(folder, 'archive.sqlite'), { readOnly: true })
  try {
    expect(archive.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    const rows = archive
      .prepare('SELECT substr(body, 1, 20) AS body, count(*) AS n FROM message GROUP BY 1 ORDER BY 1')
      .all()
    return Object.fromEntries(rows.map(({ body, n }) => [String(body), Number(n)]))
  } finally {
    archive.close()
  }
}

test('a server that keeps everything for us is signed in to, once each time', { timeout: 180_000 }, async () => {
  await using server = await startScriptedServer({
    script: async connection => {
      await signIn(connection, { domain, passwordOf: () => 'ana-pw' })
      let isTold = false
      await serve(connection, element => {
        if (element.name !== 'presence' || element.attributes.type !== undefined) return undefined
        // A second one may tell of our picture.
        if (isTold) return null
        isTold = true
        for (const each of unchecked) connection.send(each)
        for (const each of kept) connection.send(`<message from='bob@mired.org/a' type='chat'>${each}</message>`)
        connection.send("<message from='bob@mired.org/a' id='1'><body>ordinary</body></message>")
        connection.send(`<message from='bob@mired.org/a'><body>end ${connection.index}</body></message>`)
        return null
      })
    },
  })
  using folder = temporaryFolder()
  const settings = { host: server.host, port: server.port, encryption: 'disabled' } as const
  for (let round = 0; round < 3; round++) {
    await using core = await startCoreProcess({ folder: folder.path })
    if (round === 0) await core.signIn({ address: 'ana@mired.org', settings, remember: true })
    await core.until(`end ${round}`)
    expect([core.states.filter(state => state !== 'offline'), server.connections.length]).toEqual([
      ['online'],
      round + 1,
    ])
    if (round === 1) await core.kill()
  }
  expect(bodiesIn(folder.path)).toMatchObject({ ordinary: 1, 'end 0': 1, 'end 1': 1, 'end 2': 1, 'two of them': 3 })
  expect(Object.keys(bodiesIn(folder.path)).filter(body => body.includes('nobody'))).toEqual([])
})

describe.each<[string, () => Promise<RunningServer>]>([
  ['Prosody', () => startProsody({ mutualContacts: true, tls: 'optional' })],
  ['ejabberd', () => startEjabberd({ mutualContacts: true, tls: 'optional' })],
])('%s', (_, start) => {
  test('keeps what a peer has made, and we are signed in once each time', { timeout: 180_000 }, async () => {
    await using server = await start()
    await using bob = await startPeer({
      ...{
        jid: 'bob@mired.org',
        password: 'bob-pw',
        host: server.host,
        port: server.port,
        authority: server.authority.file,
      },
    })
    using folder = temporaryFolder()
    const settings = { host: server.host, port: server.port, encryption: 'disabled' } as const
    for (let round = 0; round < 3; round++) {
      // With ids: what has none is not told from a second one when the server brings it again after the kill.
      for (const [index, each] of kept.entries())
        await bob.raw(`<message to='ana@mired.org' type='chat' id='k${round}-${index}'>${each}</message>`)
      await bob.raw(`<message to='ana@mired.org' type='chat' id='e${round}'><body>end ${round}</body></message>`)
      // Nothing is on its way any more.
      await bob.ask({ payload: "<ping xmlns='urn:xmpp:ping'/>" })
      await using core = await startCoreProcess({ folder: folder.path })
      if (round === 0) await core.signIn({ address: 'ana@mired.org', settings, remember: true })
      await core.until(`end ${round}`)
      expect(core.states.filter(state => state !== 'offline')).toEqual(['online'])
      if (round === 1) await core.kill()
    }
    const bodies = bodiesIn(folder.path)
    expect(bodies).toMatchObject({ 'end 0': 1, 'end 1': 1, 'end 2': 1, late: 3, early: 3, 'own keys': 3 })
    expect(Object.keys(bodies)).not.toContain('forged')
  })
})

describe('before sign-in', () => {
  const megabyte = 'x'.repeat(1024 * 1024)

  test.each([
    ['a header of 50 MB', `<stream:stream xmlns='jabber:client' from='`, 'offline stream-error'],
    [
      'features of 50 MB',
      `<stream:stream from='${domain}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'><stream:features a='`,
      'waiting timed-out',
    ],
  ])('%s lead to a failure that is told', { timeout: 180_000 }, async (_, beginning, outcome) => {
    await using server = await startScriptedServer({
      script: async connection => {
        await connection.nextHeader()
        connection.send(beginning)
        await connection.sendAll(Array.from({ length: 50 }, () => megabyte)).catch(() => undefined)
        connection.send("'></stream:features>")
        await connection.silence()
      },
    })
    await using core = await startCoreProcess({ impatient: true })
    await core.measure()
    const settings = { host: server.host, port: server.port, encryption: 'disabled' } as const
    core.beginSignIn({ address: 'ana@mired.org', settings })
    await expect.poll(() => core.states, { timeout: 60_000 }).toContain(outcome)
    expect((await core.measure()).peak).toBeLessThan(400 * 1024 * 1024)
  })
})
