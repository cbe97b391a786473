/** Pictures that may be shown: raster types, told by their content alone, of a size that can be decoded without harm. */

export type RasterType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp'

export interface Raster {
  readonly type: RasterType
  /** Pixels, as the header says. */
  readonly width: number
  readonly height: number
}

/** Bytes. */
export const mostPictureBytes = 5 * 1024 * 1024
/** Pixels of a side: a header of a few bytes may promise a picture that fills the memory. */
export const mostPictureSide = 4096

/** What is too much to be shown. */
export interface RasterLimits {
  readonly bytes: number
  readonly side: number
  readonly pixels: number
}

const pictureLimits: RasterLimits = {
  bytes: mostPictureBytes,
  side: mostPictureSide,
  pixels: mostPictureSide * mostPictureSide,
}

/**
 * What the bytes are; null where they are no picture that we show, whatever somebody calls them.
 * @param limits those of pictures of people when left out
 */
export function rasterOf(bytes: Uint8Array, limits: RasterLimits = pictureLimits): Raster | null {
  if (bytes.length > limits.bytes || bytes.length < 16) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const raster = png(view) ?? gif(view) ?? webp(view) ?? jpeg(view)
    return raster !== null && isSane(raster, limits) ? raster : null
  } catch (error) {
    // The header ends before it has said its size.
    if (error instanceof RangeError) return null
    throw error
  }
}

function isSane({ width, height }: Raster, { side, pixels }: RasterLimits): boolean {
  return width > 0 && height > 0 && width <= side && height <= side && width * height <= pixels
}

function text(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(at + index)))
}

/** PNG (W3C), 5.2 and 11.2.2. */
function png(view: DataView): Raster | null {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a || text(view, 12, 4) !== 'IHDR') return null
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

/** GIF89a, 17 to 20: browsers make the screen as large as the first frame asks for, whatever the header says of it. */
function gif(view: DataView): Raster | null {
  const signature = text(view, 0, 6)
  if (signature !== 'GIF87a' && signature !== 'GIF89a') return null
  const at = firstFrame(view)
  if (at === null) return null
  const side = (screen: number, offset: number): number =>
    Math.max(view.getUint16(screen, true), view.getUint16(at + offset, true) + view.getUint16(at + offset + 4, true))
  return { type: 'image/gif', width: side(6, 1), height: side(8, 3) }
}

/** Where the first image begins, behind the table of colours and what is said about it; null where there is none. */
function firstFrame(view: DataView): number | null {
  const packed = view.getUint8(10)
  let at = 13 + ((packed & 0x80) === 0 ? 0 : 3 << ((packed & 7) + 1))
  // Blocks of an extension: their lengths, until one is empty.
  while (view.getUint8(at) === 0x21) {
    for (at += 2; view.getUint8(at) !== 0; ) at += view.getUint8(at) + 1
    at += 1
  }
  return view.getUint8(at) === 0x2c ? at : null
}

/** RFC 9649, 2: lossy, lossless and extended. */
function webp(view: DataView): Raster | null {
  if (text(view, 0, 4) !== 'RIFF' || text(view, 8, 4) !== 'WEBP') return null
  const size = (width: number, height: number): Raster => ({ type: 'image/webp', width, height })
  switch (text(view, 12, 4)) {
    case 'VP8 ':
      return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff)
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8X':
      return size((view.getUint32(23, true) >>> 8) + 1, (view.getUint32(26, true) >>> 8) + 1)
    default:
      return null
  }
}

/** ITU T.81, annex B: segments up to the frame header, whatever comes before it. */
function jpeg(view: DataView): Raster | null {
  if (view.getUint16(0) !== 0xffd8) return null
  let at = 2
  for (;;) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    // The picture itself, or its end, without a frame; and markers that have no length (TEM, RST, SOI): where they stand
    // before the frame, another size could be read here than by whoever draws it.
    if (marker === 0xda || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9)) return null
    const length = view.getUint16(at + 2)
    if (length < 2) return null
    at += 2 + length
  }
}
