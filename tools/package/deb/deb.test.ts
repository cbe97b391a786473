import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { controlFile, debianArchitecture } from './control.ts'
import { type PackageOrder, readFpmArguments } from './fpm-arguments.ts'
import { makeDeb } from './make-deb.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'centella-deb-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

// As electron-builder 26.17 wrote them, with other paths.
const recorded = (file: string, app: string): readonly string[] => [
  ...[
    '-s',
    'dir',
    '--force',
    '-t',
    'deb',
    '-d',
    'libgtk-3-0',
    '-d',
    'libnss3',
    '--deb-recommends',
    'libappindicator3-1',
  ],
  ...['--deb-compression', 'xz', '--architecture', 'amd64', '--after-install', join(app, 'after-install')],
  ...[
    '--after-remove',
    join(app, 'after-remove'),
    '--description',
    'Chat with people\n A desktop chat client, for schools.',
  ],
  ...['--version', '0.1.0', '--package', file, '--name', 'sample', '--maintainer', 'Somebody <some@body.invalid>'],
  ...['--vendor', 'Somebody', '--url', 'https://body.invalid', '--category', 'net', '--deb-priority', 'optional'],
  ...['--license', 'UNLICENSED', `${app}/program/=/opt/Sample`, `${app}/a.png=/usr/share/icons/sample.png`],
]

function makeApp(): string {
  const app = join(folder, 'app')
  mkdirSync(join(app, 'program/resources'), { recursive: true })
  writeFileSync(join(app, 'program/sample'), '#!/bin/sh\n')
  chmodSync(join(app, 'program/sample'), 0o700)
  writeFileSync(join(app, 'program/resources/app.asar'), 'x'.repeat(5000), { mode: 0o666 })
  symlinkSync('sample', join(app, 'program/link'))
  for (const name of ['a.png', 'after-install', 'after-remove']) writeFileSync(join(app, name), '#!/bin/sh\n')
  return app
}

const ask = (args: readonly string[]): string => spawnSync('dpkg-deb', args, { encoding: 'utf8' }).stdout

describe("what is asked for, on fpm's command line", () => {
  test('is read as it is meant', () => {
    const order = readFpmArguments(recorded('/x/sample.deb', '/x'))
    expect(order).toMatchObject({
      name: 'sample',
      version: '0.1.0',
      architecture: 'amd64',
      depends: ['libgtk-3-0', 'libnss3'],
      recommends: ['libappindicator3-1'],
      files: [
        { source: '/x/program/', target: '/opt/Sample' },
        { source: '/x/a.png', target: '/usr/share/icons/sample.png' },
      ],
    })
  })

  test('is refused where it asks for what we would leave out, or for another format', () => {
    const args = recorded('/x/sample.deb', '/x')
    expect(() => readFpmArguments([...args, '--conflicts', 'other'])).toThrow('--conflicts')
    expect(() => readFpmArguments([...args, 'nowhere'])).toThrow('nowhere')
    expect(() => readFpmArguments(args.map(each => (each === 'deb' ? 'rpm' : each)))).toThrow('.rpm')
    expect(() => readFpmArguments(args.map(each => (each === 'sample' ? '' : each)))).toThrow('--name')
  })
})

describe('the control file', () => {
  const order = readFpmArguments(recorded('/x/sample.deb', '/x'))
  test('wraps what is long, and lets no value begin a field of its own', () => {
    const long: PackageOrder = { ...order, description: `Synopsis\n ${'word '.repeat(40)}` }
    const lines = controlFile(long, 12).trimEnd().split('\n')
    expect(lines).toContain('Installed-Size: 12')
    expect(lines.filter(line => line.startsWith(' ')).length).toBe(3)
    for (const line of lines.filter(each => each.startsWith(' '))) expect(line.length).toBeLessThan(78)
    expect(() => controlFile({ ...order, maintainer: 'A\nEssential: yes' }, 1)).toThrow('Maintainer')
  })

  test('names processors as Debian does', () => {
    expect(['amd64', 'x86_64', 'aarch64', 'arm64'].map(debianArchitecture)).toEqual([
      'amd64',
      'amd64',
      'arm64',
      'arm64',
    ])
  })
})

