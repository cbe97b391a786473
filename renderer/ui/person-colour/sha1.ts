/**
 * SHA-1 (FIPS 180-4, 6.1) of a text's UTF-8 bytes, as 20 bytes. XEP-0392 asks for it; nothing secret rests on it.
 * WebCrypto's is asynchronous, and a colour is needed while rendering.
 */
export function sha1(text: string): Uint8Array {
  const message = new TextEncoder().encode(text)
  const length = Math.ceil((message.length + 9) / 64) * 64
  const padded = new Uint8Array(length)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(length - 8, Math.floor(message.length / 0x2000_0000))
  view.setUint32(length - 4, (message.length * 8) >>> 0)
  const hash = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0])
  for (let block = 0; block < length; block += 64) addBlock(hash, view, block)
  const result = new DataView(new ArrayBuffer(20))
  for (const [index, word] of hash.entries()) result.setUint32(index * 4, word)
  return new Uint8Array(result.buffer)
}

function addBlock(hash: Uint32Array, view: DataView, block: number): void {
  const words = new Uint32Array(80)
  const word = (index: number) => words[index] ?? 0
  for (let index = 0; index < 16; index++) words[index] = view.getUint32(block + index * 4)
  for (let index = 16; index < 80; index++)
    words[index] = rotate(word(index - 3) ^ word(index - 8) ^ word(index - 14) ^ word(index - 16), 1)
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash
  for (let index = 0; index < 80; index++) {
    const next = (rotate(a, 5) + mix(index, b, c, d) + e + constant(index) + word(index)) >>> 0
    e = d
    d = c
    c = rotate(b, 30)
    b = a
    a = next
  }
  for (const [index, value] of [a, b, c, d, e].entries()) hash[index] = ((hash[index] ?? 0) + value) >>> 0
}

function rotate(value: number, by: number): number {
  return ((value << by) | (value >>> (32 - by))) >>> 0
}

function mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) >>> 0
  if (round >= 40 && round < 60) return ((b & c) | (b & d) | (c & d)) >>> 0
  return (b ^ c ^ d) >>> 0
}

function constant(round: number): number {
  return [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6][Math.floor(round / 20)] ?? 0
}
