import type { Language } from './settings.ts'

/** What the program is and runs on; does not change while it runs. */
export interface Program {
  readonly version: string
  /** `chromium-stand-in` is the development runtime, never part of a release. */
  readonly runtime: 'electron' | 'chromium-stand-in'
  readonly platform: 'linux' | 'win32' | 'darwin'
  /** The language of the system, where we speak it; else English. */
  readonly systemLanguage: Language
  /** The system's locale for dates and numbers: `es-ES`. */
  readonly locale: string
  /** Whether passwords can be kept by the system's keychain. */
  readonly canRememberPasswords: boolean
}
