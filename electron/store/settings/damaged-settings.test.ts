import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import { defaultSettings } from '../../../shared/domain/settings.ts'
import { silentLog } from '../../core/ports/index.ts'
import { seededNumbers, withFlippedByte } from '../testing/damage.ts'
import { accountOf, ana, carla, heldClock } from '../testing/store-world.ts'
import type { SettingsContent } from './settings-content.ts'
import { openSettingsFile } from './settings-file.ts'

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)
const openIn = (folder: string) => openSettingsFile({ folder, clock: heldClock(77), log: silentLog })
const content: SettingsContent = {
  settings: { ...defaultSettings, theme: 'dark', textSize: 125, language: 'es' },
  accounts: [
    accountOf(ana, { settings: { ...defaultConnectionSettings, host: '127.0.0.1', port: 5223 } }),
    accountOf(carla, { presence: { availability: 'away', status: '¿tea? {"a": [' } }),
  ],
  lastAccount: carla,
}

/** A folder with these settings in it, and the bytes of the file. */
async function folderWith(values = content): Promise<{ folder: string; main: string; backup: string; bytes: Buffer }> {
  const folder = mkdtempSync(join(tmpdir(), 'centella-settings-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  await (await openIn(folder)).write(values)
  const main = join(folder, 'settings.json')
  return { folder, main, backup: join(folder, 'settings.backup.json'), bytes: readFileSync(main) }
}

const damagedFiles = (folder: string) => readdirSync(folder).filter(each => each.includes('damaged'))

test.each(seeds)('a flipped byte costs nothing and is told (seed %i)', async seed => {
  const { folder, main, bytes } = await folderWith()
  const flipped = withFlippedByte(bytes, seededNumbers(seed))
  writeFileSync(main, flipped)
  const file = await openIn(folder)
  expect(file.content()).toEqual(content)
  const [kept = ''] = damagedFiles(folder)
  // A space for a tab changes nothing that anybody could be told of.
  if (sameJson(flipped, bytes)) expect([file.trouble, kept]).toEqual([null, ''])
  else {
    expect(file.trouble).toEqual({ type: 'settings-damaged', file: kept, used: 'backup', accounts: 2 })
    expect(readFileSync(join(folder, kept))).toEqual(flipped)
  }
  const again = await openIn(folder)
  expect([again.content(), again.trouble]).toEqual([content, null])
})

test.each(seeds)('where the second copy has gone too, a flipped byte costs what it hit (seed %i)', async seed => {
  const { folder, main, backup, bytes } = await folderWith()
  const flipped = withFlippedByte(bytes, seededNumbers(seed))
  writeFileSync(main, flipped)
  rmSync(backup)
  const read = (await openIn(folder)).content()
  // Values that differ from the defaults and are there still: no line but the one that was hit is lost.
  const leaves = [read.settings.theme, read.settings.textSize, read.settings.language, read.lastAccount]
  const accounts = read.accounts.flatMap(each => [
    each.id,
    each.settings.host,
    each.settings.port,
    each.presence.status,
  ])
  const before = ['dark', 125, 'es', carla, ana, '127.0.0.1', 5223, null, carla, null, null, '¿tea? {"a": [']
  const lost = before.filter((value, at) => [...leaves, ...accounts][at] !== value)
  expect(lost.length).toBeLessThanOrEqual(read.accounts.length === 2 ? 3 : 8)
  expect(read.accounts.length).toBeGreaterThanOrEqual(1)
})

test.each<[string, (bytes: Buffer) => Buffer]>([
  ['0 bytes', () => Buffer.alloc(0)],
  ['zeros', bytes => Buffer.alloc(bytes.length)],
  ['its first half', bytes => bytes.subarray(0, bytes.length / 2)],
  ['its second half', bytes => bytes.subarray(bytes.length / 2)],
  ['garbage', bytes => Buffer.from(bytes.map((_, at) => (at * 7919) % 256))],
  ['other JSON', () => Buffer.from('{"settings": {"theme": "light"}}')],
])('of a file that is %s nothing is lost', async (_name, damage) => {
  const { folder, main, bytes } = await folderWith()
  writeFileSync(main, damage(bytes))
  const file = await openIn(folder)
  expect([file.content(), file.trouble]).toMatchObject([content, { used: 'backup', accounts: 2 }])
})

test('without a second copy, an account whose lines are whole is whole', async () => {
  const { folder, main, backup, bytes } = await folderWith()
  const text = bytes.toString()
  const [start, end] = [text.indexOf(ana), text.indexOf(carla)]
  writeFileSync(main, text.slice(0, start - 20) + '\u0000'.repeat(end - start - 20) + text.slice(end - 40))
  rmSync(backup)
  const file = await openIn(folder)
  expect(file.content().accounts).toEqual([content.accounts[1]])
  expect(file.content()).toMatchObject({ settings: { theme: 'dark', textSize: 125 }, lastAccount: carla })
  expect(file.trouble).toMatchObject({ used: 'damaged-file', accounts: 1 })
})

test('a second copy that is damaged or old is written anew, and nobody need know', async () => {
  const { folder, backup, bytes } = await folderWith()
  for (const text of ['', 'garbage', '{}']) {
    writeFileSync(backup, text)
    expect((await openIn(folder)).trouble).toBeNull()
    expect(readFileSync(backup)).toEqual(bytes)
  }
})

test('where the file has gone, its copy takes its place', async () => {
  const { folder, main, bytes } = await folderWith()
  rmSync(main)
  expect((await openIn(folder)).content()).toEqual(content)
  expect(readFileSync(main)).toEqual(bytes)
})

test('settings without a checksum are no damage', async () => {
  const { folder, main, backup, bytes } = await folderWith()
  writeFileSync(main, bytes.toString().replace(/,\n {2}"checksum".*/, ''))
  rmSync(backup)
  const file = await openIn(folder)
  expect([file.content(), file.trouble]).toEqual([content, null])
})

test('nothing lives on under a name that is wrong', async () => {
  const { folder, main, backup, bytes } = await folderWith()
  writeFileSync(main, bytes.toString().replace('"accounts"', '"accaunts"'))
  rmSync(backup)
  const file = await openIn(folder)
  expect(file.content()).toEqual(content)
  await file.write({ ...content, accounts: [], lastAccount: null })
  expect(readFileSync(main, 'utf8')).not.toContain(ana)
})

test('an account that was removed is in neither of the two', async () => {
  const { folder } = await folderWith()
  await (await openIn(folder)).write({ ...content, accounts: content.accounts.slice(0, 1), lastAccount: ana })
  const texts = readdirSync(folder).map(each => readFileSync(join(folder, each), 'utf8'))
  expect(texts).toHaveLength(2)
  expect(texts.join()).not.toContain(carla)
})

function sameJson(one: Buffer, other: Buffer): boolean {
  try {
    return JSON.stringify(JSON.parse(one.toString())) === JSON.stringify(JSON.parse(other.toString()))
  } catch {
    // The flip broke it.
    return false
  }
}
