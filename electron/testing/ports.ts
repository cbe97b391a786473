import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Secrets } from '../core/ports/index.ts'

/** A keychain that can be taken away; what it "encrypts" is recognisable and not the text. */
export function fakeSecrets(available = true): Secrets & { available: boolean } {
  return {
    available,
    isAvailable() {
      return this.available
    },
    encrypt: text => Buffer.from(`locked:${Buffer.from(text).toString('hex')}`),
    decrypt(bytes) {
      const text = Buffer.from(bytes).toString()
      if (!text.startsWith('locked:')) throw new Error('not of this keychain')
      return Buffer.from(text.slice('locked:'.length), 'hex').toString()
    },
  }
}

/** A folder that goes with the test: `using folder = temporaryFolder()`. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'centella-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
