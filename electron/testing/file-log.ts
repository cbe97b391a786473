import { appendFileSync } from 'node:fs'
import type { Log } from '../core/ports/index.ts'

/** Writes everything to a file, for whoever looks for what went wrong in a long test. */
export function fileLog(path: string, scope = ''): Log {
  const write =
    (level: string) =>
    (message: string, details?: object): void =>
      appendFileSync(
        path,
        `${new Date().toISOString()} ${level} ${scope} ${message} ${JSON.stringify(details ?? {})}\n`,
      )
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    scope: name => fileLog(path, `${scope}/${name}`),
  }
}
