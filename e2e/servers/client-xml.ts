/** Just enough XML to understand a client, written apart from the program's own parser: a test must not share its errors. */

export interface ClientElement {
  readonly kind: 'element'
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Its first child element, when it has one. */
  readonly child: { readonly name: string; readonly attributes: Readonly<Record<string, string>> } | null
  /** The text of an element without children. */
  readonly text: string
  readonly xml: string
}

export type ClientPiece =
  | { readonly kind: 'header'; readonly attributes: Readonly<Record<string, string>>; readonly xml: string }
  | ClientElement
  | { readonly kind: 'end' }

/** Cuts the text of a stream into its header, its top-level elements and its end. */
export function createSplitter(): { readonly write: (text: string) => readonly ClientPiece[] } {
  let held = ''
  let depth = 0
  let from = 0
  return {
    write: text => {
      held += text
      const pieces: ClientPiece[] = []
      const keep = (end: number) => {
        const xml = held.slice(0, end).trim()
        held = held.slice(end)
        from = 0
        return xml
      }
      for (let tag = nextTag(held, from); tag !== null; tag = nextTag(held, from)) {
        from = tag.end
        if (tag.text.startsWith('<?') || tag.text.startsWith('<!')) {
          if (depth === 0) keep(tag.end)
        } else if (depth === 0 && tag.text.startsWith('<stream:stream')) {
          pieces.push({ kind: 'header', attributes: attributesOf(tag.text), xml: keep(tag.end) })
        } else if (depth === 0 && tag.text.startsWith('</')) {
          keep(tag.end)
          pieces.push({ kind: 'end' })
        } else {
          if (tag.text.startsWith('</')) depth--
          else if (!tag.text.endsWith('/>')) depth++
          if (depth === 0) pieces.push(readElement(keep(tag.end)))
        }
      }
      return pieces
    },
  }
}

/** One element from its text. */
export function readElement(xml: string): ClientElement {
  const first = nextTag(xml, 0)
  if (first === null) throw new Error(`no element: ${xml}`)
  const second = first.text.endsWith('/>') ? null : nextTag(xml, first.end)
  const childTag = second === null || second.text.startsWith('</') ? null : second.text
  const inner = xml.slice(first.end, childTag === null ? second?.start : first.end)
  return {
    kind: 'element',
    name: nameOf(first.text),
    attributes: attributesOf(first.text),
    child: childTag === null ? null : { name: nameOf(childTag), attributes: attributesOf(childTag) },
    text: unescapeXml(inner),
    xml,
  }
}

/** The text of the first element of that name, at any depth; null when there is none. */
export function textOf(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`).exec(xml)
  return found?.[1] === undefined ? null : unescapeXml(found[1])
}

export function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
  return text.replace(/[&<>"']/g, character => `&${names[character]};`)
}

export function unescapeXml(text: string): string {
  const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => characters[name] ?? '')
}

function nextTag(
  text: string,
  from: number,
): { readonly text: string; readonly start: number; readonly end: number } | null {
  const start = text.indexOf('<', from)
  if (start === -1) return null
  let quote = ''
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return { text: text.slice(start, at + 1), start, end: at + 1 }
  }
  return null
}

function nameOf(tag: string): string {
  return /^<([^\s/>]+)/.exec(tag)?.[1] ?? ''
}

function attributesOf(tag: string): Readonly<Record<string, string>> {
  const found = tag.matchAll(/([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)
  return Object.fromEntries(
    [...found].map(([, name = '', double, single]) => [name, unescapeXml(double ?? single ?? '')]),
  )
}
