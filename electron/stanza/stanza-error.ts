/** Stanza errors: RFC 6120, 8.3, https://www.rfc-editor.org/rfc/rfc6120#section-8.3 */
import { type Element, xml } from './element.ts'

export const stanzaErrorNamespace = 'urn:ietf:params:xml:ns:xmpp-stanzas'

const blockedNamespace = 'urn:xmpp:blocking:errors'

const types = ['auth', 'cancel', 'continue', 'modify', 'wait'] as const
export type StanzaErrorType = (typeof types)[number]

export interface StanzaError {
  readonly type: StanzaErrorType
  /** The defined condition (8.3.3); `undefined-condition` where there is none. */
  readonly condition: string
  /** The other side's own words; null where there are none. */
  readonly text: string | null
  /** We have blocked them ourselves (XEP-0191, 3.4). */
  readonly blocked?: true
}

/**
 * What an iq, message or presence of type `error` says. The defined condition and the text are found by their
 * namespace: servers put application conditions before them, and some leave the whole child out.
 */
export function parseStanzaError(stanza: Element): StanzaError {
  const error = stanza.getChild('error')
  const children = error?.getChildElements().filter(child => child.getNS() === stanzaErrorNamespace) ?? []
  const condition = children.find(child => child.getName() !== 'text')?.getName()
  const text = children
    .find(child => child.getName() === 'text')
    ?.getText()
    .trim()
  return {
    type: types.find(type => type === error?.attrs.type) ?? 'cancel',
    condition: condition ?? 'undefined-condition',
    text: text === undefined || text === '' ? null : text.slice(0, 1000),
    ...(error?.getChild('blocked', blockedNamespace) !== undefined && { blocked: true as const }),
  }
}

/** An `<error/>` for a reply of ours. */
export function buildStanzaError(type: StanzaErrorType, condition: string): Element {
  return xml('error', { type }, xml(condition, { xmlns: stanzaErrorNamespace }))
}
