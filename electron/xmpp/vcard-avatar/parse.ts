import { type PictureHash, pictureHashPattern } from '../../../shared/domain/profile.ts'
import type { Element } from '../../stanza/element.ts'
import { avatarNamespace } from './build.ts'

/**
 * What a presence says of the picture (XEP-0153, 4.1): nothing (`unsupported`), that it is not known yet (`unknown`),
 * that there is none (`none`), or its hash.
 */
export type Announced = 'unsupported' | 'unknown' | 'none' | PictureHash

export function parseAnnounced(presence: Element): Announced {
  const update = presence.getChild('x', avatarNamespace)
  if (update === undefined) return 'unsupported'
  const photo = update.getChild('photo')
  if (photo === undefined) return 'unknown'
  // "Entities need to be able to process both" cases.
  const hash = photo.getText().trim().toLowerCase()
  if (hash === '') return 'none'
  // What is no hash tells nothing.
  return pictureHashPattern.test(hash) ? (hash as PictureHash) : 'unknown'
}
