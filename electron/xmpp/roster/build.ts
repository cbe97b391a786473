import { type Element, xml } from '../../stanza/element.ts'

export const rosterNamespace = 'jabber:iq:roster'

/** RFC 6121, 2.1.3: asks for the whole list. */
export function buildRosterRequest(): Element {
  return xml('iq', { type: 'get' }, xml('query', { xmlns: rosterNamespace }))
}
