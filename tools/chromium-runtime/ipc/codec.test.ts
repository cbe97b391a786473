import { expect, test } from 'vitest'
import { createCodec } from './codec.ts'

const { encode, decode } = createCodec()
const there = (value: unknown): unknown => decode(encode(value))

test.each([
  ['nothing', undefined],
  ['null', null],
  ['numbers that JSON has no word for', [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0]],
  ['a big integer', 12345678901234567890n],
  ['half of a surrogate pair', '\ud800x\u0000\u2028'],
  ['a date', new Date(5)],
  ['no date', new Date(Number.NaN)],
  ['a regular expression', /a+/gi],
  ['a map with objects as keys', new Map([[{ a: 1 }, new Set([1, '1'])]])],
  ['bytes', new Uint8Array([1, 2, 255])],
  ['a window on bytes', new Uint8Array([1, 2, 3, 4]).subarray(1, 3)],
  ['floating point', new Float64Array([1.5, Number.NaN])],
  ['a buffer', new Uint8Array([7, 8]).buffer],
  ['nested objects', { a: [{ b: undefined }], c: { d: [[]] } }],
  ['an own key called __proto__', JSON.parse('{"__proto__": {"x": 1}}')],
])('%s arrives as it was sent', (_name, value) => {
  expect(there(value)).toStrictEqual(value)
})

test('holes of an array stay holes', () => {
  const sparse = new Array<number>(3)
  sparse[1] = 1
  const received = there(sparse) as unknown[]
  expect([received.length, 0 in received, 1 in received]).toEqual([3, false, true])
})

test('what is shared stays shared, what is circular stays circular', () => {
  const shared = { name: 'shared' }
  const circle: Record<string, unknown> = { list: [shared, shared] }
  circle.self = circle
  const received = there(circle) as { self: unknown; list: readonly unknown[] }
  expect(received.self).toBe(received)
  expect(received.list[0]).toBe(received.list[1])
})

test('two views of one buffer still share it', () => {
  const buffer = new ArrayBuffer(4)
  const [bytes, words] = there([new Uint8Array(buffer), new Uint16Array(buffer)]) as [Uint8Array, Uint16Array]
  bytes[0] = 7
  expect(words[0]).toBe(7)
})

test('an error keeps its kind, its words and its cause', () => {
  const received = there(new RangeError('too far', { cause: new Map([[1, 2]]) })) as RangeError
  expect(received).toBeInstanceOf(RangeError)
  expect([received.message, received.cause]).toEqual(['too far', new Map([[1, 2]])])
})

test('an object of a class arrives as plain data', () => {
  class Point {
    readonly x = 1
    length(): number {
      return this.x
    }
  }
  expect(there(new Point())).toStrictEqual({ x: 1 })
})

test.each([
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a promise', { later: Promise.resolve(1) }],
  ['a weak map', [new WeakMap()]],
  ['a file', new Blob(['x'])],
])('%s is refused in the words of Electron', (_name, value) => {
  expect(() => encode(value)).toThrow(new Error('An object could not be cloned.'))
})
