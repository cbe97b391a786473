import type { PackageOrder } from './fpm-arguments.ts'

/** Debian's names for the processors that electron-builder names as fpm does. */
const architectures: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['x86_64', 'amd64'],
  ['aarch64', 'arm64'],
])

export function debianArchitecture(name: string): string {
  return architectures.get(name) ?? name
}

/**
 * The file `control` of a binary package (Debian Policy 5.3).
 * @param kibibytes what the files take on the disk
 * @throws Error where a value would begin a field of its own
 */
export function controlFile(order: PackageOrder, kibibytes: number): string {
  const [synopsis = '', ...rest] = order.description.split('\n').map(line => line.trim())
  const fields: readonly (readonly [string, string])[] = [
    ['Package', order.name],
    ['Version', order.version],
    ['Section', order.section],
    ['Priority', order.priority],
    ['Architecture', debianArchitecture(order.architecture)],
    ['Maintainer', order.maintainer],
    ['Installed-Size', String(kibibytes)],
    ['Depends', order.depends.join(', ')],
    ['Recommends', order.recommends.join(', ')],
    ['Homepage', order.homepage ?? ''],
    ['Description', synopsis],
  ]
  const written = fields.filter(([, value]) => value !== '')
  for (const [name, value] of written) {
    if (/[\r\n]/.test(value)) throw new Error(`${name} has more than one line`)
  }
  const extended = rest.filter(line => line !== '').flatMap(wrapped)
  return `${[...written.map(([name, value]) => `${name}: ${value}`), ...extended.map(line => ` ${line}`)].join('\n')}\n`
}

/** Lines of 76 characters at most, broken at spaces. */
function wrapped(text: string): readonly string[] {
  return text.match(/\S.{0,75}(?=\s|$)|\S+/g) ?? []
}

/**
 * Debian wants to know under what terms a package comes (Policy 12.5).
 * @param seconds since 1970, the time of the sources
 */
export function copyrightFile(order: PackageOrder, seconds: number): string {
  const { license } = order
  const terms = license === null || license === 'UNLICENSED' ? 'All rights reserved.' : `License: ${license}`
  return [
    `Copyright ${new Date(seconds * 1000).getUTCFullYear()} ${order.maintainer.replace(/ <.*/, '')}. ${terms}`,
    '',
    'What comes from others is under its own terms: see LICENSE.electron.txt, LICENSES.chromium.html',
    'and resources/third-party-notices.txt in the folder in /opt.',
    '',
  ].join('\n')
}

/** The changelog of the package (Policy 12.7): one entry, for this version. */
export function changelogFile(order: PackageOrder, seconds: number): string {
  const date = new Date(seconds * 1000).toUTCString().replace('GMT', '+0000')
  return [
    `${order.name} (${order.version}) unstable; urgency=medium`,
    '',
    '  * What changed is told in the CHANGELOG.md of the project.',
    '',
    ` -- ${order.maintainer}  ${date}`,
    '',
  ].join('\n')
}
