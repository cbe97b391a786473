import { existsSync } from 'node:fs'

/** What `electron [switches] FOLDER [arguments]` asks for. */
export interface CommandLine {
  /** The folder of the program, as it was typed; the current folder where none was. */
  readonly folder: string
  /** Modules to load before the program (`-r`). */
  readonly preloads: readonly string[]
  /** Port for Node's inspector (`--inspect`), 0 for a free one; null where it is not wanted. */
  readonly inspectPort: number | null
  /** `--name=value` and `--name` (value ''), wherever they stand. */
  readonly switches: ReadonlyMap<string, string>
}

const defaultInspectPort = 9229

/** Reads the arguments that follow the executable. Only switches before the folder are the runtime's own. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const preloads: string[] = []
  let inspectPort: number | null = null
  let folder: string | null = null

  for (let index = 0; index < args.length && folder === null; index += 1) {
    const argument = args[index] ?? ''
    if (argument === '-r' || argument === '--require') {
      index += 1
      preloads.push(args[index] ?? '')
    } else if (/^--inspect(=|$)/.test(argument)) {
      inspectPort = Number(/(\d+)$/.exec(argument)?.[1] ?? defaultInspectPort)
    } else if (!argument.startsWith('-')) folder = argument
  }
  return { folder: folder ?? '.', preloads, inspectPort, switches: readSwitches(args) }
}

function readSwitches(args: readonly string[]): Map<string, string> {
  const switches = new Map<string, string>()
  for (const argument of args) {
    const found = /^--([^=]+)(?:=(.*))?$/s.exec(argument)
    if (found?.[1] !== undefined) switches.set(found[1], found[2] ?? '')
  }
  return switches
}

/** The installed Chromium, or null. `CENTELLA_CHROMIUM` names another one. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment.CENTELLA_CHROMIUM
  if (named !== undefined && named !== '') return named
  const usual = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
  ]
  return usual.find(path => existsSync(path)) ?? null
}