test('a .deb has what was asked for, as root would have it, and is the same every time', () => {
  const app = makeApp()
  const [first, second] = [join(folder, 'first.deb'), join(folder, 'second.deb')]
  makeDeb(readFpmArguments(recorded(first, app)), 1_700_000_000)
  utimesSync(join(app, 'program/sample'), 1, 1)
  chmodSync(join(app, 'program/sample'), 0o711)
  makeDeb(readFpmArguments(recorded(second, app)), 1_700_000_000)
  expect(readFileSync(first).equals(readFileSync(second))).toBe(true)

  const files = ask(['--contents', first])
  expect(files).toMatch(/^-rwxr-xr-x root\/root .* 2023-11-14 .* \.\/opt\/Sample\/sample$/m)
  expect(files).toMatch(/^-rw-r--r-- root\/root +5000 .*\/app\.asar$/m)
  expect(files).toMatch(/\.\/opt\/Sample\/link -> sample$/m)
  expect(files).toContain('./usr/share/doc/sample/copyright')
  expect(ask(['--field', first, 'Depends']).trim()).toBe('libgtk-3-0, libnss3')
  expect(ask(['--info', first, 'md5sums'])).toMatch(/^[0-9a-f]{32} {2}opt\/Sample\/sample$/m)
  for (const script of ['postinst', 'postrm']) expect(ask(['--info', first, script])).toBe('#!/bin/sh\n')
  expect(() => makeDeb({ ...readFpmArguments(recorded(first, app)), name: 'Not A Name' }, 1)).toThrow('dpkg-deb')
})

describe('the scripts that root runs', () => {
  /** The script with a folder in the place of the system. Commands that would reach the real one are not there. */
  function run(name: string, argument: string): void {
    const text = readFileSync(join(import.meta.dirname, '../../../build-resources/linux', name), 'utf8')
      .replace(/\$\{executable\}/g, 'centella')
      .replace(/\$\{sanitizedProductName\}/g, 'Centella')
      .replace(/\/(opt|usr|etc)\//g, `${folder}/$1/`)
    const bin = join(folder, 'bin')
    mkdirSync(bin, { recursive: true })
    for (const command of ['apparmor_parser', 'apparmor_status', 'update-desktop-database', 'gtk-update-icon-cache']) {
      writeFileSync(join(bin, command), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    }
    const userNamespaces = existsSync(join(folder, 'no-namespaces')) ? 1 : 0
    writeFileSync(join(bin, 'setpriv'), `#!/bin/sh\nexit ${userNamespaces}\n`, { mode: 0o755 })
    if (existsSync(join(folder, 'app-armor'))) writeFileSync(join(bin, 'apparmor_parser'), '#!/bin/sh\nexit 0\n')
    const ran = spawnSync('/bin/sh', ['-s', '--', argument], {
      input: text,
      encoding: 'utf8',
      env: { PATH: `${bin}:/usr/bin:/bin` },
    })
    expect([ran.status, ran.stderr]).toEqual([0, ''])
  }
  const command = () => join(folder, 'usr/bin/centella')
  const profile = () => join(folder, 'etc/apparmor.d/centella')
  const sandbox = () => statSync(join(folder, 'opt/Centella/chrome-sandbox')).mode & 0o7777

  beforeEach(() => {
    for (const path of ['usr/bin', 'etc/apparmor.d', 'opt/Centella/resources'])
      mkdirSync(join(folder, path), { recursive: true })
    writeFileSync(join(folder, 'opt/Centella/centella'), '')
    writeFileSync(join(folder, 'opt/Centella/chrome-sandbox'), '', { mode: 0o755 })
    writeFileSync(join(folder, 'opt/Centella/resources/apparmor-profile'), 'profile')
  })

  test('put the command in its place, keep it through an upgrade and take it away in the end', () => {
    run('after-install.sh', 'configure')
    expect(readlinkSync(command())).toBe(join(folder, 'opt/Centella/centella'))
    expect(existsSync(profile())).toBe(false)
    run('after-remove.sh', 'upgrade')
    expect(readlinkSync(command())).toBe(join(folder, 'opt/Centella/centella'))
    run('after-remove.sh', 'remove')
    expect(existsSync(command())).toBe(false)
  })

  test("leave somebody else's command alone", () => {
    writeFileSync(command(), 'theirs')
    run('after-install.sh', 'configure')
    run('after-remove.sh', 'purge')
    expect(lstatSync(command()).isFile()).toBe(true)
  })

  test('let the sandbox have rights only where people may not make user namespaces', () => {
    run('after-install.sh', 'configure')
    expect(sandbox()).toBe(0o755)
    writeFileSync(join(folder, 'no-namespaces'), '')
    run('after-install.sh', 'configure')
    expect(sandbox()).toBe(0o4755)
  })

  test('bring the AppArmor profile where it is understood, and take it away', () => {
    writeFileSync(join(folder, 'app-armor'), '')
    run('after-install.sh', '1')
    expect(readFileSync(profile(), 'utf8')).toBe('profile')
    run('after-remove.sh', '1')
    expect(existsSync(profile())).toBe(true)
    run('after-remove.sh', '0')
    expect(existsSync(profile())).toBe(false)
  })
})
