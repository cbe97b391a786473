import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Entry {
  readonly name: string
  readonly version: string
  readonly text: string
}

/**
 * The licenses of everything of others that the build may have bundled: the packages that the program needs to run, as
 * the lock file knows them. They ask for their text to go along with every copy.
 * @param top the project's folder, with its packages installed
 * @throws Error for a package without a license file that names no license either
 */
export function thirdPartyNotices(top: string): string {
  const lock: unknown = JSON.parse(readFileSync(join(top, 'package-lock.json'), 'utf8'))
  const packages = objectAt(lock, 'packages')
  const entries = Object.entries(packages)
    .filter(([path, about]) => path !== '' && !isTrue(about, 'dev') && existsSync(join(top, path, 'package.json')))
    .map(([path]) => entryOf(join(top, path)))
  const unique = new Map(entries.map(entry => [`${entry.name} ${entry.version}`, entry]))
  const sorted = [...unique.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
  const head = 'Centella contains work of others. Their names, and the terms under which they let it be used:\n'
  return [head, ...sorted.map(({ name, version, text }) => `---- ${name} ${version}\n\n${text.trim()}\n`)].join('\n')
}

function entryOf(folder: string): Entry {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const name = textAt(manifest, 'name')
  const file = readdirSync(folder).find(each => /^(licen[cs]e|copying)(\.|-|$)/i.test(each))
  if (file !== undefined)
    return { name, version: textAt(manifest, 'version'), text: readFileSync(join(folder, file), 'utf8') }
  const license = textAt(manifest, 'license')
  if (license === '') throw new Error(`${name} says nothing about its license`)
  return { name, version: textAt(manifest, 'version'), text: `License: ${license}` }
}

function objectAt(value: unknown, key: string): object {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : null
  return typeof found === 'object' && found !== null ? found : {}
}

function textAt(value: unknown, key: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : ''
  return typeof found === 'string' ? found : ''
}

function isTrue(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Reflect.get(value, key) === true
}
