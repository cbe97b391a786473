/** What bytes are, by how they begin, whatever anybody calls them. Only what a person or a system treats differently. */
import type { FileKind } from '../../../shared/domain/file.ts'
import type { Named } from './endings.ts'

/** How many bytes of the beginning, and of the end, `kindByContent` wants to see. */
export const headBytes = 64 * 1024
export const tailBytes = 64 * 1024

/** Of what a browser would run, and an editor only shows. */
export const markupType = 'text/html'

/** Null: nothing that is known. Text is told last. */
export function kindByContent(head: Uint8Array, tail: Uint8Array = head): Named | null {
  if (head.length === 0) return null
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  for (const [kind, mediaType, at, signature] of signatures) {
    if (bytes.subarray(at, at + signature.length).equals(signature)) return { kind, mediaType }
  }
  const start = bytes.toString('latin1', 0, 1024)
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return zip(bytes, tail)
  if (start.slice(4, 8) === 'ftyp') return isoMedia(start.slice(8, 12))
  if (start.startsWith('RIFF')) return riff(start.slice(8, 12))
  if (start.startsWith('OggS')) return ogg(start)
  if (start.startsWith('\x1aE\xdf\xa3'))
    return { kind: 'video', mediaType: start.includes('webm') ? 'video/webm' : 'video/x-matroska' }
  // A frame of MPEG audio, layers 2 and 3.
  if (bytes.length > 4 && bytes[0] === 0xff && [0xfb, 0xf3, 0xf2, 0xfa, 0xfd].includes(bytes[1] ?? 0)) {
    return { kind: 'audio', mediaType: 'audio/mpeg' }
  }
  const written = textOf(bytes)
  // ISO 32000-1, annex H: readers take it anywhere in the first kilobyte; so what begins as text may be one. Whoever goes
  // by how it begins takes a page before it for a page.
  const pdf = start.indexOf('%PDF-')
  if (pdf !== -1 && !isProgram(start.slice(0, pdf))) return { kind: 'pdf', mediaType: 'application/pdf' }
  if (written !== null) return textKind(written)
  // No text, but a browser takes what begins like a page for one, whatever comes then.
  return isProgram(bytes.toString('latin1', 0, 4096)) ? { kind: 'program', mediaType: null } : null
}

const isProgram = (text: string): boolean => textKind(text).kind === 'program'

type Signature = readonly [FileKind, string | null, number, Buffer]

const sign = (kind: FileKind, mediaType: string | null, text: string, at = 0): Signature => [
  kind,
  mediaType,
  at,
  Buffer.from(text, 'latin1'),
]

