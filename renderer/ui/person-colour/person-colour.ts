import { sha1 } from './sha1.ts'

// XEP-0392: Consistent Color Generation, version 1.0.0, https://xmpp.org/extensions/xep-0392.html
// The angle is the XEP's; lightness and chroma are the theme's, so that every angle reads in light and dark.

const known = new Map<string, number>()
const mostKnown = 5000

/**
 * The angle of an address's colour, in degrees from 0 to 360 (XEP-0392, 5.1: "the least-significant 16 bits of the
 * output […] divide by 65536 […] multiply by 360"; the first two bytes, the least significant first).
 */
export function personHue(address: string): number {
  const before = known.get(address)
  if (before !== undefined) return before
  const [first = 0, second = 0] = sha1(address)
  const hue = ((first + second * 256) / 65_536) * 360
  if (known.size >= mostKnown) known.clear()
  known.set(address, hue)
  return hue
}
