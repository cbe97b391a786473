/**
 * Openfire's user search (its plugin search 1.7), as recorded: parts of words in the fields that are ticked, the rows in
 * the recorded form, with the accounts of the server in them.
 */
import { type ClientElement, escapeXml } from './client-xml.ts'
import { said } from './openfire-recordings.ts'
import { preparedName, type ServerAccount } from './running-server.ts'

export interface OpenfireDirectory {
  /** The answer to a search; undefined where it is none. */
  readonly answer: (request: ClientElement) => string | undefined
}

export function createOpenfireDirectory(domain: string, accounts: readonly ServerAccount[]): OpenfireDirectory {
  const recorded = said('contacts-ana', domain, '<iq type="result" id="q7d4d8c"')
  const rows = accounts.map(({ name, label }) => {
    const user = preparedName(name)
    return { jid: `${user}@${domain}`, Username: user, Name: label ?? name, Email: `${user}@${domain}` }
  })
  return {
    answer: request => {
      const { type, to } = request.attributes
      const isSearch = type === 'set' && to === `search.${domain}`
      const text = fieldOf(request.xml, 'search')
      if (!isSearch || request.child?.attributes.xmlns !== 'jabber:iq:search' || text === null) return undefined
      const ticked = (['Username', 'Name', 'Email'] as const).filter(name => fieldOf(request.xml, name) === '1')
      const most = Number(/<max>(\d+)<\/max>/.exec(request.xml)?.[1] ?? Number.POSITIVE_INFINITY)
      const found = rows.filter(row => ticked.some(name => row[name].toLowerCase().includes(text.toLowerCase())))
      const items = found.slice(0, most).map(row => {
        const fields = Object.entries(row).map(
          ([name, value]) => `<field var="${name}"><value>${escapeXml(value)}</value></field>`,
        )
        return `<item>${fields.join('')}</item>`
      })
      return recorded.replace(/<item>.*<\/item>/, () => items.join(''))
    },
  }
}

function fieldOf(xml: string, name: string): string | null {
  return new RegExp(`<field var=["']${name}["'][^>]*><value>([^<]*)</value>`).exec(xml)?.[1] ?? null
}
