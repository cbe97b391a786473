import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../testing/ports.ts'
import { saveAs } from './save.ts'

let folder: ReturnType<typeof temporaryFolder>
const at = (name: string) => join(folder.path, name)

beforeEach(() => {
  folder = temporaryFolder()
  writeFileSync(at('copy'), 'new')
})
afterEach(() => folder[Symbol.dispose]())

test('what was there is replaced, and is nothing to be run', async () => {
  writeFileSync(at('tarea.sh'), 'old and longer')
  chmodSync(at('tarea.sh'), 0o755)
  await saveAs(at('copy'), at('tarea.sh'))
  expect(readFileSync(at('tarea.sh'), 'utf8')).toBe('new')
  expect(statSync(at('tarea.sh')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder.path).sort()).toEqual(['copy', 'tarea.sh'])
})

test('what cannot be saved whole leaves what was there, and nothing beside it', async () => {
  writeFileSync(at('tarea.odt'), 'my own work')
  // Reading it fails when writing has begun.
  mkdirSync(at('broken'))
  await expect(saveAs(at('broken'), at('tarea.odt'))).rejects.toMatchObject({ code: 'file-not-saved' })
  await expect(saveAs(at('copy'), at('nowhere/tarea.odt'))).rejects.toMatchObject({ code: 'file-not-saved' })
  expect(readFileSync(at('tarea.odt'), 'utf8')).toBe('my own work')
  expect(readdirSync(folder.path).sort()).toEqual(['broken', 'copy', 'tarea.odt'])
})

test('on Windows it says where it is from', async () => {
  await saveAs(at('copy'), at('juego.exe'), 'win32')
  expect(readFileSync(at('juego.exe:Zone.Identifier'), 'utf8')).toContain('ZoneId=3')
})
