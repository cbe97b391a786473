/**
 * What a message says besides its words, and what it says instead of them that we cannot do yet.
 * XEP-0380: Explicit Message Encryption 0.4.0, XEP-0384 (OMEMO), XEP-0373 and XEP-0027 (OpenPGP), XEP-0364: OTR 0.3.2,
 * XEP-0353: Jingle Message Initiation 0.6.0, XEP-0482: Call Invites 0.1.1, XEP-0224: Attention 1.0, XEP-0066: Out of Band
 * Data 1.5. Of each only that it is there. No call is rejected: another device of the person may ring and answer it, and
 * a rejection would end it there, too (XEP-0353, 6.3).
 */
import type { SharedFile } from '../../../shared/domain/file.ts'
import type { MessageExtra, Unsupported } from '../../../shared/domain/message.ts'
import { bodyOf } from '../../stanza/body.ts'
import type { Element } from '../../stanza/element.ts'
import { fileAt, fileUrl } from '../../stanza/file/describe.ts'
import { shownLine } from '../../stanza/shown-text.ts'
import { usableId } from '../../stanza/stanza-id.ts'

export interface Content {
  readonly body: string
  readonly extra: MessageExtra
  /** By which an offer is known wherever it comes again; null where it has none. */
  readonly offer: string | null
}

const callNamespace = 'urn:xmpp:jingle-message:0'
const inviteNamespace = 'urn:xmpp:call-invites:0'
const hintNamespace = 'urn:xmpp:eme:0'

const encryptions: ReadonlyMap<string, string> = new Map([
  ['eu.siacs.conversations.axolotl', 'OMEMO'],
  ['urn:xmpp:omemo:1', 'OMEMO'],
  ['urn:xmpp:omemo:2', 'OMEMO'],
  ['urn:xmpp:openpgp:0', 'OpenPGP'],
  ['jabber:x:encrypted', 'OpenPGP'],
  ['urn:xmpp:otr:0', 'OTR'],
])

/** The words of a message and the rest of it; nothing to read at all is an empty body without `extra`. */
export function contentOf(message: Element): Content {
  const body = bodyOf(message)
  const subject = subjectOf(message)
  const heading: MessageExtra = subject === null ? {} : { subject }
  const said = otrOf(body) ?? encryptionOf(message, body)
  if (said !== null) return { body: said.body, extra: { ...heading, unsupported: said.unsupported }, offer: null }
  const urls = addressesIn(message)
  const shared = fileOf(urls, body)
  if (shared !== null) return { body: shared.body, extra: { ...heading, file: shared.file }, offer: null }
  if (body.trim() !== '') return { body: withAddresses(body, urls), extra: heading, offer: null }
  const call = callOf(message)
  if (call !== null) return { body: '', extra: { unsupported: call.unsupported }, offer: call.offer }
  if (urls.length > 0) return { body: withAddresses('', urls), extra: heading, offer: null }
  if (message.getChild('attention', 'urn:xmpp:attention:0') !== undefined) {
    return { body: '', extra: { unsupported: unsupported('attention') }, offer: null }
  }
  return { body: '', extra: heading, offer: null }
}

/** Addresses that are shown of one message: nobody fills the window with them. */
const mostAddresses = 10
/** Letters of one. */
const longestAddress = 4000

/** XEP-0066, 3: what stands beside the body, each once. */
function addressesIn(message: Element): readonly string[] {
  const urls = message
    .getChildren('x', 'jabber:x:oob')
    .map(each => shownLine(each.getChildText('url'), longestAddress))
    .filter(each => each !== null)
  return [...new Set(urls)].slice(0, mostAddresses)
}

/** A file that lies on a server: its address stands beside the body, and the body says nothing else, or nothing. */
function fileOf(urls: readonly string[], body: string): { readonly body: string; readonly file: SharedFile } | null {
  const [url = ''] = urls
  if (urls.length !== 1 || (body.trim() !== '' && !isSame(body.trim(), url))) return null
  const file = fileAt(url)
  return file === null ? null : { body: url, file }
}

