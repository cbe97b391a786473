import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { startDisplay } from './display.ts'
import { pngFromDump } from './picture.ts'

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
