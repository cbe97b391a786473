import { chmodSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, build, type Configuration, Platform } from 'electron-builder'
import { electronVersion } from '../chromium-runtime/program.ts'
import type { System } from './arguments.ts'
import { checkFolder } from './check-folder.ts'
import { readConfiguration, withSettings } from './configuration.ts'
import { archOf, type ElectronProgram } from './electron-program.ts'
import { makeMadeUpElectron } from './made-up-electron.ts'
import { makeStandIn, standInSettings } from './stand-in.ts'

export interface PackageJob {
  /** The project, built. */
  readonly top: string
  /** For what is needed on the way. */
  readonly work: string
  /** `dist` in the project; `dist/placeholder` for what has no program in it. */
  readonly output?: string
  readonly system: System
  readonly folderOnly: boolean
  readonly electron: ElectronProgram
  /** The Node that a stand-in runs on; this one. */
  readonly node?: string
}

export interface Made {
  readonly path: string
  /** Of a folder: with all that is in it. */
  readonly bytes: number
}

const platforms = { linux: Platform.LINUX, win: Platform.WINDOWS, mac: Platform.MAC } as const

/**
 * Packages the built program and checks what came out.
 * @returns the unpacked folder and the installers
 * @throws Error where electron-builder fails, or with everything that is wrong with the folder
 */
export async function packageProgram(job: PackageJob): Promise<readonly Made[]> {
  const { top, work, system, electron } = job
  const standIn = electron.kind === 'none'
  const output = job.output ?? join(top, standIn && system !== 'linux' ? 'dist/placeholder' : 'dist')
  const settings = withSettings(withSettings(readConfiguration(top), settingsFor(job)), { directories: { output } })
  const settingsFile = join(work, 'electron-builder.json')
  writeFileSync(settingsFile, JSON.stringify(settings, null, 2))
  const archs = archsOf(job)
  const make = (targets: readonly string[], prepackaged: string | null): Promise<readonly string[]> =>
    build({
      projectDir: top,
      config: settingsFile,
      targets: platforms[system].createTarget([...targets], ...archs.map(arch => Arch[arch])),
      publish: 'never',
      prepackaged,
    })

  process.env.CUSTOM_FPM_PATH = ownPacker(work)
  const made = [...(await make(firstTargets(job), null))]
  delete process.env.CUSTOM_FPM_PATH
  const folders = archs.map(arch => join(output, folderName(system, arch)))
  const faults = folders.flatMap(folder => checkFolder(folder, { system, standIn }))
  if (faults.length > 0) throw new Error(`The package is not as it should be:\n  ${faults.join('\n  ')}`)
  // Our own packer makes .deb files alone: the others are made of the same folder by electron-builder's.
  const [folder = ''] = folders
  if (system === 'linux' && !job.folderOnly && !standIn) made.push(...(await make(['rpm', 'AppImage'], folder)))
  return [...folders, ...new Set(made)].map(path => ({ path, bytes: bytesOf(path) }))
}

function firstTargets({ folderOnly, system }: PackageJob): readonly string[] {
  if (folderOnly) return ['dir']
  return { linux: ['dir', 'deb'], win: ['nsis'], mac: ['dmg'] }[system]
}

/** Macs with either processor are in use; for the other systems it is the one of this computer. */
function archsOf({ system, folderOnly }: PackageJob): readonly ('x64' | 'arm64')[] {
  return system === 'mac' && !folderOnly ? ['x64', 'arm64'] : [archOf(system)]
}

function settingsFor(job: PackageJob): Configuration {
  const { top, work, system, electron } = job
  if (electron.kind === 'electron') {
    return {
      ...(electron.folder === null ? {} : { electronDist: electron.folder, electronVersion }),
      // Macs with Apple's processors start nothing that is not signed at all: without a certificate, by nobody in particular.
      ...(process.env.CSC_LINK || process.env.CSC_NAME ? {} : { mac: { identity: '-' } }),
    }
  }
  const distribution = join(work, `electron-${system}`)
  if (system === 'linux') {
    makeStandIn(distribution, job.node)
    return standInSettings(distribution, versionOf(top))
  }
  makeMadeUpElectron(distribution, system)
  return { electronDist: distribution, electronVersion }
}

function versionOf(top: string): string {
  const manifest: { readonly version: string } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8'))
  return manifest.version
}

/** Where electron-builder leaves the unpacked program. */
function folderName(system: System, arch: 'x64' | 'arm64'): string {
  const suffix = arch === 'x64' ? '' : `-${arch}`
  return system === 'mac' ? `mac${suffix}` : `${system}${suffix}-unpacked`
}

/** electron-builder wants one program, with no arguments of its own. */
function ownPacker(work: string): string {
  const file = join(work, 'fpm')
  const quoted = [process.execPath, join(import.meta.dirname, 'deb/fpm.ts')].map(
    each => `'${each.replaceAll("'", "'\\''")}'`,
  )
  writeFileSync(file, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`)
  chmodSync(file, 0o755)
  return file
}

function bytesOf(path: string): number {
  const found = lstatSync(path)
  if (!found.isDirectory()) return found.size
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0)
}
