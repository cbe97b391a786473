/** Pictures of windows in a third of their size: 256 colours are enough for flat surfaces and letters. */
import { deflateSync, inflateSync } from 'node:zlib'
import { chunk } from '../demo/picture.ts'

/** Pixels, three bytes each: red, green, blue. */
interface Pixels {
  readonly width: number
  readonly height: number
  readonly colours: Buffer
}

/**
 * The same picture with a palette of the colours that occur most.
 * @param png as Chromium writes it: 8 bits, RGB or RGBA without transparency, not interlaced
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, colours } = read(png)
  const palette = paletteOf(colours)
  const nearest = nearestIn(palette)
  const rows = Buffer.alloc(height * (1 + width))
  for (let y = 0, from = 0, to = 0; y < height; y++) {
    rows[to++] = 0
    for (let x = 0; x < width; x++, from += 3) rows[to++] = nearest(colours.readUIntBE(from, 3))
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3, 0, 0, 0], 8)
  const table = Buffer.alloc(palette.length * 3)
  for (const [index, colour] of palette.entries()) table.writeUIntBE(colour, index * 3, 3)
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Colours that differ by less than anybody sees count as one. */
function paletteOf(colours: Buffer): readonly number[] {
  const groups = new Map<number, { count: number; best: number; bestCount: number }>()
  const counts = new Map<number, number>()
  for (let at = 0; at < colours.length; at += 3) {
    const colour = colours.readUIntBE(at, 3)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  for (const [colour, count] of counts) {
    const key = colour & 0xfcfcfc
    const group = groups.get(key) ?? { count: 0, best: colour, bestCount: 0 }
    const isBetter = count > group.bestCount
    groups.set(key, {
      count: group.count + count,
      best: isBetter ? colour : group.best,
      bestCount: isBetter ? count : group.bestCount,
    })
  }
  return [...groups.values()]
    .sort((one, other) => other.count - one.count)
    .slice(0, 256)
    .map(({ best }) => best)
}

function nearestIn(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, index) => [colour, index]))
  return colour => {
    const found = known.get(colour)
    if (found !== undefined) return found
    let best = 0
    let least = Number.POSITIVE_INFINITY
    for (const [index, each] of palette.entries()) {
      const distance =
        ((colour >> 16) - (each >> 16)) ** 2 +
        (((colour >> 8) & 255) - ((each >> 8) & 255)) ** 2 +
        ((colour & 255) - (each & 255)) ** 2
      if (distance < least) [best, least] = [index, distance]
    }
    known.set(colour, best)
    return best
  }
}

function read(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const [bits, kind, interlaced] = [png.readUInt8(24), png.readUInt8(25), png.readUInt8(28)]
  if (bits !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error(`PNG of kind ${kind}, ${bits} bits`)
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('ascii', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const size = kind === 6 ? 4 : 3
  const raw = unfilter(inflateSync(Buffer.concat(parts)), width * size, height, size)
  if (size === 3) return { width, height, colours: raw }
  const colours = Buffer.alloc(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++) raw.copy(colours, pixel * 3, pixel * 4, pixel * 4 + 3)
  return { width, height, colours }
}

/** PNG, third edition, section 9: what each byte was before it was told from its neighbours. */
function unfilter(data: Buffer, lineLength: number, height: number, size: number): Buffer {
  const out = Buffer.alloc(lineLength * height)
  for (let y = 0; y < height; y++) {
    const from = y * (lineLength + 1)
    const filter = data.readUInt8(from)
    for (let x = 0; x < lineLength; x++) {
      const to = y * lineLength + x
      const left = x < size ? 0 : out.readUInt8(to - size)
      const up = y === 0 ? 0 : out.readUInt8(to - lineLength)
      const corner = x < size || y === 0 ? 0 : out.readUInt8(to - lineLength - size)
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)]
      out[to] = data.readUInt8(from + 1 + x) + (guesses[filter] ?? 0)
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
