import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { markersNamespace } from '../../stanza/markable.ts'
import { usableId } from '../../stanza/stanza-id.ts'

/** Says that everything up to a message was seen. */
export interface Marker {
  /** The other end of the conversation. */
  readonly peer: Peer
  /** The id that its sender gave the message: we, or the peer where `own`. */
  readonly id: string
  /** Another device of ours says so, of the peer's message. */
  readonly own: boolean
}

/** @param message one that came from its sender, or what a carbon or the archive has of one; null where it marks nothing */
export function parseMarker(message: Element, account: AccountId): Marker | null {
  const { type, from, to } = message.attrs
  if (type === 'error' || type === 'groupchat') return null
  const id = usableId(message.getChild('displayed', markersNamespace)?.attrs.id)
  const sender = addressOf(from)
  if (id === null || sender === null) return null
  if (sender !== account) return { peer: sender, id, own: false }
  const peer = addressOf(to)
  return peer === null || peer === account ? null : { peer, id, own: true }
}

function addressOf(text: string | undefined): BareJid | null {
  try {
    return bareOf(prepareJid(text ?? ''))
  } catch {
    // Nobody.
    return null
  }
}
