import type { Element } from '@xmpp/xml'

/** The archive of our account on the server (XEP-0313), backwards from the end as far as we ask for it. */
export interface ServerArchive {
  add(peer: string, stanza: string): void
  /** @returns what answers the query: the messages, oldest first, and the end of the page */
  answer(query: Element): { readonly results: readonly string[]; readonly fin: string }
}

export const archiveNamespace = 'urn:xmpp:mam:2'

/**
 * @param lag milliseconds until a message can be found
 * @param largest messages in a page, whatever is asked for
 */
export function createServerArchive(now: () => number, lag: number, largest: number): ServerArchive {
  const kept: { readonly id: number; readonly peer: string; readonly stanza: string; readonly time: number }[] = []
  return {
    add(peer, stanza) {
      kept.push({ id: kept.length + 1, peer, stanza, time: now() })
    },
    answer(query) {
      const form = query.getChild('x', 'jabber:x:data')
      const field = (name: string): string | null => form?.getChildByAttr('var', name)?.getChildText('value') ?? null
      const set = query.getChild('set', 'http://jabber.org/protocol/rsm')
      const [peer, start, end] = [field('with'), field('start'), field('end')]
      const before = set?.getChildText('before') ?? ''
      const fitting = kept.filter(
        each =>
          each.time + lag <= now() &&
          (peer === null || each.peer === peer) &&
          (start === null || each.time >= Date.parse(start)) &&
          (end === null || each.time <= Date.parse(end)) &&
          (before === '' || each.id < Number(before)),
      )
      const page = fitting.slice(-Math.min(largest, Number(set?.getChildText('max') ?? largest)))
      const [first, last] = [page[0], page.at(-1)]
      const ends = first === undefined ? '' : `<first>${first.id}</first><last>${last?.id}</last>`
      const complete = page.length === fitting.length ? ` complete='true'` : ''
      return {
        results: page.map(
          ({ id, stanza, time }) =>
            `<message to='ana@sim.example'><result xmlns='${archiveNamespace}' queryid='${query.attrs.queryid}' id='${id}'><forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='${new Date(time).toISOString()}'/>${stanza}</forwarded></result></message>`,
        ),
        fin: `<fin xmlns='${archiveNamespace}'${complete}><set xmlns='http://jabber.org/protocol/rsm'>${ends}<count>${fitting.length}</count></set></fin>`,
      }
    },
  }
}
