import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { sharedCertificates, startPeer } from '../../e2e/servers/index.ts'
import { startDisplay } from './display.ts'
import { addressOf, domain, passwordOf, people, roomService } from './people.ts'
import { pngFromDump } from './picture.ts'
import { room, talks } from './talks.ts'
import { startWorld, timed } from './world.ts'

it('takes a picture of a display of its own, which leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'centella-display-'))
  try {
    const display = await startDisplay(folder, 320, 200)
    const picture = await display.picture()
    expect(picture.subarray(1, 4).toString()).toBe('PNG')
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([320, 200])
    await display.end()
    expect(existsSync(`/tmp/.X11-unix/X${display.name.slice(1)}`)).toBe(false)
    expect(execFileSync('ps', ['-eo', 'args']).toString()).not.toContain(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
})

it('reads pixels as they are', () => {
  const header = Buffer.alloc(100)
  const fields: Readonly<Record<number, number>> = { 0: 100, 1: 7, 4: 2, 5: 1, 11: 32, 12: 12, 14: 0xff0000, 19: 1 }
  for (const [index, value] of Object.entries(fields)) header.writeUInt32BE(value, Number(index) * 4)
  const colours = Buffer.alloc(12)
  const row = Buffer.from([3, 2, 1, 0, 30, 20, 10, 0, 0, 0, 0, 0])
  const png = pngFromDump(Buffer.concat([header, colours, row]))
  const data = png.indexOf('IDAT')
  expect([...inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)))]).toEqual([
    0, 1, 2, 3, 10, 20, 30,
  ])
  header.writeUInt32BE(16, 11 * 4)
  expect(() => pngFromDump(Buffer.concat([header, colours, row]))).toThrow('16 bits')
})

it('says every line in both languages, at times that are over', () => {
  const now = new Date(2026, 10, 21, 8, 0).getTime()
  for (const talk of [...talks, room]) {
    const lines = timed(talk, now)
    expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).sort((one, other) => one - other))
    expect(lines.filter(({ time }) => time >= now)).toEqual([])
    for (const { line } of lines) {
      expect(people.map(({ name }) => name)).toContain(line[0])
      expect(line[1].length * line[2].length).toBeGreaterThan(0)
    }
  }
})

it('has a server in which somebody finds all that is told of it', { timeout: 60_000 }, async () => {
  const world = await startWorld({ certificates: await sharedCertificates(domain), language: 'es' })
  try {
    const { server } = world
    const ana = await startPeer({
      ...{ jid: `${addressOf('ana')}/peer`, password: passwordOf('ana'), host: server.host, port: server.port },
      authority: server.authority.file,
    })
    try {
      const offline = await ana.next(xml => xml.includes('Empieza a las cinco'))
      expect(offline).toContain('elena@mired.org')
      expect(await ana.next(xml => xml.includes("type='subscribe'") || xml.includes('type="subscribe"'))).toContain(
        'Lucía',
      )
      expect(await ana.next(xml => xml.includes('Corrigiendo exámenes'))).toContain('carla@mired.org')
      const list = await ana.ask({ payload: "<query xmlns='jabber:iq:roster'/>" })
      expect(list).toContain('Instituto')
      expect(list).not.toContain('marta')
      const found = await ana.ask({
        ...{ to: `search.${domain}`, type: 'set' },
        payload: "<query xmlns='jabber:iq:search'><first>Marta</first><email>Marta</email></query>",
      })
      expect(found).toContain(addressOf('marta'))
      const rooms = await ana.ask({
        to: roomService,
        payload: "<query xmlns='http://jabber.org/protocol/disco#items'/>",
      })
      expect(rooms).toContain(`clase@${roomService}`)
      const page = "<set xmlns='http://jabber.org/protocol/rsm'><max>50</max></set>"
      await ana.ask({ type: 'set', payload: `<query xmlns='urn:xmpp:mam:2'>${page}</query>` })
      expect(ana.stanzas.filter(xml => xml.includes('urn:xmpp:forward')).length).toBe(50)
      await ana.raw(`<presence to='clase@${roomService}/Ana'><x xmlns='http://jabber.org/protocol/muc'/></presence>`)
      expect(await ana.next(xml => xml.includes('<subject>'))).toContain('Práctica 4')
      expect(await ana.next(xml => xml.includes('jabber:x:oob'))).toContain('practica-4.pdf')
      expect(ana.stanzas.filter(xml => xml.includes(`clase@${roomService}/Inés`)).length).toBeGreaterThan(1)
    } finally {
      await ana[Symbol.asyncDispose]()
    }
  } finally {
    await world.end()
  }
})
