import type { Identity } from '../../core/own-info.ts'
import { type DataForm, parseForms } from '../../stanza/data-form.ts'
import type { Element } from '../../stanza/element.ts'
import { infoNamespace } from './build.ts'

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
