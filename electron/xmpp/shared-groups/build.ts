import { type Element, xml } from '../../stanza/element.ts'

export const sharedGroupsNamespace = 'http://www.jivesoftware.org/protocol/sharedgroup'

export function buildSharedGroupsRequest(): Element {
  return xml('iq', { type: 'get' }, xml('sharedgroup', { xmlns: sharedGroupsNamespace }))
}
