import { type Element, xml } from '../../stanza/element.ts'
import type { ReceiptRequest } from './parse.ts'

export const receiptsNamespace = 'urn:xmpp:receipts'

/** Goes with a message whose sender wants to know that it has arrived. */
export function buildRequest(): Element {
  return xml('request', { xmlns: receiptsNamespace })
}

/** The answer: "it SHOULD ensure that the message stanza contains only one child element", in the type of the question. */
export function buildReceipt({ from, type, id }: ReceiptRequest, ownId: string): Element {
  return xml('message', { to: from, type, id: ownId }, xml('received', { xmlns: receiptsNamespace, id }))
}
