import { isSecretName, isSecretParameter } from './secret-names.ts'

/** Stands where a secret was; as long for any. */
export const hidden = '(hidden)'

const mayHoldAddress = /xmpp:|:\/\//i
const xmppAddress = /xmpp:[^\s<>"]+/gi
// A longest scheme, and below a start of the word: nobody's text makes these slow.
const otherAddress = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)([^\s<>"]+)/gi

/**
 * Text that a person wrote: as it is, but for what the addresses in it let in with (`xmpp:room@host?join;password=…`,
 * RFC 5122; user information and signed queries of others, RFC 3986, 3.2.1 and 3.4; the key of `aesgcm:`, XEP-0454).
 */
export function redactSpoken(text: string): string {
  if (!mayHoldAddress.test(text)) return text
  return text.replace(xmppAddress, hideInXmpp).replace(otherAddress, (_, scheme: string, rest: string) => {
    const open = scheme + hideUser(rest)
    return scheme.toLowerCase() === 'aesgcm://' ? hideBehind(open, /#/) : hideParameters(open)
  })
}

const nameAndValue = /(?<![\w.#-])[\w.#-]+["'`]?\s*[:=]\s*["'`]?\S.*/g
const nameAlone = /(?<![\w.#-])[\w.#-]+(?=["'`]?\s*[:=])/g
const proof = /\b(basic|bearer|digest|negotiate|scram-[\w-]{1,30})\s+\S.*/gi

/** Text that a program wrote (attributes, values, error texts), which can hold the same in more ways. */
export function redactText(text: string): string {
  // Most of it are names, addresses of people and numbers.
  if (!/[\s:=<?]/.test(text)) return text
  const words = text.includes('<') ? hideMarkup(text) : text
  const addresses = mayHoldAddress.test(words)
    ? words
        .replace(xmppAddress, hideInXmpp)
        .replace(otherAddress, (_, scheme: string, rest: string) => scheme + hideBehind(hideUser(rest), /[?#]/))
    : words
  return hideNamed(addresses).replace(proof, `$1 ${hidden}`)
}

/** An address to put a file to or to get it from (XEP-0363): who knows the path may do so. */
export function redactSlot(address: string): string {
  const found = /^\s*([a-z][a-z0-9+.-]{0,20}:\/\/)([^/?#]*)/i.exec(address)
  return found === null ? hidden : `${found[1]}${(found[2] ?? '').replace(/^.*@/s, '')}/${hidden}`
}

/** From the first opening bracket on: what is an element there, and where it ends, is anybody's guess. */
function hideMarkup(text: string): string {
  return text.slice(0, text.indexOf('<')) + hidden
}

/** `password: hunter2`, `"token":"…"`, to the end of the line. */
function hideNamed(text: string): string {
  return text.replace(nameAndValue, found => {
    for (const part of found.matchAll(nameAlone)) {
      if (isSecretName(part[0])) return `${found.slice(0, part.index + part[0].length)}: ${hidden}`
    }
    return found
  })
}

function hideInXmpp(address: string): string {
  const query = address.indexOf('?')
  const path = query < 0 ? address : address.slice(0, query)
  // No user name holds a colon (RFC 7622, 3.3.1): what stands behind one is a password.
  const colon = path.indexOf(':', 'xmpp:'.length)
  const at = path.lastIndexOf('@')
  const open = colon >= 0 && at > colon ? path.slice(0, colon + 1) + hidden + path.slice(at) : path
  return query < 0 ? open : open + hideParameters(address.slice(query))
}

/** @param rest an address behind its scheme */
function hideUser(rest: string): string {
  // With a password that should have been escaped the slash in it is no end; a port is no password.
  const end = rest.search(/^[^/?#@]*:(?!\d*(?:[/?#]|$))/.test(rest) ? /[?#]/ : /[/?#]/)
  const at = (end < 0 ? rest : rest.slice(0, end)).lastIndexOf('@')
  return at < 0 ? rest : hidden + rest.slice(at)
}

function hideBehind(address: string, mark: RegExp): string {
  const at = address.search(mark)
  return at < 0 ? address : address.slice(0, at + 1) + hidden
}

function hideParameters(query: string): string {
  return query.replace(/([?&;#])([^=&;#?]*)=([^&;#]*)/g, (found, mark: string, name: string) =>
    isSecretParameter(name) ? `${mark}${name}=${hidden}` : found,
  )
}
