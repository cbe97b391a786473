export type XmlDirection = 'in' | 'out'

/** `stream` is all that is no stanza: headers, features, SASL, acknowledgements. */
export const xmlKinds = ['message', 'presence', 'iq', 'stream'] as const
export type XmlKind = (typeof xmlKinds)[number]

/** One line of the XML console; `order` grows by one from each to the next of an account. */
export type XmlConsoleEntry =
  | {
      readonly type: 'element'
      readonly order: number
      /** Milliseconds since 1970. */
      readonly time: number
      readonly direction: XmlDirection
      readonly kind: XmlKind
      /** Indented, without the secrets that were in it. */
      readonly xml: string
      /** It was too large: parts of it are left out. */
      readonly cut: boolean
    }
  /** So many came at once that these were only counted. */
  | { readonly type: 'gap'; readonly order: number; readonly time: number; readonly count: number }

/** How many the console holds; the oldest go first. */
export const mostXmlEntries = 1000
