import type { AccountId } from '../../../shared/domain/address.ts'
import type { XmlConsoleEntry } from '../../../shared/domain/xml-console.ts'

/** `centella-xml-ana@mired.org-2026-11-21-0842.txt`: the same on every system. */
export function fileName(account: AccountId, time: number): string {
  const [day = '', clock = ''] = new Date(time).toISOString().split('T')
  return `centella-xml-${account.replace(/[^\w.@-]/g, '_')}-${day}-${clock.slice(0, 5).replace(':', '')}.txt`
}

/** What is recorded as a text for somebody who helps: times are UTC. */
export function asFile(account: AccountId, version: string, entries: readonly XmlConsoleEntry[]): string {
  const head = [
    `XML console of ${account}, Centella ${version}.`,
    'Passwords, tokens and other secrets are hidden. The contents of messages are not.',
  ].join('\n')
  return `${[head, ...entries.map(entryText)].join('\n\n')}\n`
}

function entryText(entry: XmlConsoleEntry): string {
  const time = new Date(entry.time).toISOString()
  if (entry.type === 'gap') return `${time} ${entry.count} more came at once and were not recorded`
  const cut = entry.cut ? ', parts of it left out' : ''
  return `${time} ${entry.direction.toUpperCase()} ${entry.kind}${cut}\n${entry.xml}`
}
