/**
 * XEP-0059: Result Set Management, version 1.0, https://xmpp.org/extensions/xep-0059.html
 * Supported: asking for a page, forwards and backwards, and what is said of it. Left out: pages by index (2.6).
 */
import { type Element, xml } from './element.ts'

export const resultSetNamespace = 'http://jabber.org/protocol/rsm'

/** Which page. Ids are whatever the other side gave; nothing may be read into them (2.2). */
export interface PageRequest {
  /** At most so many; 0 asks only for the count (2.7). */
  readonly max: number
  /** The page behind this id. */
  readonly after?: string
  /** The page ahead of this id; empty for the last page of all (2.5). */
  readonly before?: string
}

/** What is said of a page; null where it is not said. */
export interface ResultSet {
  readonly first: string | null
  readonly last: string | null
  /** Place of the first one in all of the results, from 0; "MAY be approximate". */
  readonly index: number | null
  /** How many there are in all; "MAY be approximate". */
  readonly count: number | null
}

/** `<set/>` for a request. */
export function buildResultSet({ max, after, before }: PageRequest): Element {
  return xml(
    'set',
    { xmlns: resultSetNamespace },
    xml('max', {}, String(max)),
    after === undefined ? null : xml('after', {}, after),
    before === undefined ? null : xml('before', {}, before),
  )
}

/** @param parent the element that holds the `<set/>` of an answer; without one nothing is known */
export function parseResultSet(parent: Element): ResultSet {
  const set = parent.getChild('set', resultSetNamespace)
  const first = set?.getChild('first')
  return {
    first: textOrNull(first),
    last: textOrNull(set?.getChild('last')),
    index: countOrNull(first?.attrs.index),
    count: countOrNull(set?.getChildText('count')),
  }
}

function textOrNull(element: Element | undefined): string | null {
  const text = element?.getText() ?? ''
  return text === '' ? null : text
}

function countOrNull(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? ''
  const count = /^\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN
  return Number.isSafeInteger(count) ? count : null
}