const signatures: readonly Signature[] = [
  // Windows and DOS, ELF, Mach-O (either order, and for several processors; Java's classes begin like these), scripts,
  // links of Windows, Android, Debian, RPM, disks.
  sign('program', null, 'MZ'),
  sign('program', null, '\x7fELF'),
  sign('program', null, '\xfe\xed\xfa\xce'),
  sign('program', null, '\xfe\xed\xfa\xcf'),
  sign('program', null, '\xce\xfa\xed\xfe'),
  sign('program', null, '\xcf\xfa\xed\xfe'),
  sign('program', null, '\xca\xfe\xba\xbe'),
  sign('program', null, '#!'),
  sign('program', null, '\xef\xbb\xbf#!'),
  sign('program', null, 'L\0\0\0\x01\x14\x02\0'),
  sign('program', null, 'dex\n'),
  sign('program', null, '!<arch>\n'),
  sign('program', null, '\xed\xab\xee\xdb'),
  sign('program', null, 'ITSF'),
  sign('program', null, 'CWS'),
  sign('program', null, 'FWS'),
  sign('program', null, 'CD001', 0x8001),
  sign('picture', 'image/png', '\x89PNG\r\n\x1a\n'),
  sign('picture', 'image/jpeg', '\xff\xd8\xff'),
  sign('picture', 'image/gif', 'GIF87a'),
  sign('picture', 'image/gif', 'GIF89a'),
  sign('picture', 'image/tiff', 'II*\0'),
  sign('picture', 'image/tiff', 'MM\0*'),
  sign('picture', 'image/x-icon', '\0\0\x01\0'),
  sign('pdf', 'application/pdf', '%PDF-'),
  sign('document', 'application/rtf', '{\\rtf'),
  // Office before 2007, and installers and mails in the same coat: the ending says which.
  sign('document', null, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
  sign('archive', 'application/gzip', '\x1f\x8b'),
  sign('archive', 'application/x-bzip2', 'BZh'),
  sign('archive', 'application/x-xz', '\xfd7zXZ\0'),
  sign('archive', 'application/x-7z-compressed', '7z\xbc\xaf\x27\x1c'),
  sign('archive', 'application/vnd.rar', 'Rar!\x1a\x07'),
  sign('archive', 'application/zstd', '\x28\xb5\x2f\xfd'),
  sign('archive', 'application/x-tar', 'ustar', 257),
  sign('archive', 'application/vnd.ms-cab-compressed', 'MSCF'),
  sign('audio', 'audio/mpeg', 'ID3'),
  sign('audio', 'audio/flac', 'fLaC'),
  sign('audio', 'audio/midi', 'MThd'),
]

const office: readonly (readonly [string, string])[] = [
  ['word/', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['ppt/', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
]

/** The names of what is in it stand at the end, and those of the first at the beginning. */
function zip(head: Buffer, tail: Uint8Array): Named {
  const names = `${head.toString('latin1')}${Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength).toString('latin1')}`
  // Java, Android, macros of Office.
  if (/META-INF\/MANIFEST\.MF|AndroidManifest\.xml|classes\.dex|vbaProject\.bin|macrosheets\//i.test(names)) {
    return { kind: 'program', mediaType: null }
  }
  const declared = /^PK[\s\S]{28}mimetype(application\/(?:vnd\.oasis\.opendocument\.[a-z-]+|epub\+zip))/.exec(names)
  if (declared !== null) return { kind: 'document', mediaType: declared[1] ?? null }
  if (names.includes('[Content_Types].xml')) {
    const found = office.find(([folder]) => names.includes(folder))
    if (found !== undefined) return { kind: 'document', mediaType: found[1] }
  }
  return { kind: 'archive', mediaType: 'application/zip' }
}

function isoMedia(brand: string): Named {
  if (/^(avif|avis)/.test(brand)) return { kind: 'picture', mediaType: 'image/avif' }
  if (/^(heic|heix|mif1|msf1|hevc)/.test(brand)) return { kind: 'picture', mediaType: 'image/heic' }
  if (/^(M4A|M4B)/.test(brand)) return { kind: 'audio', mediaType: 'audio/mp4' }
  return { kind: 'video', mediaType: brand === 'qt  ' ? 'video/quicktime' : 'video/mp4' }
}

function riff(form: string): Named | null {
  if (form === 'WEBP') return { kind: 'picture', mediaType: 'image/webp' }
  if (form === 'WAVE') return { kind: 'audio', mediaType: 'audio/wav' }
  return form === 'AVI ' ? { kind: 'video', mediaType: 'video/x-msvideo' } : null
}

function ogg(start: string): Named {
  return start.includes('theora')
    ? { kind: 'video', mediaType: 'video/ogg' }
    : { kind: 'audio', mediaType: 'audio/ogg' }
}

/** Null where it is none: a byte that no text has, or no UTF-8. */
function textOf(bytes: Buffer): string | null {
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
  try {
    const text = new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(bytes, { stream: true })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells text from anything else.
    return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text
  } catch {
    // Perhaps of one byte a letter: text without a control character, mostly of ASCII.
    const text = bytes.toString('latin1')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
    return bytes.length > 0 && !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text) && isMostlyAscii(bytes) ? text : null
  }
}

function isMostlyAscii(bytes: Buffer): boolean {
  let high = 0
  for (const byte of bytes) if (byte > 0x7e) high += 1
  return high < bytes.length * 0.2
}

/** Pages and drawings that a browser would run, and starters of desktops, are programs, however they are called. */
function textKind(text: string): Named {
  const start = text
    .slice(0, 4096)
    .replace(/^\ufeff/, '')
    .trimStart()
  const isPage =
    /^<(!doctype|!--|\?xml|\?php|\?mso|html|head|body|script|svg|iframe|meta|title|x?html:|xsl:|package|job)\b/i.test(
      start,
    )
  const isMarkup = isPage || /<(script|svg|html|iframe|object|embed)[\s>]/i.test(start)
  const isStarter = /^\[(Desktop Entry|InternetShortcut|AutoRun|\.ShellClassInfo)\]/im.test(start)
  const isMail = /^MIME-Version:/im.test(start) && /text\/html/i.test(text)
  if (isStarter) return { kind: 'program', mediaType: null }
  if (isMarkup || isMail) return { kind: 'program', mediaType: markupType }
  return { kind: 'text', mediaType: 'text/plain' }
}
