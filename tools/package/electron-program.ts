import { chooseRuntime } from '../chromium-runtime/choose.ts'
import { electronVersion } from '../chromium-runtime/program.ts'
import type { System } from './arguments.ts'

/** Whether Electron's own program can be packaged for a system. */
export type ElectronProgram =
  /** `folder`: where it is unpacked; null where electron-builder fetches it. */
  { readonly kind: 'electron'; readonly folder: string | null } | { readonly kind: 'none' }

/** Milliseconds that GitHub may take to say that it has the program. */
const patience = 10_000

/**
 * Where the system's Electron comes from. `CENTELLA_RUNTIME=electron|chromium` decides by hand: with `electron` its absence
 * is an error, so that nothing else is packaged by mistake.
 */
export async function findElectron(system: System, environment = process.env): Promise<ElectronProgram> {
  if (system === 'linux' && process.platform === 'linux') {
    const runtime = await chooseRuntime()
    return runtime.kind === 'electron' ? { kind: 'electron', folder: runtime.distribution } : { kind: 'none' }
  }
  if (environment.CENTELLA_RUNTIME === 'electron') return { kind: 'electron', folder: null }
  if (environment.CENTELLA_RUNTIME === 'chromium') return { kind: 'none' }
  return (await canBeFetched(system, environment)) ? { kind: 'electron', folder: null } : { kind: 'none' }
}

async function canBeFetched(system: System, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const mirror = environment.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/'
  const platform = { linux: 'linux', win: 'win32', mac: 'darwin' }[system]
  const address = `${mirror}v${electronVersion}/electron-v${electronVersion}-${platform}-${archOf(system)}.zip`
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(patience) })
    return answer.ok
  } catch {
    // No network, or none to there.
    return false
  }
}

/** The processor that is packaged for where the configuration names none: this computer's, and x64 for another system. */
export function archOf(system: System): 'x64' | 'arm64' {
  const own = { linux: 'linux', win: 'win32', mac: 'darwin' }[system] === process.platform
  return own && process.arch === 'arm64' ? 'arm64' : 'x64'
}
