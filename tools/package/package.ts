/**
 * `npm run package -- [--linux | --win | --mac] [--dir]`: builds the program and makes installers of it with
 * electron-builder, into `dist/`. `--dir` makes the unpacked folder alone.
 *
 * Where Electron's program cannot be had, Linux gets a development build on the stand-in, which says so in its name; the
 * other systems get no installers, and with `--dir` a folder around a placeholder, to check what would go where.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from '../build.ts'
import { ensureSystemPackages } from '../setup/ensure-system-packages.ts'
import { type PackageArguments, readArguments } from './arguments.ts'
import { findElectron } from './electron-program.ts'
import { thirdPartyNotices } from './notices.ts'
import { packageProgram } from './package-program.ts'

const top = join(import.meta.dirname, '../..')
const names = { linux: 'Linux', win: 'Windows', mac: 'macOS' } as const

try {
  await run(readArguments(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function run({ system, folderOnly }: PackageArguments): Promise<void> {
  const electron = await findElectron(system)
  if (electron.kind === 'none' && system !== 'linux' && !folderOnly) {
    throw new Error(
      `Electron's program for ${names[system]} cannot be had here, and without it there are no installers.\n` +
        `What would go into them can be looked at all the same: npm run package -- --${system} --dir`,
    )
  }
  if (electron.kind === 'none') console.log(withoutElectron(system))
  if (system === 'linux' && process.platform === 'linux') {
    await ensureSystemPackages('package', { rpm: electron.kind === 'electron' && !folderOnly })
  }
  await build()
  const work = join(top, '.cache/package')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  writeFileSync(join(work, 'third-party-notices.txt'), thirdPartyNotices(top))

  const made = await packageProgram({ top, work, system, folderOnly, electron })
  console.log(`\n${electron.kind === 'electron' ? 'Made' : 'Made, NOT FOR USERS'}:`)
  for (const { path, bytes } of made) console.log(`  ${relative(top, path)}  ${(bytes / 1_000_000).toFixed(1)} MB`)
}

function withoutElectron(system: PackageArguments['system']): string {
  return system === 'linux'
    ? "Electron's program cannot be had here: this makes a development build on the stand-in (Node and the installed Chromium)."
    : `Electron's program for ${names[system]} cannot be had here: this makes a folder around a placeholder, to check what goes where. It cannot be started.`
}
