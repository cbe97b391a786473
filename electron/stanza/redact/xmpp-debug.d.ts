/** What we use of @xmpp/debug 0.14, which ships no types. */
declare module '@xmpp/debug' {
  import type { Element } from '@xmpp/xml'

  /** Empties the element where it proves a password (SASL, SASL2, components), in place; looks at this one, not inside. */
  export function hideSensitive(element: Element): Element
}
