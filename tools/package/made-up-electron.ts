/**
 * Folders that electron-builder takes for an unpacked Electron of another system, where the real one cannot be had. There
 * is no program in them: they show what electron-builder would put where, and under which names.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { electronVersion } from '../chromium-runtime/program.ts'
import type { System } from './arguments.ts'
import { electronBuildersOwn } from './configuration.ts'
import { fuseMark } from './fuses.ts'

const placeholder = 'Not Electron: a placeholder, to see what a package would look like.\n'

/** What stands in Electron's programs where its fuses are: a mark, the version, how many, and each as it is delivered. */
const fuses = Buffer.from(`${fuseMark}\x01\x0810110001`, 'latin1')

/** @param folder made anew */
export function makeMadeUpElectron(folder: string, system: System): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  makers[system](folder)
  writeFileSync(join(folder, 'version'), electronVersion)
  writeFileSync(join(folder, 'LICENSE'), placeholder)
}

/** What electron-builder edits executables with, as far as it is needed to make an empty one. */
interface ResEdit {
  readonly NtExecutable: { createEmpty(is32Bit: boolean, isDll: boolean): { generate(): ArrayBuffer } }
  readonly NtExecutableResource: {
    from(executable: unknown): { readonly entries: unknown[]; outputResource(executable: unknown): void }
  }
  readonly Resource: {
    readonly VersionInfo: {
      createEmpty(): {
        setStringValues(language: object, values: object): void
        outputToResourceEntries(entries: unknown[]): void
      }
    }
  }
}

const makers: Readonly<Record<System, (folder: string) => void>> = {
  linux: madeUpForLinux,
  win: madeUpForWindows,
  mac: madeUpForMac,
}

function madeUpForLinux(folder: string): void {
  writeAt(join(folder, 'electron'), Buffer.concat([Buffer.from(placeholder), fuses]))
  chmodSync(join(folder, 'electron'), 0o755)
  writeAt(join(folder, 'chrome-sandbox'), placeholder)
  locales(folder)
}

function madeUpForWindows(folder: string): void {
  const { NtExecutable, NtExecutableResource, Resource } = electronBuildersOwn<ResEdit>('resedit')
  const executable = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(executable)
  const version = Resource.VersionInfo.createEmpty()
  version.setStringValues({ lang: 0x0409, codepage: 1200 }, { FileDescription: 'Placeholder', ProductName: 'Electron' })
  version.outputToResourceEntries(resources.entries)
  // As a piece of data of its own: what is merely appended is lost when electron-builder writes the program anew.
  resources.entries.push({ type: 10, id: 1, bin: fuses, lang: 0x0409, codepage: 1200 })
  resources.outputResource(executable)
  writeFileSync(join(folder, 'electron.exe'), Buffer.from(executable.generate()))
  mkdirSync(join(folder, 'resources'))
  locales(folder)
}

function locales(folder: string): void {
  for (const language of ['de', 'en-GB', 'en-US', 'es', 'es-419']) {
    writeAt(join(folder, `locales/${language}.pak`), placeholder)
  }
}

function madeUpForMac(folder: string): void {
  const contents = join(folder, 'Electron.app/Contents')
  bundle(contents, 'Electron')
  writeAt(join(contents, 'Resources/electron.icns'), placeholder)
  const framework = 'Frameworks/Electron Framework.framework'
  for (const language of ['de', 'en', 'es']) {
    for (const resources of ['Resources', `${framework}/Versions/A/Resources`, `${framework}/Resources`]) {
      writeAt(join(contents, resources, `${language}.lproj/locale.pak`), placeholder)
    }
  }
  writeAt(join(contents, framework, 'Electron Framework'), Buffer.concat([Buffer.from(placeholder), fuses]))
  for (const part of ['', ' (GPU)', ' (Plugin)', ' (Renderer)']) {
    bundle(join(contents, `Frameworks/Electron Helper${part}.app/Contents`), `Electron Helper${part}`)
  }
}

function bundle(contents: string, name: string): void {
  writeAt(
    join(contents, 'Info.plist'),
    `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIconFile</key><string>electron.icns</string>
<key>CFBundleIdentifier</key><string>com.github.Electron</string>
<key>CFBundleName</key><string>${name}</string>
</dict></plist>
`,
  )
  writeAt(join(contents, 'MacOS', name), placeholder)
}

function writeAt(file: string, text: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
