/** `npm test`: installs what the tests need, builds the program, and runs every ring. Ends with one readable result. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chooseRuntime } from '../chromium-runtime/choose.ts'
import { ensureSystemPackages } from '../setup/ensure-system-packages.ts'
import { compareWithDisk } from './compare-with-disk.ts'
import { type Outcome, playwrightOutcome, vitestOutcome } from './outcome.ts'

const top = join(import.meta.dirname, '../..')
const results = join(top, 'test-results')
const vitestReport = join(results, 'vitest.json')
const playwrightReport = join(results, 'playwright.json')

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
const runtime = await chooseRuntime()
await ensureSystemPackages('test', { chromium: true })
console.log(`Windows run on ${runtime.kind === 'electron' ? 'Electron' : 'the Chromium stand-in for Electron'}.`)
const env = {
  ...process.env,
  // What tests start, they start many times: Node reads and compiles each file once.
  NODE_COMPILE_CACHE: join(top, '.cache/compiled'),
  ...(runtime.distribution === null ? {} : { ELECTRON_OVERRIDE_DIST_PATH: runtime.distribution }),
}

const steps = [
  { name: 'build', command: ['electron-vite', 'build', '--logLevel', 'warn'] },
  {
    name: 'parts and servers (vitest)',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
  },
  {
    name: 'journeys through the window (Playwright)',
    command: ['playwright', 'test', '-c', 'e2e/playwright.config.ts'],
  },
]
let running: ChildProcess | null = null
let stopped = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopped = true
    // Ctrl+C has reached the step as well.
    if (signal !== 'SIGINT') running?.kill(signal)
  })
}

const failedSteps: string[] = []
for (const step of steps) {
  const started = Date.now()
  const code = await run(step.command)
  if (stopped) process.exit(130)
  console.log(`\n${code === 0 ? 'done' : 'FAILED'}: ${step.name}, ${Math.round((Date.now() - started) / 1000)} s\n`)
  if (code !== 0) failedSteps.push(step.name)
  if (code !== 0 && step.name === 'build') break
}

const outcomes: readonly Outcome[] = [
  existsSync(vitestReport) ? vitestOutcome(readFileSync(vitestReport, 'utf8')) : null,
  existsSync(playwrightReport) ? playwrightOutcome(readFileSync(playwrightReport, 'utf8')) : null,
].filter(outcome => outcome !== null)
const missing = compareWithDisk(
  top,
  outcomes.flatMap(outcome => outcome.files),
)
for (const file of missing) console.log(`NOT RUN: ${file}`)
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0)
const skipped = outcomes.reduce((sum, outcome) => sum + outcome.skipped, 0)
const good = failedSteps.length === 0 && missing.length === 0 && failed === 0 && passed > 0

console.log(good ? 'Everything works.' : `Something does not work: ${[...failedSteps, ...missing].join(', ')}`)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = good ? 0 : 1

function run(command: readonly string[]): Promise<number> {
  const [program = '', ...args] = command
  return new Promise(done => {
    const child = spawn(join(top, 'node_modules/.bin', program), args, { cwd: top, env, stdio: 'inherit' })
    running = child
    child.on('exit', code => done(code ?? 1))
  })
}
