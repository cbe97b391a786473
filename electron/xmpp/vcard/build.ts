import type { BareJid } from '../../../shared/domain/address.ts'
import type { ProfileChange } from '../../../shared/domain/profile.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { rasterOf } from '../../stanza/raster.ts'
import { cleanText } from '../../stanza/xml-text.ts'

export const vcardNamespace = 'vcard-temp'

/** Asks for somebody's vCard; null asks for our own, which has no `to` (XEP-0054, 3.1). */
export function buildVcardRequest(to: BareJid | null): Element {
  return xml('iq', { type: 'get', ...(to !== null && { to }) }, xml('vCard', { xmlns: vcardNamespace }))
}

/**
 * Sets our own vCard (XEP-0054, 3.2): the whole of it, so that all we know nothing of stays as it was.
 * @param card what the server has; null where it has none. It is not changed.
 */
export function buildVcardUpdate(card: Element | null, change: ProfileChange): Element {
  const replaced = new Set(['FN', 'NICKNAME', ...(change.picture === 'keep' ? [] : ['PHOTO'])])
  const kept = card?.getChildElements().filter(child => !replaced.has(child.getName())) ?? []
  const next = xml(
    'vCard',
    { xmlns: vcardNamespace },
    field('FN', change.fullName),
    field('NICKNAME', change.nickname),
    change.picture instanceof Uint8Array ? photo(change.picture) : null,
    ...kept,
  )
  return xml('iq', { type: 'set' }, next)
}

function field(name: string, value: string | null): Element | null {
  return value === null ? null : xml(name, {}, cleanText(value))
}

function photo(bytes: Uint8Array): Element {
  // In one line, though RFC 2045 (6.8) breaks them: jabberd2 keeps 16,383 characters of it.
  const text = Buffer.from(bytes).toString('base64')
  return xml('PHOTO', {}, xml('TYPE', {}, rasterOf(bytes)?.type ?? 'image/png'), xml('BINVAL', {}, text))
}
