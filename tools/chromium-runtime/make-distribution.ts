import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { electronVersion } from './program.ts'

const runtime = import.meta.dirname
const node24 = join(runtime, '../../node_modules/node/bin/node')

/**
 * Makes a folder that passes for an unpacked Electron: set as `ELECTRON_OVERRIDE_DIST_PATH` it makes `require('electron')`,
 * the command line and Playwright start the stand-in. It holds a script of two lines; the runtime stays where it is.
 * @param folder made where it is not there
 * @param node the program of Node 24
 */
export function makeDistribution(folder: string, node: string = existsSync(node24) ? node24 : process.execPath): void {
  mkdirSync(folder, { recursive: true })
  const executable = join(folder, 'electron')
  const flags = '--unhandled-rejections=warn-with-error-code --disable-warning=ExperimentalWarning'
  const script = [
    '#!/bin/sh',
    `export CENTELLA_RUNTIME_EXECUTABLE=${quote(executable)}`,
    `exec ${quote(node)} ${flags} ${quote(join(runtime, 'run.ts'))} "$@"`,
    '',
  ].join('\n')
  writeWhereDifferent(executable, script)
  chmodSync(executable, 0o755)
  writeWhereDifferent(join(folder, 'version'), electronVersion)
  writeWhereDifferent(join(folder, 'LICENSE'), 'The Chromium stand-in. No Electron inside.\n')
}

/** Leaves a file alone that is right already: another process may be starting it. */
function writeWhereDifferent(file: string, content: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeFileSync(file, content)
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
