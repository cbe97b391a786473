import { spawn } from 'node:child_process'
import { join } from 'node:path'

const top = join(import.meta.dirname, '..')

/**
 * Builds the program into `out/`.
 * @throws Error where the build fails; it has printed why
 */
export async function build(): Promise<void> {
  const args = [join(top, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn']
  const child = spawn(process.execPath, args, { cwd: top, stdio: 'inherit' })
  const code = await new Promise<number | null>(done => child.on('exit', done))
  if (code !== 0) throw new Error('The program could not be built')
}
