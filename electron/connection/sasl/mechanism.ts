/** SASL, RFC 4422 and RFC 6120 (6): what the sign-in needs of a mechanism. */

export interface SaslCredentials {
  /** The simple user name: the prepared local part of the address. */
  readonly username: string
  /** As it was typed; each mechanism prepares it. */
  readonly password: string
}

/** One run of a mechanism. All bytes are as they are before base64. */
export interface Exchange {
  /**
   * What `<auth/>` carries.
   * @throws AppError `invalid-password`, `invalid-address` where the credentials cannot be prepared
   */
  initial(): Promise<Uint8Array>
  /**
   * The answer to a `<challenge/>`.
   * @throws AppError `server-not-verified` where the challenge is not what the mechanism allows, `not-authorized` where
   * it says that the credentials are wrong, `mechanism-downgrade` where it disagrees on channel binding
   */
  respond(challenge: Uint8Array): Promise<Uint8Array>
  /**
   * To be called on `<success/>`, before anything else is believed.
   * @param success what it carries; null and empty are the same
   * @throws AppError `server-not-verified` where the server has not proved that it knows the password, and the mechanism
   * asks for that proof
   */
  verify(success: Uint8Array | null): Promise<void>
}

export interface Mechanism {
  /** As servers offer it: `SCRAM-SHA-256`. */
  readonly name: string
  start(credentials: SaslCredentials): Exchange
}
