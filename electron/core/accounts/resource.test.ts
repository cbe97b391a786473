import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { profileResource } from './resource.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'centella-resource-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a profile keeps its resource', () => {
  const first = profileResource(folder, 'lab-1')
  expect(first).toMatch(/^centella-[0-9a-f]{8}$/)
  expect(profileResource(folder, 'lab-1')).toBe(first)
})

test('a cloned profile on another computer gets another one', () => {
  expect(profileResource(folder, 'lab-1')).not.toBe(profileResource(folder, 'lab-2'))
})

test('two profiles on one computer differ', () => {
  expect(profileResource(join(folder, 'a'), 'lab-1')).not.toBe(profileResource(join(folder, 'b'), 'lab-1'))
})
