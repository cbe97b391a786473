import type { BareJid } from './address.ts'

declare const pictureHash: unique symbol

/** SHA-1 of a picture's bytes as 40 lower-case hexadecimal digits: its name everywhere, never a path. */
export type PictureHash = string & { readonly [pictureHash]: true }

export const pictureHashPattern = /^[0-9a-f]{40}$/

/** Scheme and host under which the main process serves pictures to the page: `centella-media://picture/<hash>`. */
export const mediaScheme = 'centella-media'
export const pictureHost = 'picture'

/** What somebody says of themselves (their vCard), as far as it stands in every list. */
export interface Profile {
  readonly address: BareJid
  readonly fullName: string | null
  readonly nickname: string | null
  /** Null where there is none, or none that we show. */
  readonly picture: PictureHash | null
}

/** The rest of it, each in one line of text. */
export interface ProfileFacts {
  readonly organisation: string | null
  readonly title: string | null
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly birthday: string | null
  readonly website: string | null
  readonly about: string | null
}

export const noFacts: ProfileFacts = {
  organisation: null,
  title: null,
  emails: [],
  phones: [],
  birthday: null,
  website: null,
  about: null,
}

/** What the person changes of their own profile. */
export interface ProfileChange {
  readonly fullName: string | null
  readonly nickname: string | null
  /** `keep` leaves it as it is; null removes it. */
  readonly picture: 'keep' | null | Uint8Array
}

/** Pixels of a side of our own picture: enough for the largest place, and sharp there on a dense screen. */
export const ownPictureSide = 192
/** Bytes of our own picture. XEP-0153 wishes for 8 KiB; of more than 12,287 jabberd2 keeps the beginning, and says nothing. */
export const ownPictureBytes = 12_000
