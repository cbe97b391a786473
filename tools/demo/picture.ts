/** The picture of a whole virtual display, read from the file in which Xvfb keeps its pixels. */
import { crc32, deflateSync } from 'node:zlib'

/**
 * An X window dump (XWD version 7, as `Xvfb -fbdir` writes it) as PNG.
 * @throws where it is no dump of 32-bit pixels, blue first
 */
export function pngFromDump(dump: Buffer): Buffer {
  const field = (index: number) => dump.readUInt32BE(index * 4)
  const [headerSize, version, width, height] = [field(0), field(1), field(4), field(5)]
  const [leastFirst, bitsPerPixel, bytesPerLine, redMask] = [field(7) === 0, field(11), field(12), field(14)]
  if (version !== 7 || bitsPerPixel !== 32 || !leastFirst || redMask !== 0xff0000) {
    throw new Error(`not a picture that can be read: version ${version}, ${bitsPerPixel} bits, red ${redMask}`)
  }
  // The colour table stands before the pixels, 12 bytes an entry.
  const pixels = headerSize + field(19) * 12
  const rows = Buffer.alloc(height * (1 + width * 3))
  let at = 0
  for (let y = 0; y < height; y++) {
    rows[at++] = 0 // PNG's filter of this row: none
    for (let x = 0; x < width; x++) {
      const from = pixels + y * bytesPerLine + x * 4
      rows[at++] = dump.readUInt8(from + 2)
      rows[at++] = dump.readUInt8(from + 1)
      rows[at++] = dump.readUInt8(from)
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.concat([number(width), number(height), Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Whether the head of a dump has been written to its end. */
export function saysItsColours(dump: Buffer): boolean {
  return dump.length >= 100 && dump.readUInt32BE(14 * 4) !== 0 && dump.readUInt32BE(19 * 4) !== 0
}

/** A part of a PNG file, its length and checksum around it. */
export function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), data])
  return Buffer.concat([number(data.length), body, number(crc32(body))])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
