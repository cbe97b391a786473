import type { BareJid } from '../../../shared/domain/address.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { cleanText } from '../../stanza/xml-text.ts'

export const uploadNamespace = 'urn:xmpp:http:upload:0'
/** Before version 0.4.0: ejabberd and Openfire speak both. */
export const oldUploadNamespace = 'urn:xmpp:http:upload'
/** Latest first. */
export const uploadNamespaces = [uploadNamespace, oldUploadNamespace] as const
export type UploadNamespace = (typeof uploadNamespaces)[number]

/** What is to be put there. */
export interface SlotWish {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly mediaType: string
}

/** XEP-0363, 4: "MUST include the attributes filename and size". */
export function buildSlotRequest(
  service: BareJid,
  namespace: UploadNamespace,
  { name, size, mediaType }: SlotWish,
): Element {
  const filename = cleanText(name)
  const request =
    namespace === uploadNamespace
      ? xml('request', { xmlns: namespace, filename, size: String(size), 'content-type': mediaType })
      : xml(
          'request',
          { xmlns: namespace },
          xml('filename', {}, filename),
          xml('size', {}, String(size)),
          xml('content-type', {}, mediaType),
        )
  return xml('iq', { type: 'get', to: service }, request)
}

/** XEP-0066, 3: the address once more, by which others know the body for a file. */
export function buildOutOfBand(url: string): Element {
  return xml('x', { xmlns: 'jabber:x:oob' }, xml('url', {}, cleanText(url)))
}
