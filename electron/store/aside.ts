import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { storageFailed } from './storage-failed.ts'

/**
 * The name that a damaged file is kept under, beside the one that takes its place.
 * @param now milliseconds since 1970
 */
export function asideName(name: 'archive' | 'settings', now: number, ending: string): string {
  // Windows takes no colons.
  return `${name}.damaged-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.${ending}`
}

/**
 * Removes every damaged file that was kept: they hold what a person wants to be gone, and cannot be edited.
 * @throws AppError `storage-failed`
 */
export async function removeAside(folder: string): Promise<void> {
  try {
    const names = (await readdir(folder)).filter(each => /^(archive|settings)\.damaged-/.test(each))
    await Promise.all(names.map(each => rm(join(folder, each), { force: true })))
  } catch (error) {
    throw storageFailed(error instanceof Error ? error.message : 'Damaged files cannot be removed', error)
  }
}
