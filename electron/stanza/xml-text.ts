/** What XML 1.0 cannot hold (2.2, "Char"): control characters but tab and line ends, U+FFFE, U+FFFF, half of a pair. */
const notInXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Whether XML can hold all of it. */
export function isXmlText(text: string): boolean {
  return text.search(notInXml) < 0
}

/**
 * Text of a person without what XML cannot hold: one such character would end the stream (RFC 6120, 11.3). It is left
 * out; nothing takes its place. Whoever shows the text should show this one.
 */
export function cleanText(text: string): string {
  return text.replace(notInXml, '')
}
