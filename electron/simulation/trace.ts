import { createHash } from 'node:crypto'

/** Writes a line of what happens. No line holds an id that is made at random: the same seed gives the same lines. */
export type Trace = (line: string) => void

export interface RecordedTrace {
  readonly write: Trace
  lines(): readonly string[]
  /** Of all lines. */
  hash(): string
}

/** @param now milliseconds since the history began, put before each line */
export function createTrace(now: () => number): RecordedTrace {
  const lines: string[] = []
  return {
    write: line => lines.push(`${now()} ${line}`),
    lines: () => lines,
    hash: () => createHash('sha256').update(lines.join('\n')).digest('hex'),
  }
}

/** The first word of a body, which names the message. */
export function labelOf(body: string): string {
  return body.split(' ', 1)[0] ?? ''
}
