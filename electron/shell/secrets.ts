import { safeStorage } from 'electron'
import type { Secrets } from '../core/ports/index.ts'

/** True on the development runtime, which reports a keychain of its own. */
export const isStandIn = (): boolean => selectedBackend() === 'standin'

/** The system's keychain. Linux without one falls back to a fixed key (`basic_text`): that counts as none. */
export function systemSecrets(): Secrets {
  return {
    isAvailable: () => safeStorage.isEncryptionAvailable() && selectedBackend() !== 'basic_text',
    encrypt: text => safeStorage.encryptString(text),
    decrypt: bytes => safeStorage.decryptString(Buffer.from(bytes)),
  }
}

/** Only Linux has a choice of backends, and the call exists only there. */
function selectedBackend(): string {
  return process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform
}
