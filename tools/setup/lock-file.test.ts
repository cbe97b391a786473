import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'

const lockFile = z.object({
  packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })),
})

// A registry that lacks a package for another system makes `npm install` leave it out of the lock file without a word,
// and `npm ci` then refuses the lock file on every machine.
it('names every package for another system, so that `npm ci` takes it', () => {
  const { packages } = lockFile.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')),
  )
  const wanted = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map(name => ({ path, name })),
  )
  expect(wanted.length).toBeGreaterThan(10)
  expect(wanted.filter(({ path, name }) => !placesFor(path, name).some(place => place in packages))).toEqual([])
})

/** Where Node looks for a package that another one names: beside it, and in each folder above. */
function placesFor(path: string, name: string): readonly string[] {
  const folders = path.split(/\/?node_modules\//).slice(1)
  return [...folders, ''].map((_, count) =>
    [...folders.slice(0, count), name].map(one => `node_modules/${one}`).join('/'),
  )
}
