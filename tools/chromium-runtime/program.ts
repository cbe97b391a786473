import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The program that this process runs: declared once by `run.ts`, read by every part of the `electron` module. */
export interface Program {
  readonly folder: string
  /** The file that `package.json` names as `main`. */
  readonly mainFile: string
  readonly name: string
  readonly version: string
  /** Switches of the command line; the program may add to them until Chromium starts. */
  readonly switches: Map<string, string>
}

/** The Electron that this stands in for, as `process.versions.electron` says it. */
export const electronVersion = '45.3.4'

let declared: Program | null = null

/** Reads the program's `package.json`. @throws Error where there is none */
export function readProgram(folder: string, switches: ReadonlyMap<string, string>): Program {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const text = (key: string): string | undefined => {
    const value = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, key) : undefined
    return typeof value === 'string' ? value : undefined
  }
  return {
    folder,
    mainFile: join(folder, text('main') ?? 'index.js'),
    name: text('productName') ?? text('name') ?? 'Electron',
    version: text('version') ?? '0.0.0',
    switches: new Map(switches),
  }
}

export function declareProgram(program: Program): void {
  declared = program
}

/** @throws Error before `declareProgram` */
export function currentProgram(): Program {
  if (declared === null) throw new Error('The Chromium runtime was imported, not started')
  return declared
}

/** Writes what the runtime does to standard error, where `CENTELLA_RUNTIME_LOG=1` asks for it. */
export const trace: (text: string, detail?: unknown) => void =
  process.env.CENTELLA_RUNTIME_LOG === '1'
    ? (text, detail = '') => console.error(`[chromium-runtime ${Math.round(performance.now())}]`, text, detail)
    : () => {}

/** Without a display, windows are kept in memory and can be photographed, not seen. */
export const isHeadless = (environment: NodeJS.ProcessEnv = process.env): boolean =>
  environment.CENTELLA_RUNTIME_HEADLESS === '1' || !(environment.DISPLAY || environment.WAYLAND_DISPLAY)

/** Whether links and notices may leave for the person's desktop: not without one, and not in tests. */
export const mayUseDesktop = (): boolean => !isHeadless() && process.env.CENTELLA_RUNTIME_QUIET !== '1'

export function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
