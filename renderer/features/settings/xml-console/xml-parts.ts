export interface XmlPart {
  readonly look: 'mark' | 'name' | 'attribute' | 'value' | 'text'
  readonly text: string
}

const parts = /(<\/?)([^\s<>/]+)|(\s+)([^\s=<>"]+)(=)("[^"]*")|(\/?>)|([^<>]+)/g

/** Indented XML of ours (no comments, quotes always double) as parts with one look each. Together they are the text. */
export function xmlParts(xml: string): readonly XmlPart[] {
  const found: XmlPart[] = []
  let inTag = false
  for (const [whole, open, name, space, attribute, equals, value, close] of xml.matchAll(parts)) {
    if (open !== undefined && name !== undefined) {
      inTag = true
      found.push({ look: 'mark', text: open }, { look: 'name', text: name })
    } else if (inTag && attribute !== undefined && value !== undefined) {
      found.push(
        { look: 'attribute', text: `${space}${attribute}` },
        { look: 'mark', text: equals ?? '' },
        { look: 'value', text: value },
      )
    } else if (close !== undefined && inTag) {
      inTag = false
      found.push({ look: 'mark', text: close })
    } else found.push({ look: 'text', text: whole })
  }
  return found
}

/** Lines and characters that are shown of an entry before the person asks for all. */
const firstLines = 24
const firstCharacters = 3000

/** The beginning of a long entry; null where it is short. */
export function beginningOf(xml: string): string | null {
  let end = -1
  for (let line = 0; line < firstLines; line++) {
    end = xml.indexOf('\n', end + 1)
    if (end < 0) break
  }
  const length = Math.min(end < 0 ? xml.length : end, firstCharacters)
  return length < xml.length ? xml.slice(0, length) : null
}
