import type { BareJid, FullJid, Peer } from '../../../shared/domain/address.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { usableId } from '../../stanza/stanza-id.ts'
import { receiptsNamespace } from './build.ts'

export interface ReceiptRequest {
  /** Who asks: their full address, as a rule. */
  readonly from: FullJid | BareJid
  readonly type: string | undefined
  readonly id: string
}

export interface Receipt {
  /** Who says so. */
  readonly peer: Peer
  /** Of our message. */
  readonly id: string
}

/**
 * What a message asks (section 5); null where it asks nothing that can be answered. "A sender MUST include an 'id'
 * attribute on every content message that requests a receipt". In rooms nobody is asked; errors ask nothing.
 */
export function parseRequest(message: Element): ReceiptRequest | null {
  const { type, id } = message.attrs
  const usable = usableId(id)
  if (usable === null || !isOneToOne(message)) return null
  if (message.getChild('request', receiptsNamespace) === undefined) return null
  // "To prevent looping": what is a receipt itself is not answered.
  if (message.getChild('received', receiptsNamespace) !== undefined) return null
  const from = senderOf(message)
  return from === null ? null : { from, type, id: usable }
}

/** A receipt, of any type: "a client SHOULD also accept receipts with a different message type". Null where there is none. */
export function parseReceipt(message: Element): Receipt | null {
  const id = usableId(message.getChild('received', receiptsNamespace)?.attrs.id)
  const from = id === null || !isOneToOne(message) ? null : senderOf(message)
  return id === null || from === null ? null : { peer: bareOf(from), id }
}

/** An error carries what came back: ours, or what somebody says that it is. */
function isOneToOne({ attrs: { type } }: Element): boolean {
  return type !== 'error' && type !== 'groupchat'
}

function senderOf({ attrs: { from } }: Element): FullJid | BareJid | null {
  try {
    return prepareJid(from ?? '')
  } catch {
    // Nobody, or the server in the name of our own account.
    return null
  }
}
