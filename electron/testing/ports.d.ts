import type { Secrets } from '../core/ports/index.ts'
/** A keychain that can be taken away; what it "encrypts" is recognisable and not the text. */
export declare function fakeSecrets(available?: boolean): Secrets & {
  available: boolean
}
/** A folder that goes with the test: `using folder = temporaryFolder()`. */
export declare function temporaryFolder(): Disposable & {
  readonly path: string
}
