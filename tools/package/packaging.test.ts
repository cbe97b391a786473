/** electron-builder itself, on a small project with everything in it that must not get into a package. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { faultsOfApp, openApp } from './app-files.ts'
import type { System } from './arguments.ts'
import { checkFolder } from './check-folder.ts'
import type { ElectronProgram } from './electron-program.ts'
import { makeMadeUpElectron } from './made-up-electron.ts'
import { type Made, packageProgram } from './package-program.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const top = join(import.meta.dirname, '../..')
let project: string

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'centella-package-'))
  const manifest = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'))
  const left: Readonly<Record<string, string>> = {
    // Nothing to look for: asking npm about the real ones takes longer than the rest.
    'package.json': JSON.stringify({ ...manifest, dependencies: {}, devDependencies: {} }),
    'package-lock.json': '{"name":"centella","lockfileVersion":3,"packages":{}}',
    'out/main/main.js': 'import "node:fs"\nimport { app } from "electron"\n',
    'out/main/main.js.map': '{}',
    'out/main/database-worker.js': 'import { DatabaseSync } from "node:sqlite"\n',
    'out/preload/preload.cjs': 'const electron = require("electron")\n',
    'out/renderer/index.html': '<!doctype html>',
    'electron/main.ts': 'export {}',
    'electron/main.test.ts': 'export {}',
    'e2e/specs/day.spec.ts': 'export {}',
    'shared/lang/en/index.ts': 'export {}',
    'README.md': 'read',
    'node_modules/leftover/index.js': '',
    'node_modules/leftover/package.json': '{"name":"leftover","version":"1.0.0"}',
    '.cache/package/third-party-notices.txt': 'thanks',
    node: '#!/bin/sh\necho "$@"\n',
  }
  for (const [path, text] of Object.entries(left)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text, { mode: 0o755 })
  }
  cpSync(join(top, 'electron-builder.yml'), join(project, 'electron-builder.yml'))
  cpSync(join(top, 'build-resources'), join(project, 'build-resources'), { recursive: true })
})
afterAll(() => rmSync(project, { recursive: true, force: true, maxRetries: 5 }))

function make(
  system: System,
  folderOnly: boolean,
  electron: ElectronProgram = { kind: 'none' },
): Promise<readonly Made[]> {
  return packageProgram({
    top: project,
    work: join(project, '.cache/package'),
    system,
    folderOnly,
    electron,
    node: join(project, 'node'),
  })
}

const ours = ['out/main/database-worker.js', 'out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

test('on Linux: a folder and a .deb that call themselves a stand-in, with the program alone in them', async () => {
  const [folder, deb, ...more] = (await make('linux', false)).map(each => each.path)
  expect(more).toEqual([])
  expect(openApp(join(folder ?? '', 'resources')).paths).toEqual([...ours, 'package.json'])
  expect(existsSync(join(folder ?? '', 'node_modules'))).toBe(false)
  // It starts what is beside it, wherever it was put.
  const started = spawnSync(join(folder ?? '', 'centella-stand-in'), ['--user-data-dir=x'], { encoding: 'utf8' })
  expect(started.stdout).toContain(`${folder}/stand-in/run.ts ${folder}/resources/app --user-data-dir=x`)

  expect(deb).toMatch(/centella_[\d.]+-standin_amd64\.deb$|centella_[\d.]+-standin_arm64\.deb$/)
  const ask = (field: string) =>
    spawnSync('dpkg-deb', ['--field', deb ?? '', field], { encoding: 'utf8' }).stdout.trim()
  expect(ask('Package')).toBe('centella-stand-in')
  expect(ask('Version')).toMatch(/~standin$/)
  expect(ask('Description')).toContain('stand-in')
  const files = spawnSync('dpkg-deb', ['--contents', deb ?? ''], { encoding: 'utf8' }).stdout
  expect(files).toContain('./usr/share/applications/centella-stand-in.desktop')
  expect(files).toContain('./usr/share/icons/hicolor/256x256/apps/centella-stand-in.png')
  expect(files).not.toMatch(/\.test\.ts|\/sample\/|node_modules/)
})

test("on Linux with Electron's own program: an archive, fuses that are set, and nothing of a stand-in", async () => {
  const electron = join(project, '.cache/electron')
  makeMadeUpElectron(electron, 'linux')
  const [folder = ''] = (await make('linux', true, { kind: 'electron', folder: electron })).map(each => each.path)
  expect(openApp(join(folder, 'resources')).paths).toEqual([...ours, 'package.json'])
  expect(readdirSync(folder).sort()).toEqual([
    'LICENSE.electron.txt',
    'centella',
    'chrome-sandbox',
    'locales',
    'resources',
    'version',
  ])
  expect(readdirSync(join(folder, 'locales'))).not.toContain('de.pak')
  makeMadeUpElectron(electron, 'linux')
  cpSync(join(electron, 'electron'), join(folder, 'centella'))
  expect(checkFolder(folder, { system: 'linux', standIn: false })).toHaveLength(5)
})

test('for Windows: a program with our name, icon and archive, around a placeholder', async () => {
  const [folder, ...more] = (await make('win', true)).map(each => each.path)
  expect(more).toEqual([])
  expect(folder).toMatch(/placeholder/)
  expect(openApp(join(folder ?? '', 'resources')).paths).toEqual([...ours, 'package.json'])
  expect(existsSync(join(folder ?? '', 'locales/de.pak'))).toBe(false)
  expect(existsSync(join(folder ?? '', 'locales/es.pak'))).toBe(true)
  // What it finds is what it looks for.
  writeFileSync(join(folder ?? '', 'Centella.exe'), 'MZ')
  expect(checkFolder(folder ?? '', { system: 'win', standIn: true })).toEqual([
    'Centella.exe does not have our icon',
    expect.stringContaining('has no fuses'),
    'Centella.exe does not say its name',
  ])
})

test('for macOS: a bundle with our identifier, helpers, icon and links, around a placeholder', async () => {
  const [folder] = (await make('mac', true)).map(each => each.path)
  const contents = join(folder ?? '', 'Centella.app/Contents')
  expect(openApp(join(contents, 'Resources')).paths).toEqual([...ours, 'package.json'])
  writeFileSync(join(contents, 'Info.plist'), '<plist/>')
  expect(checkFolder(folder ?? '', { system: 'mac', standIn: true })).toEqual([
    'it has another identifier',
    'its program has another name',
    'it does not open xmpp: links',
    'it does not have our icon',
  ])
})

test('a program that lacks something, or has too much, is found out', () => {
  const read = (path: string) => (path.endsWith('main.js') ? 'import zod from"zod"\nimport x from "./x.js"\n' : '')
  expect(faultsOfApp({ paths: ['node_modules/a/a.js', 'out/main/main.js', 'out/main/main.js.map'], read })).toEqual([
    'node_modules/a/a.js does not belong into a package',
    'out/main/main.js.map is a source',
    'package.json is missing',
    'out/main/database-worker.js is missing',
    'out/preload/preload.cjs is missing',
    'out/renderer/index.html is missing',
    'out/main/main.js looks for the package zod, which is not there',
  ])
})
