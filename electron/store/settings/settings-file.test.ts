import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import { defaultSettings } from '../../../shared/domain/settings.ts'
import { silentLog } from '../../core/ports/index.ts'
import { accountOf, ana, carla, heldClock } from '../testing/store-world.ts'
import { emptyContent, readContent, writeContent } from './settings-content.ts'
import { openSettingsFile } from './settings-file.ts'

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'centella-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const damagedName = 'settings.damaged-1970-01-01T00-00-00-077Z.json'
const openIn = (folder: string) => openSettingsFile({ folder, clock: heldClock(77), log: silentLog })
const certificate = {
  fingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
  subject: 'mired.org',
  names: ['mired.org'],
  issuer: 'mired.org',
  selfIssued: true,
  validFrom: 1,
  validTo: 2,
  domain: 'mired.org',
  reasons: ['self-signed'],
  trustedAt: 3,
} as const
const content = {
  settings: { ...defaultSettings, theme: 'dark', textSize: 125 },
  accounts: [accountOf(ana, { trustedCertificates: [certificate] }), accountOf(carla)],
  lastAccount: carla,
} as const

test('without a file there are defaults, and what is written is read again', async () => {
  const folder = freshFolder()
  const file = await openIn(folder)
  expect(file.content()).toEqual(emptyContent)
  await file.write(content)
  expect((await openIn(folder)).content()).toEqual(content)
  expect(readdirSync(folder)).toEqual(['settings.backup.json', 'settings.json'])
  expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600)
})

test.each(['', '{"settings": {"the', '[]', 'null', '\u0000'])('a file that holds %j is kept aside', async text => {
  const folder = freshFolder()
  writeFileSync(join(folder, 'settings.json'), text)
  const file = await openIn(folder)
  expect(file.content()).toEqual(emptyContent)
  expect(file.trouble).toEqual({ type: 'settings-damaged', file: damagedName, used: 'damaged-file', accounts: 0 })
  expect(readFileSync(join(folder, damagedName), 'utf8')).toBe(text)
  await file.write(content)
  const again = await openIn(folder)
  expect([again.content(), again.trouble]).toEqual([content, null])
  expect(readdirSync(folder)).toHaveLength(3)
})

test('one bad field costs that field alone, and takes the safe value', () => {
  const json = {
    settings: { theme: 'pink', density: 'compact', textSize: '125' },
    accounts: [
      {
        id: ana,
        settings: { encryption: 'none', host: '127.0.0.1', port: 99999, allowPlainWithoutTls: 'yes' },
        rememberPassword: true,
        signInAutomatically: 1,
        trustedCertificates: [{ ...certificate, fingerprint: 'AB' }, certificate],
        presence: { availability: 'offline', status: 'tea' },
      },
      { id: '' },
      'carla',
    ],
    lastAccount: 7,
  }
  expect(readContent(json)).toEqual({
    damaged: true,
    content: {
      settings: { ...defaultSettings, density: 'compact' },
      accounts: [
        {
          id: ana,
          settings: { ...defaultConnectionSettings, host: '127.0.0.1' },
          rememberPassword: true,
          signInAutomatically: false,
          trustedCertificates: [certificate],
          presence: { availability: 'available', status: 'tea' },
        },
      ],
      lastAccount: null,
    },
  })
})

test('"disabled" beside direct TLS is a contradiction, and encryption wins', () => {
  const account = {
    ...accountOf(ana),
    settings: { ...defaultConnectionSettings, directTls: true, encryption: 'disabled' },
  }
  const read = readContent({ accounts: [account] })
  expect([read.damaged, read.content.accounts[0]?.settings.encryption]).toEqual([true, 'required'])
})

test('fields that are absent are no damage', () => {
  const bare = { id: ana, settings: {} }
  expect(readContent({ accounts: [bare] })).toEqual({
    damaged: false,
    content: { ...emptyContent, accounts: [accountOf(ana, { rememberPassword: false, signInAutomatically: false })] },
  })
})

test('what a later version wrote lives on, but not of an account that is gone', () => {
  const later = {
    proxy: 'p',
    settings: { sounds: true },
    accounts: [
      { ...accountOf(ana), colour: 'red', settings: { ...defaultConnectionSettings, fast: 1 } },
      { ...accountOf(carla), colour: 'blue' },
    ],
    lastAccount: null,
  }
  const { content: read, damaged } = readContent(later)
  expect(damaged).toBe(false)
  const written = writeContent(later, { ...read, accounts: read.accounts.filter(each => each.id === ana) })
  expect(written).toMatchObject({
    proxy: 'p',
    settings: { ...defaultSettings, sounds: true },
    accounts: [{ id: ana, colour: 'red', settings: { fast: 1 } }],
  })
  expect(JSON.stringify(written)).not.toContain('blue')
})

test('a file that cannot be replaced stays as it is', async () => {
  const folder = freshFolder()
  const file = await openIn(folder)
  await file.write(content)
  mkdirSync(join(folder, 'settings.json.new'))
  await expect(file.write(emptyContent)).rejects.toMatchObject({ code: 'storage-failed' })
  expect(file.content()).toEqual(content)
  expect((await openIn(folder)).content()).toEqual(content)
})
