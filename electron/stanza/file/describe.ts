import type { FileFacts, SharedFile } from '../../../shared/domain/file.ts'
import { rasterOf } from '../raster.ts'
import { headBytes, kindByContent, markupType, tailBytes } from './content-kind.ts'
import { kindByName } from './endings.ts'
import { endingOf, safeName } from './safe-name.ts'

/** Larger pictures are files like any other: too much to be held in memory. */
export const shownPictures = { bytes: 20 * 1024 * 1024, side: 16_384, pixels: 50_000_000 } as const

/**
 * What a file is that is here.
 * @param name any; it comes out safe
 * @param bytes the whole of it where it is small enough to be shown, else its beginning and its end
 */
export function describeFile(
  name: string,
  bytes: { readonly head: Uint8Array; readonly tail: Uint8Array; readonly whole: Uint8Array | null },
): FileFacts {
  const safe = safeName(name)
  const byName = kindByName(safe)
  const byContent = kindByContent(bytes.head.subarray(0, headBytes), bytes.tail.subarray(-tailBytes))
  const none = { width: null, height: null }
  // Either is enough: the one is what it does, the other what the system takes it for.
  if (byContent?.mediaType === markupType && byName.kind === 'text') return { name: safe, ...byName, ...none }
  if (byName.kind === 'program' || byContent?.kind === 'program') {
    return { name: safe, kind: 'program', mediaType: null, ...none }
  }
  if (byContent === null) {
    // Nothing that is known, or nothing at all: what can be shown or played is known by its content.
    const isPlain = byName.kind === 'text' || byName.kind === 'document' || byName.kind === 'archive'
    return { name: safe, kind: isPlain ? byName.kind : 'other', mediaType: isPlain ? byName.mediaType : null, ...none }
  }
  // The coat of old Office says less than the ending; without an ending of its own it may be an installer.
  if (byContent.mediaType === null) {
    const isOffice = byName.kind === 'document'
    return { name: safe, kind: isOffice ? 'document' : 'program', mediaType: byName.mediaType, ...none }
  }
  const raster = byContent.kind === 'picture' && bytes.whole !== null ? rasterOf(bytes.whole, shownPictures) : null
  const mediaType = byContent.kind === 'text' && byName.kind === 'text' ? byName.mediaType : byContent.mediaType
  const size = raster === null ? none : { width: raster.width, height: raster.height }
  return { name: safe, kind: byContent.kind, mediaType, ...size }
}

/**
 * What is known of a file by its address alone; null where the text is no address that a file can be had from.
 * @param text the whole of a body
 */
export function fileAt(text: string): SharedFile | null {
  const url = fileUrl(text)
  if (url === null) return null
  const name = safeName(lastPart(url))
  const { kind, mediaType } = kindByName(name)
  return { name, kind, mediaType, width: null, height: null, size: null, host: url.host, copy: null }
}

/** An http or https address without anything around it, and without a name or password in it. */
export function fileUrl(text: string): URL | null {
  if (text.length > 4000 || /\s/.test(text) || !/^https?:\/\//i.test(text)) return null
  const url = URL.parse(text)
  return url === null || url.username !== '' || url.password !== '' || url.hostname === '' ? null : url
}

/** Whether an address looks like that of a file, where nothing else says so: it ends in a name with an ending. */
export function namesFile(url: URL): boolean {
  return endingOf(safeName(lastPart(url))) !== ''
}

function lastPart({ pathname }: URL): string {
  const last = pathname.split('/').findLast(part => part !== '') ?? ''
  try {
    return decodeURIComponent(last)
  } catch {
    // Some other encoding: as it stands.
    return last
  }
}
