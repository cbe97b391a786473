import { expect, test } from 'vitest'
import { mostPictureBytes, mostPictureSide, rasterOf } from './raster.ts'

/** The beginning of a file, as far as its size is said there. */
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array => {
  const start = Buffer.concat(
    parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )
  return Buffer.concat([start, Buffer.alloc(Math.max(0, 64 - start.length))])
}
const sixteen = (value: number) => [value >> 8, value & 255]
const png = (width: number, height: number) =>
  bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, ...sixteen(width), 0, 0, ...sixteen(height)])
const jpeg = (width: number, height: number) =>
  bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2, 0, 11, 8, ...sixteen(height), ...sixteen(width)])
/** Its header says one size, its first frame another. */
const gif = (screen: readonly [number, number], frame: readonly [number, number], at = [0, 0], colours = 0) => {
  const little = (value: number) => [value & 255, value >> 8]
  return bytes(
    ...['GIF89a', screen.flatMap(little), [colours === 0 ? 0 : 0x80 | (colours - 1), 0, 0]],
    colours === 0 ? [] : Array<number>(3 << colours).fill(0x2c),
    ...[[0x21, 0xff, 11], 'NETSCAPE2.0', [3, 1, 0, 0, 0], [0x21, 0xf9, 4, 0, 1, 0, 0, 0]],
    [0x2c, ...little(at[0] ?? 0), ...little(at[1] ?? 0), ...frame.flatMap(little), 0],
  )
}
const webp = (kind: string, ...rest: readonly number[]) => bytes('RIFF\0\0\0\0WEBP', kind, [0, 0, 0, 0], rest)

test.each([
  ['PNG', png(64, 48), { type: 'image/png', width: 64, height: 48 }],
  ['GIF', gif([64, 48], [64, 48]), { type: 'image/gif', width: 64, height: 48 }],
  ['GIF with colours', gif([64, 48], [10, 10], [5, 5], 8), { type: 'image/gif', width: 64, height: 48 }],
  ['GIF, as large as it is drawn', gif([1, 1], [300, 200], [5, 7]), { type: 'image/gif', width: 305, height: 207 }],
  ['JPEG after other segments', jpeg(64, 48), { type: 'image/jpeg', width: 64, height: 48 }],
  ['WebP, lossy', webp('VP8 ', 1, 2, 3, 0x9d, 1, 0x2a, 64, 0, 48, 0), { type: 'image/webp', width: 64, height: 48 }],
  ['WebP, lossless', webp('VP8L', 0x2f, 63, 0xc0, 11, 0), { type: 'image/webp', width: 64, height: 48 }],
  ['WebP, extended', webp('VP8X', 0, 0, 0, 0, 63, 0, 0, 47, 0, 0), { type: 'image/webp', width: 64, height: 48 }],
  ['PNG as large as may be', png(mostPictureSide, 1), { type: 'image/png', width: 4096, height: 1 }],
])('%s', (_name, file, raster) => expect(rasterOf(file)).toEqual(raster))

test.each([
  ['nothing', new Uint8Array()],
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['SVG behind a declaration', bytes('<?xml version="1.0"?><svg/>')],
  ['HTML', bytes('<!doctype html><script>alert(1)</script>')],
  ['a program', bytes('MZ\x90\0')],
  ['a bitmap', bytes('BM\0\0\0\0')],
  ['a JPEG that ends before its frame', new Uint8Array([0xff, 0xd8, ...Array(20).fill(0xff)])],
  ['a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xda])],
  ['a PNG cut in its header', png(64, 48).subarray(0, 20)],
  ['a picture without width', png(0, 48)],
  ['a bomb', png(65_535, 65_535)],
  ['a bomb of one line', png(1, mostPictureSide + 1)],
  ['a bomb behind a small screen', gif([16, 16], [20_000, 20_000])],
  ['a GIF without a frame', bytes('GIF89a', [64, 0, 48, 0], [0, 0, 0, 0x3b])],
  ['a JPEG whose markers are read in two ways', bytes([0xff, 0xd8, 0xff, 1], [...jpeg(64, 48).subarray(2)])],
  ['too many bytes', Buffer.concat([png(64, 48), Buffer.alloc(mostPictureBytes)])],
])('%s is no picture that is shown', (_name, file) => expect(rasterOf(file)).toBeNull())
