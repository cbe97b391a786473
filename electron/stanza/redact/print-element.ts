import { Element } from '../element.ts'

/** An element as a person reads it: a line for each one, indented by two; text beside its tag where it stands alone. */
export function printElement(element: Element): string {
  const lines: string[] = []
  print(element, '', lines)
  return lines.join('\n')
}

/** A stream's header has no end until the stream does (RFC 6120, 4.2). */
export function printHeader(header: Element): string {
  return `<${openingOf(header)}>`
}

function print(element: Element, indent: string, lines: string[]): void {
  const opening = openingOf(element)
  const children = element.children.filter(child => child instanceof Element || child.trim() !== '')
  const [first] = children
  if (first === undefined) lines.push(`${indent}<${opening}/>`)
  else if (children.length === 1 && !(first instanceof Element)) {
    lines.push(`${indent}<${opening}>${escapeText(first)}</${element.name}>`)
  } else {
    lines.push(`${indent}<${opening}>`)
    for (const child of children) {
      if (child instanceof Element) print(child, `${indent}  `, lines)
      else lines.push(`${indent}  ${escapeText(child)}`)
    }
    lines.push(`${indent}</${element.name}>`)
  }
}

function openingOf({ name, attrs }: Element): string {
  let opening = name
  for (const [attribute, value] of Object.entries(attrs)) {
    if (value !== undefined) opening += ` ${attribute}="${escapeText(value).replaceAll('"', '&quot;')}"`
  }
  return opening
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
