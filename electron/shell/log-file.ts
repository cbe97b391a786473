import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Log, LogFacts } from '../core/ports/index.ts'
import { redactLog } from '../stanza/redact/redact-log.ts'
import { redactText } from '../stanza/redact/redact-text.ts'

/** Bytes after which the log begins anew; one older file is kept. */
const longestFile = 2 * 1024 * 1024

type Level = 'debug' | 'info' | 'warn' | 'error'

/**
 * A log in `folder/centella.log`: one line an event, `time level scope message {facts}`.
 * A log that cannot be written is silent: it must never end the program. Whoever writes to it leaves out bodies and
 * credentials; what libraries put into the messages of their errors is hidden here, behind everybody.
 */
export function createFileLog(folder: string, levels: ReadonlySet<Level>): Log {
  const file = join(folder, 'centella.log')

  function write(level: Level, scope: string, message: string, facts: LogFacts | undefined): void {
    if (!levels.has(level)) return
    const said = facts === undefined ? '' : ` ${JSON.stringify(facts, withoutSecrets)}`
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > longestFile) renameSync(file, `${file}.1`)
      appendFileSync(file, `${new Date().toISOString()} ${level} ${scope} ${message}${said}\n`, { mode: 0o600 })
    } catch {
      // The disk is full or read-only; there is nobody to tell.
    }
  }

  const scoped = (scope: string): Log => ({
    debug: (message, facts) => write('debug', scope, message, facts),
    info: (message, facts) => write('info', scope, message, facts),
    warn: (message, facts) => write('warn', scope, message, facts),
    error: (message, facts) => write('error', scope, message, facts),
    scope: name => scoped(`${scope}/${name}`),
  })
  return scoped('centella')
}

/** Facts that hold the words of an error. */
const words: ReadonlySet<string> = new Set(['error', 'reason', 'text'])

function withoutSecrets(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  return words.has(name) ? redactLog(value) : redactText(value)
}
