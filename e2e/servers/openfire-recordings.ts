/** Openfire's own words, from the recordings in e2e/fixtures/openfire, fitted to another domain and another user. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ClientElement, readElement } from './client-xml.ts'

const folder = join(import.meta.dirname, '../fixtures/openfire')
const recordedDomain = 'mired.test'

interface Line {
  readonly from: 'client' | 'server'
  readonly xml: string
}

export interface RecordedAnswers {
  /** Openfire's answer to this request, as it was recorded for one like it; undefined when there was none. */
  readonly to: (request: ClientElement, user: string) => string | undefined
}

/** Lines of one recording, the domain put in place of the recorded one. */
export function recording(name: string, domain: string): readonly Line[] {
  const text = readFileSync(join(folder, `${name}.jsonl`), 'utf8')
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Line | { readonly note: string })
    .flatMap(line => ('note' in line ? [] : [line]))
    .map(line => ({ from: line.from, xml: line.xml.replaceAll(recordedDomain, domain) }))
}

/** The first thing in a recording that the server said and that begins so; `index` 1 is the second one. */
export function said(name: string, domain: string, beginning: string, index = 0): string {
  const found = recording(name, domain).filter(line => line.from === 'server' && line.xml.startsWith(beginning))[index]
  if (found === undefined) throw new Error(`recording ${name}: no ${beginning}`)
  return found.xml
}

/** Looks requests up by what they ask and whom, never by order or id. */
export function recordedAnswers(domain: string): RecordedAnswers {
  const answers = new Map<string, { readonly xml: string; readonly user: string; readonly to: string }>()
  for (const [name, user] of [
    ['after-sign-in', 'ana'],
    ['contacts-ana', 'ana'],
    ['contacts-bob', 'bob'],
  ] as const) {
    const lines = recording(name, domain)
    for (const line of lines) {
      if (line.from !== 'client' || !line.xml.startsWith('<iq')) continue
      const request = readElement(line.xml)
      const answer = lines.find(
        ({ from, xml }) =>
          from === 'server' && xml.startsWith('<iq') && readElement(xml).attributes.id === request.attributes.id,
      )
      const key = keyOf(request, user, domain)
      // The first one is from an account as it comes, before anything was changed.
      if (answer !== undefined && !answers.has(key)) {
        answers.set(key, { xml: answer.xml, user, to: request.attributes.to ?? '' })
      }
    }
  }
  return {
    to: (request, user) => {
      const found = answers.get(keyOf(request, user, domain))
      if (found === undefined) return undefined
      const own = `${found.user}@${domain}`
      const asked = request.attributes.to ?? ''
      const fitted = found.to.includes('@') && found.to !== own ? found.xml.replaceAll(found.to, asked) : found.xml
      return fitted.replaceAll(own, `${user}@${domain}`)
    },
  }
}

/** What a request asks, and of whom: the server and its parts by name, the own account, or any other account. */
function keyOf(request: ClientElement, user: string, domain: string): string {
  const to = request.attributes.to ?? ''
  const whom = to === `${user}@${domain}` ? '' : to.includes('@') ? 'somebody' : to
  const { name = '', attributes } = request.child ?? {}
  return [request.attributes.type, whom, name, attributes?.xmlns, attributes?.node].join(' ')
}
