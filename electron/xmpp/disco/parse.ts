import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { Identity } from '../../core/own-info.ts'
import { type DataForm, parseForms } from '../../stanza/data-form.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareJid } from '../../stanza/jid.ts'
import { infoNamespace, itemsNamespace } from './build.ts'

/** What an entity says that it is and does. */
export interface EntityInfo {
  readonly identities: readonly Identity[]
  readonly features: ReadonlySet<string>
  /** Further facts, as the limits of a service (XEP-0128). */
  readonly forms: readonly DataForm[]
}

/** @param iq the result of a disco#info request; one without a query says that there is nothing */
export function parseInfo(iq: Element): EntityInfo {
  const query = iq.getChild('query', infoNamespace)
  return {
    identities: (query?.getChildren('identity') ?? []).map(({ attrs: { category = '', type = '', name = '' } }) => ({
      category,
      type,
      name,
    })),
    features: new Set(
      (query?.getChildren('feature') ?? []).map(({ attrs }) => attrs.var ?? '').filter(feature => feature !== ''),
    ),
    forms: query === undefined ? [] : parseForms(query),
  }
}

/** Items beyond are not looked at: no server has so many services. */
const mostItems = 200

/**
 * The addresses of what belongs to an entity, each once. What has a node is a part of an entity that cannot be asked by
 * its address, and what is no address is left out.
 * @param iq the result of a disco#items request
 */
export function parseItems(iq: Element): readonly (BareJid | FullJid)[] {
  const items = iq.getChild('query', itemsNamespace)?.getChildren('item').slice(0, mostItems) ?? []
  return [
    ...new Set(
      items.filter(({ attrs }) => attrs.node === undefined).flatMap(({ attrs }) => preparedOrNone(attrs.jid ?? '')),
    ),
  ]
}

function preparedOrNone(text: string): readonly (BareJid | FullJid)[] {
  try {
    return [prepareJid(text)]
  } catch {
    // A server that names something else than an address: nobody can be asked there.
    return []
  }
}
