/** `npm start`: builds the program and opens it, for one's own server. Arguments go to the program. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.ts'
import { chooseRuntime } from './chromium-runtime/choose.ts'
import { ensureSystemPackages } from './setup/ensure-system-packages.ts'

const top = join(import.meta.dirname, '..')
if (
  process.platform === 'linux' &&
  !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) &&
  process.env.CENTELLA_RUNTIME_HEADLESS !== '1'
) {
  console.error('There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.')
  console.error('To see the program all the same, run this, which writes a screenshot: npm run demo')
  process.exit(1)
}
const runtime = await chooseRuntime()
await ensureSystemPackages('start', { chromium: runtime.kind === 'chromium-stand-in' })
await build()
if (process.getuid?.() === 0) console.log('Running as root: the sandbox of the page is off. Use an ordinary account.')
const asRoot = process.getuid?.() === 0 && runtime.kind === 'electron' ? ['--no-sandbox'] : []
const program = spawn(join(top, 'node_modules/.bin/electron'), [...asRoot, '.', ...process.argv.slice(2)], {
  cwd: top,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...(runtime.distribution === null ? {} : { ELECTRON_OVERRIDE_DIST_PATH: runtime.distribution }),
  },
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => program.kill(signal))
program.on('exit', code => {
  process.exitCode = code ?? 1
})
