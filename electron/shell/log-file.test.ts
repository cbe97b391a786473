import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/ports.ts'
import { createFileLog } from './log-file.ts'

test('a line has its level, scope, message and facts', () => {
  using folder = temporaryFolder()
  const log = createFileLog(folder.path, new Set(['info', 'warn']))
  log.scope('ipc').warn('refused', { command: 'message.send' })
  log.debug('not wanted')
  const text = readFileSync(join(folder.path, 'centella.log'), 'utf8')
  expect(text).toMatch(/^\S+Z warn centella\/ipc refused \{"command":"message.send"\}\n$/)
})

test('a long log begins anew and keeps one older file', () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'centella.log')
  writeFileSync(file, 'x'.repeat(2 * 1024 * 1024 + 1))
  createFileLog(folder.path, new Set(['info'])).info('hello')
  expect(statSync(`${file}.1`).size).toBeGreaterThan(2 * 1024 * 1024)
  expect(readFileSync(file, 'utf8')).toMatch(/hello\n$/)
})

test('a folder that cannot be written ends nothing', () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'logs'), '')
  expect(() => createFileLog(join(folder.path, 'logs'), new Set(['info'])).info('hello')).not.toThrow()
})
