import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'
import { expect, test } from 'vitest'
import { electronBuildersOwn, readConfiguration, withSettings } from './configuration.ts'
import { standInSettings } from './stand-in.ts'

const top = join(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'))
const configuration = readConfiguration(top)

/** electron-builder's own judgement, with which it refuses to begin. */
async function judge(settings: Configuration): Promise<void> {
  const library = electronBuildersOwn<{
    validateConfiguration(settings: unknown, log: { readonly isEnabled: false }): Promise<void>
  }>('./util/config/config')
  await library.validateConfiguration(structuredClone(settings), { isEnabled: false })
}

test('electron-builder takes the configuration', async () => {
  await expect(judge(configuration)).resolves.toBeUndefined()
  const wrong = { ...configuration, linux: { ...configuration.linux, categorie: 'Network' } }
  await expect(judge(wrong)).rejects.toThrow('configuration.linux')
})

test('it names an installer for each system, and files that are there', () => {
  expect(configuration.linux?.target).toEqual(['deb', 'rpm', 'AppImage'])
  expect(configuration.win?.target).toEqual(['nsis'])
  expect(configuration.mac?.target).toEqual([{ target: 'dmg', arch: ['x64', 'arm64'] }])
  const files = [
    configuration.linux?.icon,
    configuration.win?.icon,
    configuration.mac?.icon,
    configuration.nsis?.include,
    configuration.deb?.afterInstall,
    configuration.deb?.afterRemove,
    configuration.rpm?.afterInstall,
    configuration.rpm?.afterRemove,
  ]
  for (const file of files) expect([file, existsSync(join(top, file ?? '-'))]).toEqual([file, true])
})

test('it is of one mind with package.json', () => {
  expect(configuration.productName).toBe(manifest.productName)
  expect(configuration.linux?.executableName).toBe(manifest.name)
  expect(configuration.files).toContain(`${manifest.main.split('/')[0]}/**/*`)
  // Electron names its windows after the one, desktops look for the other.
  expect(configuration.extraMetadata.desktopName).toBe(`${configuration.linux?.executableName}.desktop`)
  expect(manifest.scripts.package).toBe('node tools/run.mjs package/package.ts')
})

test('the desktop entry says in both languages what it is, and that it opens xmpp: links', () => {
  const entry: Readonly<Record<string, string>> = configuration.linux?.desktop?.entry ?? {}
  expect(Object.keys(entry)).toEqual(
    expect.arrayContaining(['Name', 'Name[es]', 'GenericName', 'GenericName[es]', 'Comment[es]', 'Keywords[es]']),
  )
  expect(configuration.linux?.category).toBe('Network;InstantMessaging;Chat')
  expect(configuration.protocols).toEqual([{ name: 'XMPP', schemes: ['xmpp'] }])
})

test('one setting goes over another: lists are replaced, null takes away', () => {
  const base: Configuration = {
    appId: 'a',
    electronLanguages: ['en', 'es'],
    deb: { priority: 'optional', depends: ['x'] },
  }
  const over: Configuration = { appId: null, electronLanguages: [], deb: { depends: ['y'] } }
  expect(withSettings(base, over)).toEqual({ electronLanguages: [], deb: { priority: 'optional', depends: ['y'] } })
})

test('a package of the stand-in says so wherever it has a name', async () => {
  const standIn = withSettings(configuration, standInSettings('/somewhere', '1.2.3'))
  await expect(judge(standIn)).resolves.toBeUndefined()
  const names = [standIn.productName, standIn.linux?.executableName, standIn.deb?.packageName, standIn.linux?.synopsis]
  for (const name of names) expect(name).toMatch(/stand-in/)
  expect(standIn.extraMetadata.version).toBe('1.2.3-standin')
  expect(standIn.linux?.description).toContain('Do not hand it out')
  expect(standIn.linux?.desktop?.entry?.Name).toContain('stand-in')
  expect(standIn.deb?.depends).toContain('chromium')
  expect(standIn).not.toHaveProperty('electronFuses')
})
