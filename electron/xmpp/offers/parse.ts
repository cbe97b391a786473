import type { Unsupported } from '../../../shared/domain/message.ts'
import type { Element } from '../../stanza/element.ts'
import { shownLine } from '../../stanza/shown-text.ts'
import { usableId } from '../../stanza/stanza-id.ts'

export const streamNamespace = 'http://jabber.org/protocol/si'
export const jingleNamespace = 'urn:xmpp:jingle:1'
export const linkNamespace = 'jabber:iq:oob'

/** What somebody offers by a request. */
export interface Offer {
  /** By which it is known wherever it comes again. */
  readonly id: string
  readonly unsupported: Unsupported
  /** Words to be found by: the name of the file, or the link to it. */
  readonly body: string
}

const fileProfile = 'http://jabber.org/protocol/si/profile/file-transfer'
const rtpNamespaces = ['urn:xmpp:jingle:apps:rtp:1', 'urn:xmpp:jingle:apps:rtp:0']

/** XEP-0095, 3.1: a stream that is to be begun, with XEP-0096 for a file. */
export function parseStreamOffer(iq: Element): Offer | null {
  const stream = iq.getChild('si', streamNamespace)
  const id = usableId(stream?.attrs.id ?? iq.attrs.id)
  if (stream === undefined || id === null) return null
  const file = stream.getChild('file', fileProfile)
  if (file === undefined) return offerOf(`si ${id}`, { what: 'session', name: null, size: null })
  return offerOf(`si ${id}`, fileOf(file.attrs.name, file.attrs.size))
}

/** XEP-0166, 6.2: a session that is to be begun; null for what belongs to one. By its first content that we know. */
export function parseSessionOffer(iq: Element): Offer | null {
  const jingle = iq.getChild('jingle', jingleNamespace)
  const sid = usableId(jingle?.attrs.sid)
  if (jingle?.attrs.action !== 'session-initiate' || sid === null) return null
  const descriptions = jingle.getChildren('content').flatMap(content => content.getChild('description') ?? [])
  const id = `jingle ${sid}`
  // Every version of XEP-0234 has its file at the same place, the older ones within an `offer`.
  const about = descriptions.find(each => /^urn:xmpp:jingle:apps:file-transfer:\d$/.test(each.getNS() ?? ''))
  const file = about?.getChild('file') ?? about?.getChild('offer')?.getChild('file')
  if (about !== undefined) {
    return offerOf(id, fileOf(file?.getChildText('name') ?? file?.attrs.name, file?.getChildText('size')))
  }
  const media = descriptions.filter(each => rtpNamespaces.includes(each.getNS() ?? '')).map(each => each.attrs.media)
  if (media.length === 0) return offerOf(id, { what: 'session', name: null, size: null })
  return offerOf(id, { what: media.includes('video') ? 'video-call' : 'call', name: null, size: null })
}

/** XEP-0066, 2: a file to be fetched. */
export function parseLinkOffer(iq: Element): Offer | null {
  const url = shownLine(iq.getChild('query', linkNamespace)?.getChildText('url'), 2000)
  if (url === null) return null
  return { id: `oob ${url.slice(0, 500)}`, unsupported: { what: 'file', name: null, size: null }, body: url }
}

function offerOf(id: string, unsupported: Unsupported): Offer {
  return { id, unsupported, body: unsupported.name ?? '' }
}

/** The last part of a name: a path of the sender's is nobody's business. */
function fileOf(name: string | null | undefined, size: string | null | undefined): Unsupported {
  const last = shownLine(name, 1000)?.split(/[/\\]/).at(-1)
  const bytes = /^\d{1,15}$/.test(size ?? '') ? Number(size) : null
  return { what: 'file', name: shownLine(last), size: bytes }
}
