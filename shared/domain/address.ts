declare const bareJid: unique symbol
declare const fullJid: unique symbol

/** A prepared address without resource (RFC 7622): `ana@mired.org`. Only `electron/stanza/jid` makes them. */
export type BareJid = string & { readonly [bareJid]: true }

/** A prepared address with resource: `ana@mired.org/centella-k3`. */
export type FullJid = string & { readonly [fullJid]: true }

/** An account is known by its own bare address. */
export type AccountId = BareJid
