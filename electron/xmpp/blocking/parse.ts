import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareJid } from '../../stanza/jid.ts'
import { blockingNamespace } from './build.ts'

/** More than anybody blocks by hand; a list beyond that is cut. */
export const mostBlocked = 5000

/** The addresses of a list or a push, each once; what is no address is left out. */
export function parseAddresses(iq: Element, name: 'blocklist' | 'block' | 'unblock'): readonly (BareJid | FullJid)[] {
  const items = iq.getChild(name, blockingNamespace)?.getChildren('item') ?? []
  return [...new Set(items.slice(0, mostBlocked).flatMap(item => addressOf(item.attrs.jid)))]
}

/** Whether a push lets in everybody: "an `<unblock/>` element that contains no `<item/>` children" (XEP-0191, 3.5). */
export function unblocksAll(iq: Element): boolean {
  return iq.getChild('unblock', blockingNamespace)?.getChildElements().length === 0
}

function addressOf(text: string | undefined): readonly (BareJid | FullJid)[] {
  try {
    return text === undefined ? [] : [prepareJid(text)]
  } catch {
    // Of nobody who could write.
    return []
  }
}
