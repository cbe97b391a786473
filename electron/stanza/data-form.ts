/**
 * XEP-0004: Data Forms, version 2.13.2, https://xmpp.org/extensions/xep-0004.html
 * Supported: answers to forms that are known beforehand (XEP-0068), what the fields of a form say, and results in rows
 * (3.4). Left out so far: what is needed to show a form to a person (labels).
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

/** A field that a form asks for, or a column of a table. */
export interface FormField {
  readonly name: string
  /** As `text-single`, which it is where nothing is said (3.3). */
  readonly type: string
}

/** The fields with a name that a form asks for, in order, without `FORM_TYPE`. */
export function parseFields(form: Element): readonly FormField[] {
  return form
    .getChildren('field', dataFormNamespace)
    .map(({ attrs: { var: name = '', type = 'text-single' } }) => ({ name, type }))
    .filter(({ name }) => name !== '' && name !== 'FORM_TYPE')
}

/** A field that is to be filled in: with what stands in it now, and, for lists, what it may hold. */
export interface OpenField extends FormField {
  readonly values: readonly string[]
  readonly options: readonly string[]
}

/** More options are in no list that a person chooses from. */
const mostOptions = 1000

/** The fields with a name that a form asks for, in order, without `FORM_TYPE` and words that only explain. */
export function parseOpenFields(form: Element): readonly OpenField[] {
  const textOf = (parent: Element): string[] =>
    parent.getChildren('value', dataFormNamespace).map(value => value.getText())
  return form
    .getChildren('field', dataFormNamespace)
    .map(field => ({
      name: field.attrs.var ?? '',
      type: field.attrs.type ?? 'text-single',
      values: textOf(field),
      options: field.getChildren('option', dataFormNamespace).slice(0, mostOptions).flatMap(textOf),
    }))
    .filter(({ name, type }) => name !== '' && name !== 'FORM_TYPE' && type !== 'fixed')
}

/** 3.4: the form is given up. */
export function buildCancel(): Element {
  return xml('x', { xmlns: dataFormNamespace, type: 'cancel' })
}

/** Results in rows (3.4). */
export interface FormTable {
  readonly columns: readonly FormField[]
  /** The values of each row by the names of their columns. */
  readonly rows: Iterable<ReadonlyMap<string, readonly string[]>>
}

/** @param form an `<x/>` of `jabber:x:data`, type `result`. Its rows are read as they are asked for: there may be thousands. */
export function parseTable(form: Element): FormTable {
  const reported = form.getChild('reported', dataFormNamespace)
  return {
    columns: reported === undefined ? [] : parseFields(reported),
    rows: rowsOf(form),
  }
}

function* rowsOf(form: Element): Generator<ReadonlyMap<string, readonly string[]>> {
  for (const item of form.getChildren('item', dataFormNamespace)) yield parseForm(item).fields
}
