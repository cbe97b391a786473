/**
 * The three parts of an address, each prepared as RFC 7622 (3.2 to 3.4) has it.
 *
 * The servers in use (Prosody, ejabberd, Openfire, jabberd2) still prepare by the older RFC 6122 (nodeprep, nameprep,
 * resourceprep) and send what they prepared. Where both differ for letters that people have in their names, we do as
 * the servers do, else the reply to `straße` would come from a stranger called `strasse`:
 * - local part: `ß` becomes `ss` and `ς` becomes `σ` (nodeprep folds case; PRECIS keeps both letters);
 * - local part and resource: invisible characters (soft hyphen, zero-width space and joiners, variation selectors, byte
 *   order mark) are dropped (stringprep B.1; PRECIS refuses them). They come with text that was copied;
 * - resource: what PRECIS excepts one by one (the Arabic tatweel, old Hangul) is kept: people have it in their nicknames.
 * Compared with Prosody over the whole basic plane, what we both accept comes out alike, but for capital letters that
 * Unicode got or paired after version 3.2 (Cherokee, old Georgian, rare Latin and Cyrillic).
 * As in RFC 7622 and not as in the servers: compatibility characters in a local part (`ﬁ`, `①`) are refused instead of
 * being replaced, as are symbols; a resource keeps them; and a domain keeps `ß`, which in DNS is a letter of its own.
 * Turkish `İ` is `i` with a combining dot, full-width letters become plain ones, and letters are composed, in all of them.
 */
import { isIPv4, isIPv6 } from 'node:net'
import { toASCII, toUnicode } from 'tr46'
import { AppError } from '../../shared/domain/failure.ts'

/** RFC 7622, 3.2 to 3.4: no part may be "more than 1023 octets in length". */
const longestPart = 1023

/** RFC 3454, table B.1, "commonly mapped to nothing". */
const invisible = /\u034f|\p{Variation_Selector}|[\u00ad\u1806\u200b-\u200d\u2060\ufeff]/gu
const wide = /[\u3000\uff01-\uffef]/gu
/** Where Unicode keeps the scripts that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** RFC 8264, 9.1 and 9.11: letters, digits and their marks, and the visible characters of ASCII. */
const identifier =
  /^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}\u0021-\u007e\u06fd\u06fe\u0f0b\u3007\u00b7\u0375\u05f3\u05f4\u30fb]*$/u
