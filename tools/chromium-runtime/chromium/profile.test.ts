import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { profileIsFree } from './profile.ts'

let profile = ''
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'profile-'))
})
afterEach(() => rmSync(profile, { recursive: true }))

test('a profile that nobody has, or that a process had which is gone, is free', async () => {
  await profileIsFree(profile)
  symlinkSync('host-2147483646', join(profile, 'SingletonLock'))
  await profileIsFree(profile)
})

test('a profile in use is waited for', async () => {
  const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const gone = new Promise<void>(resolve => holder.once('exit', () => resolve()))
  symlinkSync(`host-${holder.pid}`, join(profile, 'SingletonLock'))
  let free = false
  const waited = profileIsFree(profile).then(() => {
    free = true
  })
  await new Promise(resolve => setImmediate(resolve))
  expect(free).toBe(false)
  holder.kill('SIGKILL')
  await gone
  await waited
})
