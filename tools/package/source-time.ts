import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const top = join(import.meta.dirname, '../..')
/** For sources that came without their history: any time will do that is always the same. */
const withoutHistory = Date.UTC(2026, 0, 1) / 1000

/** The time that packages carry, in seconds since 1970: `SOURCE_DATE_EPOCH` where it is set, else the last commit's. */
export function sourceTime(environment = process.env, folder = top): number {
  const given = Number(environment.SOURCE_DATE_EPOCH ?? Number.NaN)
  if (Number.isInteger(given) && given > 0) return given
  const git = spawnSync('git', ['-C', folder, 'log', '-1', '--format=%ct'], { encoding: 'utf8' })
  const commit = git.status === 0 ? Number(git.stdout) : 0
  return Number.isInteger(commit) && commit > 0 ? commit : withoutHistory
}
