import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The resource of a profile whose owner chose none: random per profile, mixed with the host name, because cloned
 * school disks carry the same profile and must not throw each other out.
 * @returns for example `centella-4f9a2c1b`
 */
export function profileResource(folder: string, hostName: string): string {
  const hash = createHash('sha256')
    .update(`${profileSeed(folder)}\0${hostName}`)
    .digest('hex')
  return `centella-${hash.slice(0, 8)}`
}

function profileSeed(folder: string): string {
  const file = join(folder, 'profile-id')
  try {
    const known = readFileSync(file, 'utf8').trim()
    if (known !== '') return known
  } catch {
    // The first start of this profile.
  }
  const seed = randomBytes(16).toString('hex')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, seed, { mode: 0o600 })
  return seed
}
