/**
 * The archive of an Openfire (XEP-0313), as it was recorded: small numbers for ids, no `from` on results, what arrives is
 * there a moment later, and an id that it does not know gets an empty answer that is "complete".
 */
import { setTimeout as pause } from 'node:timers/promises'
import { type ClientElement, escapeXml, textOf } from './client-xml.ts'

export interface OpenfireArchive {
  /** Keeps a message with a body, for both ends. */
  readonly keep: (message: ArchivedMessage) => void
  /** What is said to a query: results, then the answer. */
  readonly answer: (query: ClientElement, user: string, address: string) => readonly string[]
  /** Forgets all but the newest, as when an archive is pruned. */
  readonly prune: (left: number) => void
  /** Resolves when what was kept last can be found. */
  readonly settled: () => Promise<void>
  /** Answers every query with an error, or none any more. */
  readonly refuse: (refuses: boolean) => void
}

interface ArchivedMessage {
  readonly from: string
  readonly to: string
  /** The stanza as it was passed on. */
  readonly xml: string
}

const lag = 100
const bare = (address: string) => address.split('/')[0] ?? ''

/** @param of in a room pages begin and end with the ids that the room gave its messages; results have small numbers there, too */
export function createOpenfireArchive(of: 'account' | 'room' = 'account'): OpenfireArchive {
  const pageId = ({ id, xml }: { readonly id: number; readonly xml: string }): string =>
    (of === 'room' ? /<stanza-id [^>]*\bid="([^"]*)"/.exec(xml)?.[1] : undefined) ?? String(id)
  let entries: readonly (ArchivedMessage & { readonly id: number; readonly time: number })[] = []
  let count = 0
  let refuses = false
  return {
    keep: message => {
      if (!message.xml.includes('<body')) return
      count += 1
      entries = [...entries, { ...message, id: count, time: Date.now() }]
    },
    prune: left => {
      entries = entries.slice(entries.length - left)
    },
    settled: async () => {
      const newest = () => entries.at(-1)?.time ?? 0
      while (Date.now() - newest() <= lag) await pause(newest() + lag + 1 - Date.now())
    },
    refuse: is => {
      refuses = is
    },
    answer: (query, user, address) => {
      const { xml } = query
      if (refuses)
        return [
          `<iq type="error" id="${escapeXml(query.attributes.id ?? '')}" from="${escapeXml(user)}" to="${escapeXml(address)}"><error type="wait"><internal-server-error xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`,
        ]
      const field = (name: string) =>
        new RegExp(`<field [^>]*var=["']${name}["'][^>]*><value>([^<]*)<`).exec(xml)?.[1] ?? null
      const limit = (name: string, otherwise: number) => Date.parse(field(name) ?? '') || otherwise
      const fitting = entries.filter(({ from, to, time }) => {
        const ends = [bare(from), bare(to)]
        const peer = field('with')
        const withPeer = peer === user ? ends.every(end => end === user) : peer === null || ends.includes(peer)
        return (
          ends.includes(user) &&
          withPeer &&
          time >= limit('start', 0) &&
          time <= Math.min(limit('end', Infinity), Date.now() - lag)
        )
      })
      const backwards = /<before[\s/>]/.test(xml)
      const edge = textOf(xml, backwards ? 'before' : 'after') ?? ''
      const place = fitting.findIndex(each => pageId(each) === edge)
      const rest = beyond(fitting, backwards, edge, place)
      const max = Number(textOf(xml, 'max') ?? 100)
      const page = backwards ? rest.slice(-max) : rest.slice(0, max)
      const queryId = escapeXml(query.child?.attributes.queryid ?? '')
      const results = page.map(
        ({ id, time, xml: message }) =>
          `<message to="${escapeXml(address)}"${of === 'room' ? ` from="${escapeXml(user)}"` : ''}><result xmlns="urn:xmpp:mam:2" queryid="${queryId}" id="${id}"><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="${new Date(time).toISOString()}"/>${message.replace('<message', '<message xmlns="jabber:client"')}</forwarded></result></message>`,
      )
      const [first, last] = [page[0], page.at(-1)]
      const edges = first && last ? `<first>${pageId(first)}</first><last>${pageId(last)}</last>` : ''
      const complete = page.length === rest.length ? ' complete="true"' : ''
      const fin = `<fin xmlns="urn:xmpp:mam:2" queryid="${queryId}"${complete}><set xmlns="http://jabber.org/protocol/rsm">${edges}<count>${fitting.length}</count></set></fin>`
      const id = escapeXml(query.attributes.id ?? '')
      return [
        ...results,
        `<iq type="result" id="${id}" from="${escapeXml(user)}" to="${escapeXml(address)}">${fin}</iq>`,
      ]
    },
  }
}

function beyond<Entry>(all: readonly Entry[], backwards: boolean, edge: string, place: number): readonly Entry[] {
  if (edge === '') return all
  if (place === -1) return []
  return backwards ? all.slice(0, place) : all.slice(place + 1)
}
