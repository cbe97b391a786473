/** Which names say that what they stand for is a secret. Too many are better than one too few. */

// "Secretaría" is an office, and the name of many a contact.
const telling =
  /passw|passphrase|passcode|pwd|secret(?!ar)|token|credential|cookie|bearer|authori[sz]ation|api[-_. ]?key|private[-_. ]?key|session[-_. ]?(?:id|key)|preauth/i

const exact = new Set([
  ...['pass', 'pw', 'pin', 'otp', 'totp', 'auth', 'digest', 'session', 'challenge', 'response', 'handshake', 'previd'],
  ...['initial-response', 'additional-data'],
])

/** A name with a telling part whose value is none. */
const open = new Set(['authorization-identifier'])

/** Name of an element, an attribute, a form field (`muc#roomconfig_roomsecret`) or a header, without prefix. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase()
  if (open.has(lower)) return false
  const last = lower.slice(Math.max(lower.lastIndexOf('#'), lower.lastIndexOf('_'), lower.lastIndexOf('.')) + 1)
  return telling.test(lower) || exact.has(lower) || exact.has(last)
}

const parameters = new Set(['key', 'sig', 'signature', 'code', 'jwt', 'hmac', 'v', 'access'])

/** Name of a parameter behind the `?` of an address: short ones are many a server's. */
export function isSecretParameter(name: string): boolean {
  return isSecretName(name) || parameters.has(name.toLowerCase()) || /sign|expire|-date$/i.test(name)
}

/** Whether all text inside elements of this namespace is a secret, but what `isOpenProof` names. */
export function isProofNamespace(namespace: string): boolean {
  return /xmpp-sasl|:sasl|:scram|:fast:|jabber:component:accept|token|totp/i.test(namespace)
}

const openProof = new Set([
  'mechanism',
  'text',
  'authorization-identifier',
  'software',
  'device',
  'task',
  'channel-binding',
])

/** Elements of such a namespace whose text says how something is proven, not with what. */
export function isOpenProof(name: string): boolean {
  return openProof.has(name)
}

/** XEP-0077, 0078: elements that hold something to sign in with, beside those whose names say it. */
export const registration: ReadonlySet<string> = new Set(['jabber:iq:register', 'jabber:iq:auth'])
export const registrationSecrets: ReadonlySet<string> = new Set(['hash', 'sequence'])
