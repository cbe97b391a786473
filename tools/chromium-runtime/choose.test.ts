import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chooseRuntime } from './choose.ts'
import { makeDistribution } from './make-distribution.ts'

let folder = ''
let downloads = 0
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'choose-'))
  downloads = 0
})
afterEach(() => rmSync(folder, { recursive: true }))

const electronFolder = (): string => join(folder, 'electron')
const install = (): void => {
  mkdirSync(join(electronFolder(), 'dist'), { recursive: true })
  writeFileSync(join(electronFolder(), 'path.txt'), 'electron')
  writeFileSync(join(electronFolder(), 'dist/electron'), '')
}

function choose(
  environment: NodeJS.ProcessEnv,
  onDownload: () => boolean = () => false,
): ReturnType<typeof chooseRuntime> {
  return chooseRuntime({
    electronFolder: electronFolder(),
    cacheFolder: join(folder, 'cache'),
    environment,
    download: async () => {
      downloads += 1
      return onDownload()
    },
  })
}

const standIn = (): object => ({ kind: 'chromium-stand-in', distribution: join(folder, 'cache/chromium-runtime') })
const electron = { kind: 'electron', distribution: null }

test('Electron that is installed is taken, and nothing is downloaded', async () => {
  install()
  expect(await choose({})).toEqual(electron)
  expect(downloads).toBe(0)
})

test('Electron that can be downloaded is taken', async () => {
  const succeed = (): boolean => {
    install()
    return true
  }
  expect(await choose({}, succeed)).toEqual(electron)
})

test('a refused download is remembered, and the stand-in is ready to be started', async () => {
  expect(await choose({})).toEqual(standIn())
  expect(await choose({})).toEqual(standIn())
  expect(downloads).toBe(1)
  expect(existsSync(join(folder, 'cache/chromium-runtime/electron'))).toBe(true)
})

test('the choice by hand wins', async () => {
  install()
  expect(await choose({ CENTELLA_RUNTIME: 'chromium' })).toEqual(standIn())
  expect(await choose({ CENTELLA_RUNTIME: 'electron' })).toEqual(electron)
  await expect(choose({ CENTELLA_RUNTIME: 'netscape' })).rejects.toThrow('"netscape"')
})

test('Electron by hand tries again, and does not settle for less', async () => {
  await choose({})
  await expect(choose({ CENTELLA_RUNTIME: 'electron' })).rejects.toThrow('cannot be downloaded')
  expect(downloads).toBe(2)
})

test('a folder set from outside is kept, and told for what it is', async () => {
  const other = join(folder, 'other')
  mkdirSync(other)
  expect(await choose({ ELECTRON_OVERRIDE_DIST_PATH: other })).toEqual({ kind: 'electron', distribution: other })
  makeDistribution(other)
  expect(await choose({ ELECTRON_OVERRIDE_DIST_PATH: other })).toEqual({
    kind: 'chromium-stand-in',
    distribution: other,
  })
})
