import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { encodeIcns, encodeIco, encodePng, type Picture } from './formats.ts'

const resources = join(import.meta.dirname, '../../../build-resources')

/** Every pixel another one, with runs and without. */
function sample(size: number): Picture {
  const pixels = Uint8Array.from({ length: size * size * 4 }, (_, at) => (at % 4 === 3 ? 255 : (at >> 3) & 255))
  pixels.set([0, 0, 0, 0], 0)
  return { size, pixels }
}

function decodePng(file: Uint8Array): Picture {
  const bytes = Buffer.from(file)
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG')
  const size = bytes.readUInt32BE(16)
  expect(bytes.readUInt32BE(20)).toBe(size)
  const length = bytes.readUInt32BE(33)
  expect(bytes.toString('latin1', 37, 41)).toBe('IDAT')
  const rows = inflateSync(bytes.subarray(41, 41 + length))
  const pixels = new Uint8Array(size * size * 4)
  for (let at = 0; at < pixels.length; at += 1) {
    const row = Math.floor(at / (size * 4))
    const above = row === 0 ? 0 : (pixels[at - size * 4] ?? 0)
    pixels[at] = (rows[at + row + 1] ?? 0) + above
  }
  return { size, pixels }
}

function icoEntries(file: Buffer): readonly { readonly size: number; readonly data: Buffer }[] {
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1])
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index
    const start = file.readUInt32LE(at + 12)
    return { size: file[at] || 256, data: file.subarray(start, start + file.readUInt32LE(at + 8)) }
  })
}

function icnsEntries(file: Buffer): ReadonlyMap<string, Buffer> {
  expect([file.toString('latin1', 0, 4), file.readUInt32BE(4)]).toEqual(['icns', file.length])
  const entries = new Map<string, Buffer>()
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    entries.set(file.toString('latin1', at, at + 4), file.subarray(at + 8, at + file.readUInt32BE(at + 4)))
  }
  return entries
}

/** Apple's packing, undone: opacity, red, green, blue one after the other. */
function unpack(data: Buffer): readonly number[] {
  expect(data.toString('latin1', 0, 4)).toBe('ARGB')
  const bytes: number[] = []
  for (let at = 4; at < data.length; ) {
    const control = data[at] ?? 0
    if (control < 128) {
      bytes.push(...data.subarray(at + 1, at + 2 + control))
      at += control + 2
    } else {
      for (let times = control - 125; times > 0; times -= 1) bytes.push(data[at + 1] ?? 0)
      at += 2
    }
  }
  return bytes
}

test('a PNG holds the picture that went in', () => {
  const picture = sample(24)
  expect(decodePng(encodePng(picture))).toEqual(picture)
})

test('an ICO holds small pictures as pixels from the bottom up, large ones as PNG', () => {
  const [small, large] = icoEntries(encodeIco([sample(16), sample(256)]))
  expect([small?.size, large?.size]).toEqual([16, 256])
  expect(decodePng(large?.data ?? Buffer.alloc(0))).toEqual(sample(256))
  const { pixels } = sample(16)
  // The last row's first pixel comes first, as blue, green, red, opacity.
  const [red = 0, green = 0, blue = 0, opacity = 0] = pixels.subarray(15 * 16 * 4)
  expect([...(small?.data.subarray(40, 44) ?? [])]).toEqual([blue, green, red, opacity])
  // What cannot be seen is masked: the first pixel, in the last row.
  expect([...(small?.data.subarray(40 + 16 * 16 * 4 + 15 * 4) ?? [])]).toEqual([0x80, 0, 0, 0])
})

test('an ICNS holds its smallest pictures packed', () => {
  const entries = icnsEntries(encodeIcns([sample(16), sample(128)]))
  const { pixels } = sample(16)
  const channel = (index: number) => Array.from({ length: 256 }, (_, at) => pixels[at * 4 + index])
  expect(unpack(entries.get('ic04') ?? Buffer.alloc(0))).toEqual([3, 0, 1, 2].flatMap(channel))
  expect(decodePng(entries.get('ic07') ?? Buffer.alloc(0))).toEqual(sample(128))
  expect(() => encodeIcns([sample(17)])).toThrow('17')
})

test('the icons of the installers are whole, and none of them is empty', () => {
  const visible = ({ size, pixels }: Picture) =>
    pixels.filter((value, at) => at % 4 === 3 && value > 0).length / size ** 2
  const linux = readdirSync(join(resources, 'icons')).map(name => {
    const picture = decodePng(readFileSync(join(resources, 'icons', name)))
    expect(name).toBe(`${picture.size}x${picture.size}.png`)
    expect(visible(picture)).toBeGreaterThan(0.9)
    return picture.size
  })
  expect(linux.sort((one, other) => one - other)).toEqual([16, 24, 32, 48, 64, 128, 256, 512])

  const windows = icoEntries(readFileSync(join(resources, 'icon.ico')))
  expect(windows.map(entry => entry.size)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256])
  expect(visible(decodePng(windows.at(-1)?.data ?? Buffer.alloc(0)))).toBeGreaterThan(0.9)

  const mac = icnsEntries(readFileSync(join(resources, 'icon.icns')))
  const sizes = { ic11: 32, ic12: 64, ic07: 128, ic08: 256, ic13: 256, ic09: 512, ic14: 512, ic10: 1024 }
  for (const [type, size] of Object.entries(sizes)) {
    const picture = decodePng(mac.get(type) ?? Buffer.alloc(0))
    expect(picture.size).toBe(size)
    // With the margin that macOS expects.
    expect(visible(picture)).toBeLessThan(0.7)
  }
  expect(unpack(mac.get('ic04') ?? Buffer.alloc(0))).toHaveLength(16 * 16 * 4)
  expect(unpack(mac.get('ic05') ?? Buffer.alloc(0))).toHaveLength(32 * 32 * 4)
})
