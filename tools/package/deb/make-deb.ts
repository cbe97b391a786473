import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { changelogFile, controlFile, copyrightFile } from './control.ts'
import type { PackageOrder } from './fpm-arguments.ts'

/**
 * Makes a .deb with dpkg-deb. The same order, files and time give the same bytes.
 * @param seconds since 1970, the time of every file in it (`SOURCE_DATE_EPOCH` of reproducible-builds.org)
 * @throws Error where dpkg-deb fails or is not there
 */
export function makeDeb(order: PackageOrder, seconds: number): void {
  const world = mkdtempSync(join(tmpdir(), 'centella-deb-'))
  try {
    for (const { source, target } of order.files) place(source, join(world, target))
    const documents = join(world, 'usr/share/doc', order.name)
    mkdirSync(documents, { recursive: true })
    writeFileSync(join(documents, 'copyright'), copyrightFile(order, seconds))
    writeFileSync(join(documents, 'changelog.gz'), gzipSync(changelogFile(order, seconds), { level: 9 }))

    const paths = readdirSync(world, { recursive: true, encoding: 'utf8' }).map(path => join(world, path))
    const files = paths.filter(path => lstatSync(path).isFile()).sort()
    const kibibytes = paths.reduce((sum, path) => sum + sizeOf(path), 0)
    const sums = files.map(
      path => `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${relative(world, path)}\n`,
    )

    const control = join(world, 'DEBIAN')
    mkdirSync(control)
    writeFileSync(join(control, 'control'), controlFile(order, kibibytes))
    writeFileSync(join(control, 'md5sums'), sums.join(''))
    const scripts = [
      ['postinst', order.afterInstall],
      ['postrm', order.afterRemove],
    ] as const
    for (const [name, script] of scripts) if (script !== null) writeFileSync(join(control, name), readFileSync(script))
    settle(world, seconds)
    for (const [name, script] of scripts) if (script !== null) chmodSync(join(control, name), 0o755)
    pack(order, world, seconds)
  } finally {
    rmSync(world, { recursive: true, force: true })
  }
}

function place(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true })
  cpSync(source, target, { recursive: true, verbatimSymlinks: true })
}

/** As dpkg-gencontrol counts: files in whole kibibytes, one for anything else. */
function sizeOf(path: string): number {
  const found = lstatSync(path)
  return found.isFile() ? Math.ceil(found.size / 1024) : 1
}

/** Rights and times that do not depend on whose computer this is. What root installs, others read and may not write. */
function settle(path: string, seconds: number): void {
  const found = lstatSync(path)
  if (found.isDirectory()) for (const name of readdirSync(path)) settle(join(path, name), seconds)
  if (!found.isSymbolicLink()) chmodSync(path, found.isDirectory() || (found.mode & 0o111) !== 0 ? 0o755 : 0o644)
  lutimesSync(path, seconds, seconds)
}

function pack(order: PackageOrder, world: string, seconds: number): void {
  const compression = { gz: 'gzip', zst: 'zstd' }[order.compression] ?? 'xz'
  mkdirSync(dirname(order.file), { recursive: true })
  const run = spawnSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', world, order.file], {
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds) },
  })
  if (run.error !== undefined) throw new Error(`A .deb is made by dpkg-deb, which did not start: ${run.error.message}`)
  if (run.status !== 0) throw new Error(`dpkg-deb: ${run.stderr}`)
}