/** RFC 7622, 3.3.1: excluded from a local part although the class allows them. */
const excludedFromLocal = /["&'/:<>@]/u
/** RFC 8264, 9.6 (exceptions), 9.9 (old Hangul) and 9.13 (ignorable). */
const neverAllowed =
  /[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u
/**
 * Of these a resource holds what resourceprep takes: the stroke that Arabic names are drawn out by, marks that repeat kana,
 * single letters of Hangul. Rooms of all servers let in who is called so, and what they say is not to be lost.
 */
const neverInResource =
  /(?![\u115f\u1160\u17b4\u17b5\u3164\uffa0])\p{Default_Ignorable_Code_Point}|\p{Noncharacter_Code_Point}/u
/** RFC 8264, 9.12: controls; beside them what is unassigned, private or half a pair. */
const notText = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\u2028\u2029]/u

export function refuse(message: string): AppError {
  return new AppError('invalid-address', message)
}

/** UsernameCaseMapped (RFC 8265, 3.3) with the differences told above. */
export function prepareLocal(text: string): string {
  const local = untilStable(limited(text, 'local part'), mapLocal)
  if (excludedFromLocal.test(local) || !identifier.test(local) || neverAllowed.test(local) || !fitsContext(local)) {
    throw refuse('A character is not allowed before the @')
  }
  // RFC 8264, 9.17: "HasCompat" is not allowed in identifiers.
  if ([...local].some(character => character.normalize('NFKC') !== character)) {
    throw refuse('A compatibility character is not allowed before the @')
  }
  if (rightToLeft.test(local) && !keepsBidiRule(local)) throw refuse('Letters of both directions are mixed')
  return limited(local, 'local part')
}

/** OpaqueString (RFC 8265, 4.2) with the differences told above: case stays. */
export function prepareResource(text: string): string {
  const resource = untilStable(limited(text, 'resource'), each =>
    each
      .replace(invisible, '')
      .replace(/\p{Zs}/gu, ' ')
      .normalize('NFC'),
  )
  if (notText.test(resource) || neverInResource.test(resource)) throw refuse('A character is not allowed in a resource')
  return limited(resource, 'resource')
}

/** RFC 7622, 3.2: a name by IDNA with Unicode letters, an IPv4 address, or an IPv6 address in brackets. */
export function prepareDomain(text: string): string {
  const literal = /^\[(.*)\]$/u.exec(text)?.[1]
  if (literal !== undefined) return prepareIpv6(literal)
  if (isIPv4(text)) return text
  const { domain, error } = toUnicode(limited(text, 'domain'), idna)
  // 3.2: "If the domainpart includes a final character considered to be a label separator (dot) [...], this character
  // MUST be stripped".
  const name = domain.replace(/\.$/u, '')
  // Beyond host names: `_`, which names of Windows computers have.
  if (error || name.split('.').some(label => !/^[a-z0-9_\u0080-\u{10ffff}-]+$/u.test(label))) {
    throw refuse('This is not the name of a domain')
  }
  return limited(name, 'domain')
}

/**
 * A prepared domain as DNS, SNI and certificates have it: `españa.example` is `xn--espaa-rta.example`; an address stays,
 * without brackets.
 * @throws AppError `invalid-address` where it is too long for DNS
 */
export function domainToAscii(domain: string): string {
  if (domain.startsWith('[')) return domain.slice(1, -1)
  const ascii = toASCII(domain, { ...idna, verifyDNSLength: true })
  if (ascii === null) throw refuse('This domain is too long for DNS')
  return ascii
}

const idna = { checkBidi: true, checkHyphens: false, checkJoiners: true, transitionalProcessing: false } as const

function prepareIpv6(text: string): string {
  // A zone (`%eth0`) means nothing to another computer.
  if (!isIPv6(text) || text.includes('%')) throw refuse('This is not an IPv6 address')
  return new URL(`http://[${text}]`).hostname
}

function mapLocal(text: string): string {
  return text
    .replace(invisible, '')
    .replace(wide, character => character.normalize('NFKC'))
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
    .normalize('NFC')
}

/** RFC 8264, 7: the rules are applied again until nothing changes, so that preparing twice is preparing once. */
function untilStable(text: string, map: (text: string) => string): string {
  let previous = text
  for (let turn = 0; turn < 4; turn++) {
    const next = map(previous)
    if (next === previous) return next
    previous = next
  }
  throw refuse('This address has no stable form')
}

/** RFC 8264, 9.6 (CONTEXTO) by the rules of RFC 5892, appendix A.3 to A.9. */
function fitsContext(local: string): boolean {
  if (/(?<!l)\u00b7|\u00b7(?!l)/u.test(local)) return false
  if (/\u0375(?!\p{Script=Greek})/u.test(local)) return false
  if (/(?<!\p{Script=Hebrew})[\u05f3\u05f4]/u.test(local)) return false
  if (/\u30fb/u.test(local) && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(local)) return false
  return !(/[\u0660-\u0669]/u.test(local) && /[\u06f0-\u06f9]/u.test(local))
}

/** RFC 5893, 2, for the whole text as one label. A dot would end the label for IDNA; a comma is of the same class. */
function keepsBidiRule(local: string): boolean {
  return !toUnicode(local.replaceAll('.', ','), idna).error
}

function limited(text: string, part: string): string {
  if (text === '') throw refuse(`The ${part} is empty`)
  if (Buffer.byteLength(text) > longestPart) throw refuse(`The ${part} is longer than ${longestPart} bytes`)
  return text
}
