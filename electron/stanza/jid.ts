/**
 * Addresses: RFC 7622, https://www.rfc-editor.org/rfc/rfc7622 (with PRECIS, RFC 8264 and 8265).
 *
 * Everything that enters the program as an address, typed or received, is prepared here, once: a prepared address is a
 * key, and two of them are the same person where they are the same string. How each part is prepared, and where we
 * leave RFC 7622 to agree with the servers that are in use, says `jid-parts.ts`.
 */
import type { BareJid, FullJid } from '../../shared/domain/address.ts'
import { prepareDomain, prepareLocal, prepareResource, refuse } from './jid-parts.ts'

export { domainToAscii } from './jid-parts.ts'

export interface JidParts {
  readonly local: string | null
  readonly domain: string
  readonly resource: string | null
}

/**
 * Prepares an address and drops its resource: typed or received, `ANA@mired.org/phone ` is `ana@mired.org`.
 * @throws AppError `invalid-address`
 */
export function prepareBareJid(text: string): BareJid {
  const { local, domain } = cut(text.trim())
  return joinBare(local, domain)
}

/**
 * Prepares the address of a person's account, as it is typed to sign in: like `prepareBareJid`, but with a local part.
 * @throws AppError `invalid-address`
 */
export function prepareAccountJid(text: string): BareJid {
  const { local, domain } = cut(text.trim())
  if (local === null) throw refuse('An account needs a name before the @')
  return joinBare(local, domain)
}

/**
 * Prepares an address that must have a resource. White space is part of a resource, so nothing is trimmed.
 * @throws AppError `invalid-address`
 */
export function prepareFullJid(text: string): FullJid {
  const { local, domain, resource } = cut(text)
  if (resource === null) throw refuse('A full address needs a resource')
  return withResource(joinBare(local, domain), resource)
}

/**
 * Prepares an address with or without resource, as a `from` may be.
 * @throws AppError `invalid-address`
 */
export function prepareJid(text: string): BareJid | FullJid {
  const { local, domain, resource } = cut(text)
  const bare = joinBare(local, domain)
  return resource === null ? bare : withResource(bare, resource)
}

/** The same address without its resource. */
export function bareOf(jid: BareJid | FullJid): BareJid {
  const slash = jid.indexOf('/')
  return (slash < 0 ? jid : jid.slice(0, slash)) as BareJid
}

/**
 * @param resource as typed or received; it is prepared here
 * @throws AppError `invalid-address`
 */
export function withResource(bare: BareJid, resource: string): FullJid {
  return `${bare}/${prepareResource(resource)}` as FullJid
}

/** The parts of a prepared address. */
export function splitJid(jid: BareJid | FullJid): JidParts {
  return cut(jid)
}

export function isBareJid(jid: BareJid | FullJid): jid is BareJid {
  return !jid.includes('/')
}

export function isFullJid(jid: BareJid | FullJid): jid is FullJid {
  return jid.includes('/')
}

/**
 * RFC 7622, 3.1: "Remove any portion from the first '/' character to the end of the string", then "Remove any portion
 * from the beginning of the string to the first '@' character": a resource may hold both.
 */
function cut(text: string): JidParts {
  const slash = text.indexOf('/')
  const bare = slash < 0 ? text : text.slice(0, slash)
  const at = bare.indexOf('@')
  return {
    local: at < 0 ? null : bare.slice(0, at),
    domain: bare.slice(at + 1),
    resource: slash < 0 ? null : text.slice(slash + 1),
  }
}

function joinBare(local: string | null, domain: string): BareJid {
  const prepared = prepareDomain(domain)
  return (local === null ? prepared : `${prepareLocal(local)}@${prepared}`) as BareJid
}
