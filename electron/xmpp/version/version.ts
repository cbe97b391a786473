/**
 * XEP-0092: Software Version, version 1.1, https://xmpp.org/extensions/xep-0092.html
 * Supported: answering; Openfire asks several times right after sign-in. Left out: asking.
 */
import type { StanzaChannel, Unsubscribe } from '../../connection/session.ts'
import type { Host } from '../../core/ports/index.ts'
import { type Element, xml } from '../../stanza/element.ts'

export const versionNamespace = 'jabber:iq:version'

export function createVersion(options: { readonly channel: StanzaChannel; readonly host: Host }): {
  dispose: Unsubscribe
} {
  const { channel, host } = options
  return { dispose: channel.onIq('get', versionNamespace, 'query', () => buildVersion(host)) }
}

/** The query of the answer: name and version are required, the operating system is not (section 3). */
export function buildVersion(host: Host): Element {
  return xml(
    'query',
    { xmlns: versionNamespace },
    xml('name', {}, 'Centella'),
    xml('version', {}, host.programVersion),
    host.operatingSystem === null ? null : xml('os', {}, host.operatingSystem),
  )
}
