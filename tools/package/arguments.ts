/** A system that there are installers for, as the command line names it. */
export type System = 'linux' | 'win' | 'mac'

export interface PackageArguments {
  readonly system: System
  /** The unpacked folder alone, no installers. */
  readonly folderOnly: boolean
}

const systems: readonly System[] = ['linux', 'win', 'mac']

/**
 * Reads what follows `npm run package --`.
 * @throws Error with the usage, for anything else
 */
export function readArguments(args: readonly string[], platform: NodeJS.Platform = process.platform): PackageArguments {
  const named = systems.filter(system => args.includes(`--${system}`))
  const unknown = args.filter(one => one !== '--dir' && !systems.some(system => one === `--${system}`))
  if (unknown.length > 0 || named.length > 1)
    throw new Error('Usage: npm run package -- [--linux | --win | --mac] [--dir]')
  return { system: named[0] ?? systemOf(platform), folderOnly: args.includes('--dir') }
}

function systemOf(platform: NodeJS.Platform): System {
  if (platform === 'win32') return 'win'
  return platform === 'darwin' ? 'mac' : 'linux'
}
