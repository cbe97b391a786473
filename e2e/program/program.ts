/** Starts the built program with a profile of its own, and ends it again. */
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'

const top = join(import.meta.dirname, '../..')

export interface LaunchOptions {
  /** A profile folder to use again; a new one that goes with the program otherwise. */
  readonly profile?: string
  /** PEM file of a certificate authority that this computer trusts. */
  readonly trust?: string
  /** The language of the system; `en_US` otherwise. */
  readonly language?: 'en_US' | 'es_ES'
  /** The pages in Chromium's sandbox. It works neither as root nor in every container; false. */
  readonly sandbox?: boolean
}

export interface Program extends AsyncDisposable {
  readonly app: ElectronApplication
  /** The window. */
  readonly page: Page
  readonly profile: string
  /** Ends it as "Quit" does; the profile stays when it was given. */
  close(): Promise<void>
  /** Ends it as a crash does. */
  kill(): Promise<void>
}

export async function launchProgram(options: LaunchOptions = {}): Promise<Program> {
  const profile = options.profile ?? (await newProfile())
  const app = await _electron.launch({
    cwd: top,
    // Unless told, Playwright adds `--no-sandbox`.
    chromiumSandbox: options.sandbox === true,
    // What has no graphics card draws with less work where it does not imitate one.
    args: ['.', `--user-data-dir=${profile}`, '--force-prefers-reduced-motion', '--disable-gpu'],
    env: {
      ...environment(),
      // The stand-in would open links and notices in programs of the desktop.
      CENTELLA_RUNTIME_QUIET: '1',
      LANG: `${options.language ?? 'en_US'}.UTF-8`,
      ...(options.trust === undefined ? {} : { NODE_EXTRA_CA_CERTS: options.trust }),
    },
  })
  const page = await app.firstWindow()
  await page.waitForURL(/\/renderer\/index\.html$/)
  let open = true
  const end = async (how: () => Promise<void>): Promise<void> => {
    if (!open) return
    open = false
    await how()
  }
  const close = (): Promise<void> => end(() => app.close())
  return {
    app,
    page,
    profile,
    close,
    kill: () =>
      end(async () => {
        const gone = new Promise(done => app.process().once('exit', done))
        app.process().kill('SIGKILL')
        await gone
      }),
    async [Symbol.asyncDispose]() {
      await close()
      if (options.profile === undefined) await rm(profile, { recursive: true, force: true })
    },
  }
}

/** A folder for a profile that outlives one program; it goes with this process. */
export async function newProfile(): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'centella-profile-'))
  if (profiles.size === 0) process.once('exit', removeProfiles)
  profiles.add(profile)
  return profile
}

const profiles = new Set<string>()

function removeProfiles(): void {
  for (const profile of profiles) rmSync(profile, { recursive: true, force: true })
}

function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  // `NODE_OPTIONS` of a test runner must not reach the program.
  return Object.fromEntries(kept.filter(([name]) => name !== 'NODE_OPTIONS' && !name.startsWith('LC_')))
}
