/** `npm run bench -- SCENARIO`: installs what it needs, builds the program, and measures it. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build } from './build.ts'
import { chooseRuntime } from './chromium-runtime/choose.ts'
import { ensureSystemPackages } from './setup/ensure-system-packages.ts'

const top = join(import.meta.dirname, '..')
const runtime = await chooseRuntime()
await ensureSystemPackages('demo', { chromium: runtime.kind === 'chromium-stand-in' })
await build()
const bench = spawn(process.execPath, [join(top, 'e2e/bench/bench.ts'), ...process.argv.slice(2)], {
  cwd: top,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...(runtime.distribution === null ? {} : { ELECTRON_OVERRIDE_DIST_PATH: runtime.distribution }),
  },
})
bench.on('exit', code => {
  process.exitCode = code ?? 1
})
