import type { BareJid, Peer } from '../../../shared/domain/address.ts'
import { buildSubmit } from '../../stanza/data-form.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { buildResultSet, type PageRequest } from '../../stanza/result-set.ts'

export const archiveNamespace = 'urn:xmpp:mam:2'

/** A page of what the archive has (4.1). */
export interface ArchiveQuery {
  /** The room whose archive is asked; our own when left out. */
  readonly of?: BareJid | undefined
  /** Only messages from and to this address. */
  readonly with?: Peer | undefined
  /** Only what the archive got at this time or later, or earlier; milliseconds since 1970, by the server's clock. */
  readonly start?: number | undefined
  readonly end?: number | undefined
  readonly page: PageRequest
}

/** "A query consists of an IQ stanza of type 'set'"; without `to` it goes to our account. */
export function buildArchiveQuery(queryId: string, query: ArchiveQuery): Element {
  const { start, end, page } = query
  const form = buildSubmit(archiveNamespace, { with: query.with, start: dateTime(start), end: dateTime(end) })
  const payload = xml('query', { xmlns: archiveNamespace, queryid: queryId }, form, buildResultSet(page))
  return xml('iq', { type: 'set', to: query.of }, payload)
}

/** XEP-0082; times that no calendar has are brought to its ends. */
function dateTime(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(Math.min(Math.max(time, 0), 8e12)).toISOString()
}
