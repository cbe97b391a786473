/** Pictures for tests: made here, so that nobody has to be asked for theirs. */
import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** A square PNG whose colours run from corner to corner; another `shade` (0 to 255) is another picture. */
export function pngPicture(side: number, shade: number): Buffer {
  return pngOf(side, (x, y) => [x * 255, y * 255, shade])
}

/** @param colourAt red, green and blue (0 to 255) of a place, which runs from 0 to 1 both ways */
export function pngOf(side: number, colourAt: (x: number, y: number) => readonly number[]): Buffer {
  const rows = Buffer.alloc(side * (1 + side * 3))
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = y * (1 + side * 3) + 1 + x * 3
      const colour = colourAt(x / side, y / side)
      for (let part = 0; part < 3; part++) rows[at + part] = Math.min(255, Math.max(0, Math.round(colour[part] ?? 0)))
    }
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.concat([number(side), number(side), Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex')

/** What another client sends to set its vCard. */
export function vcardWith(names: string, picture: Uint8Array | null, type = 'image/png'): string {
  const binval = picture === null ? '' : Buffer.from(picture).toString('base64')
  const photo = picture === null ? '' : `<PHOTO><TYPE>${type}</TYPE><BINVAL>${binval}</BINVAL></PHOTO>`
  return `<vCard xmlns='vcard-temp'>${names}${photo}</vCard>`
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), data])
  return Buffer.concat([number(data.length), body, number(crc32(body))])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
