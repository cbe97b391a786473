import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pour } from './pour.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'centella-pour-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Of this process, as the system tells it. */
function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap(each => {
    try {
      return [readlinkSync(`/proc/self/fd/${each}`)].filter(path => path.startsWith(folder))
    } catch {
      return []
    }
  })
}

async function* source() {
  yield Buffer.from('uno ')
  yield Buffer.from('dos')
}

test('what comes is there, for its owner alone', async () => {
  const path = join(folder, 'a')
  await pour(source(), path)
  expect(readFileSync(path, 'utf8')).toBe('uno dos')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  await expect(pour(source(), path, 'wx')).rejects.toMatchObject({ code: 'EEXIST' })
})

test('a source that fails at once: the file is closed when that is told, and comes no more', async () => {
  const failing: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no')) }),
  }
  const paths = Array.from({ length: 50 }, (_, index) => join(folder, String(index)))
  await Promise.all(
    paths.map(async path => {
      await expect(pour(failing, path)).rejects.toThrow('no')
      expect(openFiles()).not.toContain(path)
      await rm(path, { force: true })
    }),
  )
  expect(readdirSync(folder)).toEqual([])
})

test('a folder that is not there is told', async () => {
  await expect(pour(source(), join(folder, 'no', 'a'))).rejects.toMatchObject({ code: 'ENOENT' })
})
