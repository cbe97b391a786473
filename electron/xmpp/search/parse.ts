import type { DirectoryPerson } from '../../../shared/domain/search.ts'
import { dataFormNamespace, type FormField, parseFields, parseTable } from '../../stanza/data-form.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { shownLine } from '../../stanza/shown-text.ts'
import { searchNamespace } from './build.ts'

/** What a directory can be asked. */
export interface SearchForm {
  /** The fields of its data form; null where it has only those of XEP-0055's first days. */
  readonly fields: readonly FormField[] | null
  /** Those of the first days (2.1): `first`, `last`, `nick`, `email`. */
  readonly plain: readonly string[]
  /** It says that `*` stands for any letters. */
  readonly wildcards: boolean
}

/** A row of an answer: a person, and all that it says, for looking at it again. */
export interface FoundPerson extends DirectoryPerson {
  readonly text: string
}

const plainFields = ['first', 'last', 'nick', 'email'] as const

/** @param iq the answer to `buildFormRequest` */
export function parseSearchForm(iq: Element): SearchForm {
  const query = iq.getChild('query', searchNamespace)
  const form = query?.getChild('x', dataFormNamespace)
  const words = [query, form].map(each => each?.getChildText('instructions') ?? '').join(' ')
  return {
    fields: form === undefined ? null : parseFields(form),
    plain: plainFields.filter(name => query?.getChild(name) !== undefined),
    wildcards: /\*|wildcard/i.test(words),
  }
}

/**
 * The people of an answer, read as they are asked for: there may be thousands. Rows without a valid address of a person
 * are left out.
 * @param iq the answer to `buildSearch`
 */
export function* parsePeople(iq: Element): Generator<FoundPerson> {
  const query = iq.getChild('query', searchNamespace)
  const form = query?.getChild('x', dataFormNamespace)
  for (const row of form === undefined ? plainRows(query) : tableRows(form)) {
    const person = personOf(row)
    if (person !== null) yield person
  }
}

/** A row by the names of its columns, in small letters: Openfire has `Name`, ejabberd `fn`. */
type Row = ReadonlyMap<string, string>

function* plainRows(query: Element | undefined): Generator<Row> {
  for (const item of query?.getChildren('item') ?? []) {
    yield new Map([
      ['jid', item.attrs.jid ?? ''],
      ...plainFields.map((name): [string, string] => [name, item.getChildText(name) ?? '']),
    ])
  }
}

function* tableRows(form: Element): Generator<Row> {
  const { columns, rows } = parseTable(form)
  const addressColumn = columns.find(({ type }) => type === 'jid-single')?.name ?? 'jid'
  for (const row of rows) {
    const values = [...row].map(([name, value]): [string, string] => [name.toLowerCase(), value[0] ?? ''])
    yield new Map([...values, ['jid', row.get(addressColumn)?.[0] ?? row.get('jid')?.[0] ?? '']])
  }
}

function personOf(row: Row): FoundPerson | null {
  const address = personAddress(row.get('jid') ?? '')
  if (address === null) return null
  const shown = (name: string): string | null => shownLine(row.get(name))
  const joined = [shown('first') ?? shown('given'), shown('last') ?? shown('family')].filter(part => part !== null)
  const name = shown('name') ?? shown('fn') ?? (joined.length > 0 ? joined.join(' ') : null) ?? shown('nick')
  return {
    address,
    name,
    email: shown('email'),
    text: [...row.values()].map(value => value.slice(0, 500)).join('\n'),
  }
}

/** Null where it is no address, or that of a server. */
function personAddress(text: string): DirectoryPerson['address'] | null {
  try {
    const address = bareOf(prepareJid(text))
    return address.includes('@') ? address : null
  } catch {
    // Whatever it is, nobody can be written to there.
    return null
  }
}
