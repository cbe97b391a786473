import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createListeners } from '../connection/listeners.ts'
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

test('an error that holds a stanza or a password leaves neither in the log, whoever logs it', () => {
  using folder = temporaryFolder()
  const log = createFileLog(folder.path, new Set(['error', 'warn']))
  const secret = 'Hunter2-Hunter2-Hunter2'
  const stanza = `<iq><query xmlns="jabber:iq:register"><password>${secret}</password></query></iq>`
  const error = new Error(`cannot handle ${stanza}`)
  const listeners = createListeners<void>(log)
  listeners.add(() => {
    throw error
  })
  listeners.call()
  log.error('uncaught exception', { error: error.stack ?? '' })
  log.error('unhandled rejection', { error: `Unexpected token 'H', "${secret}" is not valid JSON` })
  log.warn('a command failed', { text: `password=${secret}` })
  log.warn('not found', { name: `xmpp:r@c.mired.org?join;password=${secret}` })
  const text = readFileSync(join(folder.path, 'centella.log'), 'utf8')
  expect(text).not.toContain(secret)
  expect(text.match(/cannot handle \(hidden\)/g)).toHaveLength(2)
  expect(text).toContain('log-file.test.ts')
})
