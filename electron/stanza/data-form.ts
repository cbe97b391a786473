/**
 * XEP-0004: Data Forms, version 2.13.2, https://xmpp.org/extensions/xep-0004.html
 * Supported: answers to forms that are known beforehand (XEP-0068), and what the fields of a form say. Left out so far:
 * what is needed to show a form to a person (labels, options), and results in rows (3.4).
 */
import { type Element, xml } from './element.ts'

export const dataFormNamespace = 'jabber:x:data'

export interface DataForm {
  /** What kind of form it is (XEP-0068); null where it does not say. */
  readonly formType: string | null
  /** The values of every field with a name, in order. Of two fields with one name the first counts. */
  readonly fields: ReadonlyMap<string, readonly string[]>
}

/**
 * A form that is handed in.
 * @param formType the value of `FORM_TYPE`
 * @param fields values by the names of their fields; a field without a value is left out
 */
export function buildSubmit(
  formType: string,
  fields: Readonly<Record<string, string | readonly string[] | undefined>>,
): Element {
  return xml(
    'x',
    { xmlns: dataFormNamespace, type: 'submit' },
    field('FORM_TYPE', [formType], 'hidden'),
    ...Object.entries(fields)
      .filter(([, values]) => values !== undefined)
      .map(([name, values]) => field(name, [values ?? []].flat())),
  )
}

function field(name: string, values: readonly string[], type?: string): Element {
  return xml('field', { var: name, type }, ...values.map(value => xml('value', {}, value)))
}

/** What all forms right below an element say. */
export function parseForms(parent: Element): readonly DataForm[] {
  return parent.getChildren('x', dataFormNamespace).map(parseForm)
}

/** @param form an `<x/>` of `jabber:x:data`, of any type */
export function parseForm(form: Element): DataForm {
  const fields = new Map<string, readonly string[]>()
  for (const each of form.getChildren('field', dataFormNamespace)) {
    const name = each.attrs.var
    if (name === undefined || name === '' || fields.has(name)) continue
    fields.set(
      name,
      each.getChildren('value', dataFormNamespace).map(value => value.getText()),
    )
  }
  const formType = fields.get('FORM_TYPE')?.[0]
  fields.delete('FORM_TYPE')
  return { formType: formType === undefined || formType === '' ? null : formType, fields }
}
