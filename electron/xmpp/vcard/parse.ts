import { createHash } from 'node:crypto'
import type { PictureHash, ProfileFacts } from '../../../shared/domain/profile.ts'
import type { Element } from '../../stanza/element.ts'
import { mostPictureBytes, rasterOf } from '../../stanza/raster.ts'
import { shownLine } from '../../stanza/shown-text.ts'

/** The photo of a vCard, whatever it is. */
export interface VcardPhoto {
  readonly hash: PictureHash
  readonly bytes: Uint8Array
  /** A raster picture of a sane size, by its content: the declared type is a hint that lies. */
  readonly showable: boolean
}

export interface Vcard {
  readonly fullName: string | null
  readonly nickname: string | null
  readonly facts: ProfileFacts
  readonly photo: VcardPhoto | null
}

/** What is shown of one kind: people list a few, a hostile card lists a million. */
const mostValues = 5

/**
 * What a `vCard` element says (XEP-0054, 3.1 and the DTD in 5). Every text becomes one harmless line. An external photo
 * (EXTVAL) is none: fetching it would tell a stranger where we are.
 * @param card the element, or null where the answer had none
 */
export function parseVcard(card: Element | null): Vcard {
  const line = (name: string, of: Element | null | undefined = card): string | null =>
    shownLine(of?.getChildText(name) ?? null)
  const lines = (name: string, value: string): readonly string[] => {
    const found = (card?.getChildren(name) ?? []).slice(0, mostValues * 4).map(each => {
      // Some servers (jabberd2) and old clients put the text into the element itself.
      return line(value, each) ?? shownLine(each.getChildElements().length === 0 ? each.getText() : null)
    })
    return [...new Set(found.filter(each => each !== null))].slice(0, mostValues)
  }
  const organisation = card?.getChild('ORG')
  return {
    fullName: line('FN') ?? fromParts(card?.getChild('N')),
    nickname: line('NICKNAME'),
    facts: {
      organisation: joined([line('ORGNAME', organisation), line('ORGUNIT', organisation)], ' · '),
      title: line('TITLE') ?? line('ROLE'),
      emails: lines('EMAIL', 'USERID'),
      phones: lines('TEL', 'NUMBER'),
      birthday: line('BDAY'),
      website: line('URL'),
      about: shownLine(card?.getChildText('DESC'), 1000),
    },
    photo: parsePhoto(card?.getChild('PHOTO')),
  }
}

/** SHA-1 of a picture as XEP-0153 (3.1) gives it. */
export function pictureHashOf(bytes: Uint8Array): PictureHash {
  return createHash('sha1').update(bytes).digest('hex') as PictureHash
}

/** Null where it is none, or too much of it. White space is ignored (XEP-0153, 4.6). */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length > mostPictureBytes * 1.5) return null
  const packed = text.replace(/\s+/g, '')
  if (packed === '' || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return null
  return Buffer.from(packed, 'base64')
}

function parsePhoto(photo: Element | undefined): VcardPhoto | null {
  const bytes = decodeBase64(photo?.getChildText('BINVAL') ?? '')
  if (bytes === null) return null
  return { hash: pictureHashOf(bytes), bytes, showable: rasterOf(bytes) !== null }
}

/** A card without a full name may have its parts. */
function fromParts(name: Element | undefined): string | null {
  return shownLine(joined([name?.getChildText('GIVEN') ?? null, name?.getChildText('FAMILY') ?? null], ' '))
}

function joined(parts: readonly (string | null)[], between: string): string | null {
  const there = parts.filter(part => part !== null && part.trim() !== '')
  return there.length === 0 ? null : there.join(between)
}
