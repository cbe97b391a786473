import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { faultsOfApp, openApp } from './app-files.ts'
import type { System } from './arguments.ts'
import { faultsOfFuses } from './fuses.ts'

export interface FolderKind {
  readonly system: System
  /** Without Electron's own program. */
  readonly standIn: boolean
}

/**
 * Looks at an unpacked program as electron-builder leaves it.
 * @returns what is wrong with it, in words
 */
export function checkFolder(folder: string, kind: FolderKind): readonly string[] {
  const resources = join(folder, kind.system === 'mac' ? 'Centella.app/Contents/Resources' : 'resources')
  if (!existsSync(resources)) return [`${resources} is missing`]
  return [...faultsOfApp(openApp(resources)), ...missingNotices(resources), ...faultsOf[kind.system](folder, kind)]
}

const faultsOf: Readonly<Record<System, (folder: string, kind: FolderKind) => readonly string[]>> = {
  linux(folder, { standIn }) {
    const program = join(folder, standIn ? 'centella-stand-in' : 'centella')
    if (!existsSync(program)) return [`${program} is missing`]
    if ((statSync(program).mode & 0o111) === 0) return [`${program} is not a program`]
    const license = readFileSync(join(folder, 'LICENSE.electron.txt'), 'utf8')
    const saysStandIn = license.includes('No Electron inside')
    if (saysStandIn !== standIn) return ['what it calls itself is not what is inside']
    return standIn ? [] : faultsOfFuses(program)
  },
  win(folder) {
    const program = join(folder, 'Centella.exe')
    if (!existsSync(program)) return [`${program} is missing`]
    const bytes = readFileSync(program)
    const icon = readFileSync(join(import.meta.dirname, '../../build-resources/icon.ico'))
    return [
      ...(bytes.toString('latin1', 0, 2) === 'MZ' ? [] : ['Centella.exe is no program for Windows']),
      ...(bytes.includes(largestIcon(icon)) ? [] : ['Centella.exe does not have our icon']),
      ...faultsOfFuses(program),
      ...(bytes.includes(Buffer.from('Centella', 'utf16le')) ? [] : ['Centella.exe does not say its name']),
    ]
  },
  mac(folder) {
    const contents = join(folder, 'Centella.app/Contents')
    const info = readFileSync(join(contents, 'Info.plist'), 'utf8')
    const says = (key: string, value: string): boolean => new RegExp(`<key>${key}</key>\\s*${value}`).test(info)
    const icon = /<key>CFBundleIconFile<\/key>\s*<string>([^<]+)/.exec(info)?.[1] ?? 'none'
    const iconFile = join(contents, 'Resources', icon)
    const ours = readFileSync(join(import.meta.dirname, '../../build-resources/icon.icns'))
    return [
      ...(says('CFBundleIdentifier', '<string>im.centella.Centella</string>') ? [] : ['it has another identifier']),
      ...(says('CFBundleExecutable', '<string>Centella</string>') ? [] : ['its program has another name']),
      ...(says('CFBundleURLSchemes', '<array>\\s*<string>xmpp</string>') ? [] : ['it does not open xmpp: links']),
      ...(existsSync(iconFile) && readFileSync(iconFile).equals(ours) ? [] : ['it does not have our icon']),
      ...faultsOfFuses(join(contents, 'Frameworks/Electron Framework.framework/Electron Framework')),
      ...['Centella', 'Centella Helper', 'Centella Helper (Renderer)', 'Centella Helper (GPU)']
        .map(name => (name === 'Centella' ? `MacOS/${name}` : `Frameworks/${name}.app/Contents/MacOS/${name}`))
        .filter(path => !existsSync(join(contents, path)))
        .map(path => `${path} is missing`),
    ]
  },
}

function missingNotices(resources: string): readonly string[] {
  const file = join(resources, 'third-party-notices.txt')
  return existsSync(file) && statSync(file).size > 0 ? [] : ["the licenses of others' work are missing"]
}

/** The last picture of an ICO file, which is how it stands in a program as well. */
function largestIcon(icon: Buffer): Buffer {
  const at = 6 + 16 * (icon.readUInt16LE(4) - 1)
  const start = icon.readUInt32LE(at + 12)
  return icon.subarray(start, start + icon.readUInt32LE(at + 8))
}
