/**
 * `files`: one of 20 and one of 200 MB up and down over TLS, how long it takes, and the most memory that the core has
 * meanwhile. The core and its load are of another project: they run in processes of their own.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Figure, figure } from './figures.ts'

export async function benchFiles(runs: number): Promise<Readonly<Record<string, Figure>>> {
  const program = join(import.meta.dirname, '../../electron/testing/file-load.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(runs)])
  const values = JSON.parse(stdout) as Readonly<Record<string, readonly number[]>>
  return Object.fromEntries(
    Object.entries(values).map(([name, each]) => [name, figure(each, name.endsWith('Ms') ? 'ms' : 'MiB')] as const),
  )
}
