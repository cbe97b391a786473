import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from '../app/app.ts'

const mark = Buffer.from('v10')
const nonceLength = 12
const tagLength = 16
const keyLength = 32

/**
 * Electron's `safeStorage`, with a key file of the profile in the place of a keychain. It calls itself `standin`, so
 * that the program can tell: it protects from nobody who can read the profile.
 */
export const safeStorage = {
  isEncryptionAvailable: (): boolean => true,
  getSelectedStorageBackend: (): string => 'standin',
  setUsePlainTextEncryption(): void {},

  encryptString(text: string): Buffer {
    const nonce = randomBytes(nonceLength)
    const cipher = createCipheriv('aes-256-gcm', key(), nonce)
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([mark, nonce, cipher.getAuthTag(), body])
  },

  /** @throws Error where the bytes were not encrypted by this profile */
  decryptString(bytes: Buffer): string {
    try {
      if (!bytes.subarray(0, mark.length).equals(mark)) throw new Error('unknown version')
      const [nonceAt, tagAt, bodyAt] = [mark.length, mark.length + nonceLength, mark.length + nonceLength + tagLength]
      const decipher = createDecipheriv('aes-256-gcm', key(), bytes.subarray(nonceAt, tagAt), {
        authTagLength: tagLength,
      })
      decipher.setAuthTag(bytes.subarray(tagAt, bodyAt))
      return Buffer.concat([decipher.update(bytes.subarray(bodyAt)), decipher.final()]).toString('utf8')
    } catch (cause) {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.', { cause })
    }
  },
}

function key(): Buffer {
  const folder = app.getPath('userData')
  const file = join(folder, 'stand-in.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, randomBytes(keyLength), { mode: 0o600, flag: 'wx' })
  } catch {
    // It was made before.
  }
  return readFileSync(file)
}
