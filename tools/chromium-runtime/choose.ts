import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDistribution } from './make-distribution.ts'
import { electronVersion } from './program.ts'

export interface ChosenRuntime {
  readonly kind: 'electron' | 'chromium-stand-in'
  /** What to set as `ELECTRON_OVERRIDE_DIST_PATH`; null where nothing is to be set. */
  readonly distribution: string | null
}

/** The places and the one action that the choice depends on. */
export interface Choice {
  /** The folder of the npm package `electron`. */
  readonly electronFolder: string
  /** Where the outcome of the download and the stand-in's distribution are kept. */
  readonly cacheFolder: string
  readonly environment: NodeJS.ProcessEnv
  /** Fetches Electron's program. True where it worked. */
  readonly download: () => Promise<boolean>
}

/** Milliseconds that the download may take before it counts as impossible. */
const downloadLimit = 15_000
const top = join(import.meta.dirname, '../..')
const electronFolder = join(top, 'node_modules/electron')

/**
 * Electron's own program where it is installed or can be downloaded, else the stand-in. The download is tried once for
 * each version of Electron. `CENTELLA_RUNTIME=electron|chromium` chooses by hand, and `electron` tries again.
 */
export function chooseRuntime(options: Partial<Choice> = {}): Promise<ChosenRuntime> {
  return choose({
    electronFolder,
    cacheFolder: join(top, '.cache'),
    environment: process.env,
    download: () => downloadElectron(electronFolder),
    ...options,
  })
}

async function choose({ electronFolder: folder, cacheFolder, environment, download }: Choice): Promise<ChosenRuntime> {
  const wish = environment.CENTELLA_RUNTIME ?? ''
  if (!['', 'electron', 'chromium'].includes(wish)) {
    throw new Error(`CENTELLA_RUNTIME is "${wish}"; it can be "electron" or "chromium"`)
  }
  const standIn = join(cacheFolder, 'chromium-runtime')
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH ?? ''
  if (wish === '' && override !== '' && override !== standIn) return { kind: kindOf(override), distribution: override }
  if (wish !== 'chromium' && override === '') {
    if (isInstalled(folder)) return { kind: 'electron', distribution: null }
    const outcomeFile = join(cacheFolder, 'electron-download.json')
    if (wish === 'electron' || !wasRefused(outcomeFile)) {
      const installed = (await download()) && isInstalled(folder)
      if (installed) return { kind: 'electron', distribution: null }
      mkdirSync(cacheFolder, { recursive: true })
      writeFileSync(outcomeFile, `${JSON.stringify({ version: electronVersion, outcome: 'refused' })}\n`)
    }
    if (wish === 'electron') throw new Error("Electron's program is not installed and cannot be downloaded")
  }
  makeDistribution(standIn)
  return { kind: 'chromium-stand-in', distribution: standIn }
}

/** A stand-in's folder says so in its license; it may have been made elsewhere. */
function kindOf(distribution: string): ChosenRuntime['kind'] {
  const license = join(distribution, 'LICENSE')
  const isStandIn = existsSync(license) && readFileSync(license, 'utf8').includes('No Electron inside')
  return isStandIn ? 'chromium-stand-in' : 'electron'
}

/** What the package's own `index.js` looks for. */
function isInstalled(folder: string): boolean {
  const pathFile = join(folder, 'path.txt')
  return existsSync(pathFile) && existsSync(join(folder, 'dist', readFileSync(pathFile, 'utf8')))
}

function wasRefused(outcomeFile: string): boolean {
  try {
    const outcome: unknown = JSON.parse(readFileSync(outcomeFile, 'utf8'))
    return typeof outcome === 'object' && outcome !== null && Reflect.get(outcome, 'version') === electronVersion
  } catch {
    // Never tried, or half written: to be tried.
    return false
  }
}

/** Runs the package's installer. A refusal ends it at once; silence after the limit. */
function downloadElectron(folder: string): Promise<boolean> {
  const { ELECTRON_OVERRIDE_DIST_PATH: _, ...environment } = process.env
  const child = spawn(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    env: environment,
    timeout: downloadLimit,
    killSignal: 'SIGKILL',
  })
  return new Promise(resolve => {
    child.on('error', () => resolve(false))
    child.on('exit', code => resolve(code === 0))
  })
}
