import { type Element, xml } from '../../stanza/element.ts'

export const carbonsNamespace = 'urn:xmpp:carbons:2'

/** Asks for copies of what our other devices get and send, for as long as the stream lasts (XEP-0280, 4). */
export function buildEnable(): Element {
  return xml('iq', { type: 'set' }, xml('enable', { xmlns: carbonsNamespace }))
}
