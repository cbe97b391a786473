import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'

/** What `electron-builder.yml` says. */
export function readConfiguration(top: string): Configuration {
  const { load } = electronBuildersOwn<{ load(text: string): unknown }>('js-yaml')
  const found = load(readFileSync(join(top, 'electron-builder.yml'), 'utf8'))
  // electron-builder itself checks it against its schema, before it does anything.
  return found as Configuration
}

/**
 * One configuration over another. Lists are replaced and null takes a setting away: electron-builder's own merging would
 * join the lists, so that a dependency could never be dropped.
 */
export function withSettings(base: Configuration, over: Configuration): Configuration {
  return merged(base, over) as Configuration
}

function merged(base: unknown, over: unknown): unknown {
  if (!isPlain(base) || !isPlain(over)) return over
  const result: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    if (value === null) delete result[key]
    else if (value !== undefined) result[key] = merged(result[key], value)
  }
  return result
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A package that electron-builder brings along, in the version that it uses itself. */
export function electronBuildersOwn<Package>(name: string): Package {
  const builder = createRequire(import.meta.url).resolve('electron-builder')
  const library = createRequire(builder).resolve('app-builder-lib')
  const found: unknown = createRequire(library)(name)
  // It has no types of its own here; what is used of it is written down where it is asked for.
  return found as Package
}
