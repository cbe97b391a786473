/** What an entity is (XEP-0030, 3.1; the XMPP registrar has the categories and types). */
export interface Identity {
  readonly category: string
  readonly type: string
  readonly name: string
}

/** Who we are and what we do, as others may ask: the sum of the features, so no feature owns it. */
export interface OwnInfo {
  readonly identity: Identity
  /** Namespaces, in any order. */
  readonly features: readonly string[]
}
