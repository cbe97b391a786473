import { globSync } from 'node:fs'
import { relative, resolve } from 'node:path'

const folders = ['shared', 'electron', 'renderer', 'tools', 'e2e']

/**
 * Test files on disk that no runner ran: a test that is never run proves nothing.
 * @returns their paths below `top`, sorted
 */
export function compareWithDisk(top: string, ran: readonly string[]): readonly string[] {
  const seen = new Set(ran.map(file => relative(top, resolve(top, file))))
  return globSync(`{${folders.join(',')}}/**/*.{test,spec}.{ts,tsx}`, { cwd: top })
    .filter(file => !seen.has(file))
    .sort()
}
