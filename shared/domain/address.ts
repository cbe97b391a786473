declare const bareJid: unique symbol
declare const fullJid: unique symbol

/** A prepared address without resource (RFC 7622): `ana@mired.org`. Only `electron/stanza/jid` makes them. */
export type BareJid = string & { readonly [bareJid]: true }

/** A prepared address with resource: `ana@mired.org/centella-k3`. */
export type FullJid = string & { readonly [fullJid]: true }

/** An account is known by its own bare address. */
export type AccountId = BareJid

/** The other end of a conversation: a person or a room by the bare address, somebody in a room by the full one. */
export type Peer = BareJid | FullJid
