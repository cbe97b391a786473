import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AccountId } from '../../../shared/domain/address.ts'
import { fakeSecrets, temporaryFolder } from '../../testing/ports.ts'
import { silentLog } from '../ports/index.ts'
import { createPasswords } from './passwords.ts'

const ana = 'ana@mired.org' as AccountId
const bob = 'bob@mired.org' as AccountId

test('a password is kept by the keychain only, and found again', () => {
  using folder = temporaryFolder()
  const make = () => createPasswords({ folder: folder.path, secrets: fakeSecrets(), log: silentLog })
  make().remember(ana, 'contraseña')
  make().remember(bob, 'bob-pw')
  const file = join(folder.path, 'passwords.json')
  expect(readFileSync(file, 'utf8')).not.toContain('contraseña')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(make().recall(ana)).toBe('contraseña')
  make().forget(ana)
  expect(make().recall(ana)).toBeNull()
  expect(make().recall(bob)).toBe('bob-pw')
})

test('without a keychain nothing is kept', () => {
  using folder = temporaryFolder()
  const passwords = createPasswords({ folder: folder.path, secrets: fakeSecrets(false), log: silentLog })
  expect(() => passwords.remember(ana, 'secret')).toThrow(expect.objectContaining({ code: 'keychain-unavailable' }))
  expect(passwords.recall(ana)).toBeNull()
})

test('a damaged file asks for the passwords again', () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'passwords.json'), '{"ana@mired.org": "AAA')
  const passwords = createPasswords({ folder: folder.path, secrets: fakeSecrets(), log: silentLog })
  expect(passwords.recall(ana)).toBeNull()
  passwords.remember(ana, 'again')
  expect(passwords.recall(ana)).toBe('again')
})

test('what another keychain wrote is not a password', () => {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'passwords.json'), JSON.stringify({ [ana]: Buffer.from('other').toString('base64') }))
  const passwords = createPasswords({ folder: folder.path, secrets: fakeSecrets(), log: silentLog })
  expect(passwords.recall(ana)).toBeNull()
})
