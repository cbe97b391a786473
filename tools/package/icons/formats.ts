/** The three formats that the systems take icons in. Written by hand: each is a list of pictures with a short header. */
import { crc32, deflateSync } from 'node:zlib'

/** A square picture: 4 bytes a pixel (red, green, blue, opacity, not premultiplied), row by row from the top. */
export interface Picture {
  readonly size: number
  readonly pixels: Uint8Array
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** PNG (W3C PNG 3), 8 bits a channel with opacity. The same picture gives the same bytes. */
export function encodePng({ size, pixels }: Picture): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 6, 0, 0, 0], 8)
  // Each row is told relative to the one above it ("Up"): flat tiles become almost nothing.
  const rows = Buffer.alloc((size * 4 + 1) * size)
  for (let y = 0; y < size; y += 1) {
    const start = y * (size * 4 + 1)
    rows[start] = 2
    for (let x = 0; x < size * 4; x += 1) {
      const above = y === 0 ? 0 : (pixels[(y - 1) * size * 4 + x] ?? 0)
      rows[start + 1 + x] = (pixels[y * size * 4 + x] ?? 0) - above
    }
  }
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/**
 * Windows' ICO. Pictures of 256 are PNG, smaller ones plain pixels: the oldest readers, the installer's among them, know those.
 * @param pictures of 256 pixels at most
 */
export function encodeIco(pictures: readonly Picture[]): Buffer {
  const images = pictures.map(picture => (picture.size >= 256 ? encodePng(picture) : plainPixels(picture)))
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  for (const [index, image] of images.entries()) {
    const at = 6 + 16 * index
    // One byte each: 0 means 256.
    const size = (pictures[index]?.size ?? 0) % 256
    header.set([size, size, 0, 0], at)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(image.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += image.length
  }
  return Buffer.concat([header, ...images])
}

/** A BITMAPINFOHEADER, pixels from the bottom up as blue, green, red, opacity, and the mask of one bit a pixel. */
function plainPixels({ size, pixels }: Picture): Buffer {
  const header = Buffer.alloc(40)
  header.writeUInt32LE(40, 0)
  header.writeInt32LE(size, 4)
  // Picture and mask lie one above the other.
  header.writeInt32LE(size * 2, 8)
  header.writeUInt16LE(1, 12)
  header.writeUInt16LE(32, 14)
  const colours = Buffer.alloc(size * size * 4)
  const maskRow = Math.ceil(size / 32) * 4
  const mask = Buffer.alloc(maskRow * size)
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const from = ((size - 1 - y) * size + x) * 4
      const [red = 0, green = 0, blue = 0, opacity = 0] = pixels.subarray(from, from + 4)
      colours.set([blue, green, red, opacity], (y * size + x) * 4)
      if (opacity === 0) mask[y * maskRow + (x >> 3)] = (mask[y * maskRow + (x >> 3)] ?? 0) | (0x80 >> (x & 7))
    }
  }
  return Buffer.concat([header, colours, mask])
}

/** Entries of macOS' ICNS by pixels: at that size, and at half of it for screens of twice the density. */
const icnsTypes: ReadonlyMap<number, readonly string[]> = new Map([
  [16, ['ic04']],
  [32, ['ic05', 'ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
])

/**
 * macOS' ICNS. `ic04` and `ic05` are packed pixels, the others PNG.
 * @throws Error for a size that the format does not know
 */
export function encodeIcns(pictures: readonly Picture[]): Buffer {
  const entries = pictures.flatMap(picture => {
    const types = icnsTypes.get(picture.size)
    if (types === undefined) throw new Error(`ICNS has no icons of ${picture.size} pixels`)
    return types.map(type => icnsEntry(type, ['ic04', 'ic05'].includes(type) ? packed(picture) : encodePng(picture)))
  })
  return icnsEntry('icns', Buffer.concat(entries))
}

function icnsEntry(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(data.length + 8, 4)
  return Buffer.concat([header, data])
}

/** Opacity, red, green, blue one after the other, each as literals (0 to 127: n + 1 bytes) and runs (128 and up: n - 125 times). */
function packed({ size, pixels }: Picture): Buffer {
  const out: number[] = [...Buffer.from('ARGB')]
  for (const channel of [3, 0, 1, 2]) {
    const bytes = Array.from({ length: size * size }, (_, index) => pixels[index * 4 + channel] ?? 0)
    for (let at = 0; at < bytes.length; ) {
      const run = runLength(bytes, at)
      if (run >= 3) {
        out.push(run + 125, bytes[at] ?? 0)
        at += run
        continue
      }
      const start = at
      while (at < bytes.length && at - start < 128 && runLength(bytes, at) < 3) at += 1
      out.push(at - start - 1, ...bytes.slice(start, at))
    }
  }
  return Buffer.from(out)
}

function runLength(bytes: readonly number[], start: number): number {
  let end = start + 1
  while (end < bytes.length && end - start < 130 && bytes[end] === bytes[start]) end += 1
  return end - start
}