/** However each of them is written. */
function isSame(one: string, other: string): boolean {
  const href = fileUrl(one)?.href
  return one === other || (href !== undefined && href === fileUrl(other)?.href)
}

/** XEP-0066 puts words into the body, and the address that they are about beside it: nobody has it who sees the words alone. */
function withAddresses(body: string, urls: readonly string[]): string {
  return [...(body.trim() === '' ? [] : [body]), ...urls.filter(url => !body.includes(url))].join('\n')
}

/** A call by the medium that it names (XEP-0167). */
export function callKindOf(media: readonly (string | undefined)[]): 'call' | 'video-call' {
  return media.includes('video') ? 'video-call' : 'call'
}

export function unsupported(what: Unsupported['what'], name: string | null = null): Unsupported {
  return { what, name, size: null }
}

/** The heading, in one line: the one without a language comes first, as with the body. */
function subjectOf(message: Element): string | null {
  const all = message.getChildren('subject').filter(child => child.getNS() === message.getNS())
  const subject = all.find(child => child.attrs['xml:lang'] === undefined) ?? all[0]
  return shownLine(subject?.getText())
}

interface Said {
  readonly body: string
  readonly unsupported: Unsupported
}

/**
 * XEP-0364: OTR is written into the body. What asks for it says so to people, too, often in HTML; what is encrypted by it
 * says nothing to anybody.
 */
function otrOf(body: string): Said | null {
  const asked = /^\?OTR(?:\?v[0-9A-Za-z]*\?|v[0-9A-Za-z]*\?|\?)/.exec(body)
  if (asked !== null) {
    const words = body
      .slice(asked[0].length)
      .replace(/<[^<>]{0,500}>/g, '')
      .trim()
    return { body: words, unsupported: unsupported('otr') }
  }
  const failed = /^\?OTR Error:\s*/.exec(body)
  if (failed !== null) return { body: body.slice(failed[0].length), unsupported: unsupported('otr') }
  return /^\?OTR[:,|]/.test(body) ? { body: '', unsupported: unsupported('encrypted', 'OTR') } : null
}

/** The body is what the sender says to those who cannot read the rest: it stays. */
function encryptionOf(message: Element, body: string): Said | null {
  const hint = message.getChild('encryption', hintNamespace)
  const carried = message.getChildElements().find(child => encryptions.has(child.getNS() ?? '') && isFull(child))
  // Keys alone, without anything that they open, are nothing to be read (XEP-0384, 4.5).
  if (carried === undefined && (hint === undefined || body.trim() === '')) return null
  const namespace = carried?.getNS() ?? hint?.attrs.namespace ?? ''
  const name = encryptions.get(namespace) ?? shownLine(hint?.attrs.name, 60) ?? shownLine(namespace, 60)
  return { body, unsupported: unsupported('encrypted', name) }
}

function isFull(encrypted: Element): boolean {
  return encrypted.getName() !== 'encrypted' || encrypted.getChild('payload') !== undefined
}

function callOf(message: Element): { readonly unsupported: Unsupported; readonly offer: string | null } | null {
  const proposed = message.getChild('propose', callNamespace)
  if (proposed !== undefined) {
    const media = proposed.getChildren('description').map(each => each.attrs.media)
    // The session has the same id, should it be begun all the same (XEP-0353, 3.3).
    return { unsupported: unsupported(callKindOf(media)), offer: offerOf('jingle', proposed.attrs.id) }
  }
  const invited = message.getChild('invite', inviteNamespace)
  if (invited === undefined) return null
  const kind = invited.attrs.video === 'true' ? 'video-call' : 'call'
  return { unsupported: unsupported(kind), offer: offerOf('invite', invited.attrs.id ?? message.attrs.id) }
}

function offerOf(kind: string, id: string | undefined): string | null {
  return usableId(id) === null ? null : `${kind} ${id}`
}
