import type { PictureHash } from '../../../shared/domain/profile.ts'
import { type Element, xml } from '../../stanza/element.ts'

export const avatarNamespace = 'vcard-temp:x:update'

/** The child of every presence of ours: `unknown` is not ready to say, null is no picture (XEP-0153, 4.1). */
export function buildAnnounced(picture: PictureHash | 'unknown' | null): Element {
  return xml('x', { xmlns: avatarNamespace }, picture === 'unknown' ? null : xml('photo', {}, picture ?? ''))
}
