import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Configuration } from 'electron-builder'
import { electronVersion } from '../chromium-runtime/program.ts'

const runtime = join(import.meta.dirname, '../chromium-runtime')
/** Parts of the runtime's folder that only a checkout has a use for. */
const leftOut = /\.test\.ts$|^sample(\/|$)|^(README\.md|choose\.ts|print\.ts|make-distribution\.ts)$/

/**
 * Makes a folder that electron-builder takes for an unpacked Electron, and that needs nothing of this checkout: Node, the
 * stand-in's sources and a script that starts the program beside them on the installed Chromium.
 * @param folder made anew
 * @param node the program of Node 24 to put in
 */
export function makeStandIn(folder: string, node: string = process.execPath): void {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(runtime, join(folder, 'stand-in'), {
    recursive: true,
    filter: source => !leftOut.test(relative(runtime, source).replaceAll('\\', '/')),
  })
  cpSync(node, join(folder, 'node'))
  chmodSync(join(folder, 'node'), 0o755)
  const executable = join(folder, 'electron')
  writeFileSync(executable, startScript)
  chmodSync(executable, 0o755)
  writeFileSync(join(folder, 'version'), electronVersion)
  writeFileSync(
    join(folder, 'LICENSE'),
    'The Chromium stand-in. No Electron inside. For development, never to be handed out.\n',
  )
}

/** The program's folder comes first, so that switches after it are the program's own as well. */
const startScript = `#!/bin/sh
# The Chromium stand-in for Electron: for development, never to be handed out.
own=$(readlink -f "$0")
here=$(dirname "$own")
export CENTELLA_RUNTIME_EXECUTABLE="$own"
exec "$here/node" --unhandled-rejections=warn-with-error-code --disable-warning=ExperimentalWarning \\
  "$here/stand-in/run.ts" "$here/resources/app" "$@"
`

const warning = 'DEVELOPMENT BUILD on a stand-in for Electron (Node and the installed Chromium). Do not hand it out.'

/**
 * What differs from `electron-builder.yml` where the stand-in is packaged: above all its name, everywhere it is shown. The
 * version says it as well: it stands in the window, in the file's name, and comes before the release to Debian (`~`).
 * @param version the program's own
 */
export function standInSettings(distribution: string, version: string): Configuration {
  return {
    electronDist: distribution,
    electronVersion,
    productName: 'Centella-stand-in',
    extraMetadata: {
      version: `${version}-standin`,
      desktopName: 'centella-stand-in.desktop',
      description: warning,
    },
    // The stand-in reads no archives, has no fuses to set and no texts of its own.
    asar: false,
    electronFuses: null,
    electronLanguages: [],
    linux: {
      executableName: 'centella-stand-in',
      synopsis: 'Centella on a stand-in for Electron (development build)',
      description: warning,
      desktop: {
        entry: {
          Name: 'Centella (stand-in, development)',
          'Name[es]': 'Centella (sustituto, desarrollo)',
          'Comment[es]': 'COMPILACIÓN DE DESARROLLO sobre un sustituto de Electron. No la distribuyas.',
        },
      },
    },
    deb: {
      packageName: 'centella-stand-in',
      depends: ['chromium', 'xdg-utils', 'libc6', 'libstdc++6'],
      recommends: ['fonts-noto-core', 'fonts-noto-color-emoji'],
      // It is tried once on the machine that made it: quickly made is better than small.
      compression: 'gz',
    },
  }
}
