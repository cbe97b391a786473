/** The system's keychain (`safeStorage`). Where it is not available nothing secret is kept. */
export interface Secrets {
  isAvailable(): boolean
  /** @throws Error where the keychain refuses */
  encrypt(text: string): Uint8Array
  /** @throws Error where the keychain refuses or the bytes are not its own */
  decrypt(bytes: Uint8Array): string
}
