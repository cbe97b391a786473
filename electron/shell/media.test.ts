import { expect, test, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { answerMedia } = await import('./media.ts')

const hash = 'a'.repeat(40)
const gif = Buffer.concat([
  Buffer.from('GIF89a'),
  Buffer.from([9, 0, 9, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 9, 0, 9, 0]),
  Buffer.alloc(20),
])
const ask = (url: string, bytes: Uint8Array | null = gif, method = 'GET') => {
  const picture = vi.fn(async () => bytes)
  return { picture, answer: answerMedia({ url, method }, { picture, file: async () => null }) }
}

test('a picture, called what it is', async () => {
  const answer = await ask(`centella-media://picture/${hash}`).answer
  expect(await answer?.arrayBuffer().then(Buffer.from)).toEqual(gif)
  expect(answer?.headers.get('content-type')).toBe('image/gif')
  expect(answer?.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  ['centella-media://picture/../settings.json'],
  ['centella-media://picture/%2e%2e%2fsettings.json'],
  [`centella-media://picture/${hash}/x`],
  [`centella-media://picture/${hash.toUpperCase()}`],
  [`centella-media://other/${hash}`],
  ['centella-media://picture/'],
])('%s is asked of nobody', async url => {
  const { picture, answer } = ask(url)
  expect(await answer).toBeNull()
  expect(picture).not.toHaveBeenCalled()
})

test('what is no picture does not leave', async () => {
  const url = `centella-media://picture/${hash}`
  expect(await ask(url, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>')).answer).toBeNull()
  expect(await ask(url, null).answer).toBeNull()
  expect(await ask(url, gif, 'POST').answer).toBeNull()
})
