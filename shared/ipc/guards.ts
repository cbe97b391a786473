import { z } from 'zod'
import type { BareJid, Peer } from '../domain/address.ts'
import type { MessageId } from '../domain/message.ts'

/** RFC 7622, 3.1: three parts of up to 1,023 bytes and two separators. */
export const longestAddress = 3071

/** What a person typed; the core prepares it. */
export const typedAddress = z.string().max(longestAddress)

/** An address that the main process sent before. The core looks it up or prepares it again: it trusts no brand. */
export const knownAddress = z.custom<BareJid>(
  value => typeof value === 'string' && value.length > 0 && value.length <= longestAddress,
)

/** The other end of a conversation, as the main process has named it. */
export const knownPeer = z.custom<Peer>(value => knownAddress.safeParse(value).success)

export const knownMessageId = z.custom<MessageId>(
  value => typeof value === 'string' && value.length > 0 && value.length <= 256,
)

/** The name of a damaged file in the folder of the profile: never a path. */
export const damagedFile = z.string().regex(/^(archive|settings)\.damaged-[\dTZ-]+\.(sqlite|json)$/)

/** 32 pairs of hexadecimal digits joined by colons. */
export const fingerprint = z.string().regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/)
