import { existsSync, readFileSync } from 'node:fs'

/** Electron's `NativeImage`, as far as it can be without decoding: it keeps the bytes of a PNG and reads its size. */
export interface NativeImage {
  isEmpty(): boolean
  toPNG(): Buffer
  toDataURL(): string
  getSize(): { readonly width: number; readonly height: number }
  resize(): NativeImage
  setTemplateImage(on: boolean): void
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47])
/** Where a PNG's first chunk says width and height. */
const sizeAt = 16

export function imageFrom(bytes: Buffer): NativeImage {
  const isPng = bytes.length > sizeAt + 8 && bytes.subarray(0, 4).equals(signature)
  const image: NativeImage = {
    isEmpty: () => !isPng,
    toPNG: () => bytes,
    toDataURL: () => `data:image/png;base64,${bytes.toString('base64')}`,
    getSize: () =>
      isPng ? { width: bytes.readUInt32BE(sizeAt), height: bytes.readUInt32BE(sizeAt + 4) } : { width: 0, height: 0 },
    resize: () => image,
    setTemplateImage: () => {},
  }
  return image
}

export const nativeImage = {
  createEmpty: (): NativeImage => imageFrom(Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer): NativeImage => imageFrom(bytes),
  createFromPath: (path: string): NativeImage => imageFrom(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
  createFromDataURL: (url: string): NativeImage => imageFrom(Buffer.from(url.split(',')[1] ?? '', 'base64')),
}
