import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installPackages } from './install-packages.ts'
import { type Purpose, type Requirement, requirementsFor } from './requirements.ts'

export type { Purpose } from './requirements.ts'

export interface SystemOptions {
  /** False where Electron's own program shows the windows; true. */
  readonly chromium?: boolean
  /** True where an .rpm is to be made; false. */
  readonly rpm?: boolean
}

/**
 * Sees to it that the programs for a purpose are there. On Debian as root it installs what is missing; otherwise it
 * prints what to install and ends this process with 1. When all is there it does nothing, within milliseconds.
 */
export async function ensureSystemPackages(purpose: Purpose, options: SystemOptions = {}): Promise<void> {
  const machine = thisMachine()
  const missing = missingFor(purpose, options, machine)
  if (missing.length === 0) return
  if (canInstall(machine)) {
    console.log(`Installing with apt-get: ${missing.map(one => one.package).join(' ')}`)
    try {
      await installPackages(
        missing.map(one => one.package),
        servicesOf(missing),
      )
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    }
  }
  const still = missingFor(purpose, options, machine).filter(one => one.niceToHave !== true)
  if (still.length === 0) return
  console.error(whatToInstall(still, machine))
  process.exit(1)
}

export interface Machine {
  readonly debian: boolean
  readonly root: boolean
  readonly display: boolean
  readonly has: (programOrPath: string) => boolean
}

/** What is missing, in the order of the list. */
export function missingFor(
  purpose: Purpose,
  { chromium = true, rpm = false }: SystemOptions,
  { display, has }: Machine,
): readonly Requirement[] {
  return requirementsFor(purpose, { chromium, display, rpm }).filter(one => !one.anyOf.some(has))
}

export function canInstall({ debian, root }: Machine): boolean {
  return debian && root
}

/** For somebody who has to install things by hand. */
export function whatToInstall(missing: readonly Requirement[], { debian }: Machine): string {
  const words = missing.map(one => `  ${one.words}`).join('\n')
  const command = `apt-get install --no-install-recommends ${missing.map(one => one.package).join(' ')}`
  const services = servicesOf(missing).join(' ')
  const afterwards =
    services === ''
      ? ''
      : `\nDebian then runs servers of its own, which nothing here needs:\n  systemctl disable --now ${services}`
  return debian
    ? `These are missing:\n${words}\nAs root, install them:\n  apt-get update\n  ${command}${afterwards}`
    : `These are missing:\n${words}\nInstall them with this system's own means (Debian 12 does it by itself).`
}

function servicesOf(missing: readonly Requirement[]): readonly string[] {
  return missing.flatMap(one => one.services ?? [])
}

function thisMachine(): Machine {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return {
    debian: existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get'),
    root: process.getuid?.() === 0,
    display: process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY),
    has: name => (name.startsWith('/') ? existsSync(name) : folders.some(folder => isProgram(join(folder, name)))),
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Not there, or not ours to run: the same to us.
    return false
  }
}
