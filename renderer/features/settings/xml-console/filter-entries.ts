import type { XmlConsoleEntry, XmlKind } from '../../../../shared/domain/xml-console.ts'

export interface XmlFilter {
  readonly kind: XmlKind | 'all'
  /** In any case; empty for all. */
  readonly text: string
}

/** Lower case of what was looked through before. */
const folded = new WeakMap<XmlConsoleEntry, string>()

/** The entries of this kind that hold the text. What was only counted is shown where nothing is filtered. */
export function filterEntries(entries: readonly XmlConsoleEntry[], filter: XmlFilter): readonly XmlConsoleEntry[] {
  const text = filter.text.trim().toLowerCase()
  if (filter.kind === 'all' && text === '') return entries
  return entries.filter(
    entry =>
      entry.type === 'element' &&
      (filter.kind === 'all' || entry.kind === filter.kind) &&
      (text === '' || foldedOf(entry, entry.xml).includes(text)),
  )
}

function foldedOf(entry: XmlConsoleEntry, xml: string): string {
  const known = folded.get(entry)
  if (known !== undefined) return known
  const text = xml.toLowerCase()
  folded.set(entry, text)
  return text
}
