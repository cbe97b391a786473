import type { BareJid } from '../../../shared/domain/address.ts'
import { buildSubmit } from '../../stanza/data-form.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { buildResultSet } from '../../stanza/result-set.ts'
import { cleanText } from '../../stanza/xml-text.ts'
import type { Question } from './questions.ts'

export const searchNamespace = 'jabber:iq:search'

/** Asks a directory what it can be asked (XEP-0055, 2.1). */
export function buildFormRequest(to: BareJid): Element {
  return xml('iq', { type: 'get', to }, xml('query', { xmlns: searchNamespace }))
}

/**
 * Asks a directory (XEP-0055, 2.1 and 3).
 * @param most at most so many, where the directory says that it can count (XEP-0059); null where it does not
 */
export function buildSearch(to: BareJid, { form, fields }: Question, most: number | null): Element {
  const values = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cleanText(value)]))
  return xml(
    'iq',
    { type: 'set', to },
    xml(
      'query',
      { xmlns: searchNamespace },
      ...(form
        ? [buildSubmit(searchNamespace, values)]
        : Object.entries(values).map(([name, value]) => xml(name, {}, value))),
      most === null ? null : buildResultSet({ max: most }),
    ),
  )
}
