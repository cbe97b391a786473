import { spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { _electron } from 'playwright'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWorld, sampleFolder, type World } from './sample/start-sample.ts'

const electronFolder = join(createRequire(import.meta.url).resolve('electron/package.json'), '..')

// Chromium takes its time on a machine that has other things to do.
vi.setConfig({ testTimeout: 60_000 })

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.dispose())

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, ELECTRON_OVERRIDE_DIST_PATH: world.distribution })

test("the npm package's own module answers with the stand-in", () => {
  const script = `process.stdout.write(require(${JSON.stringify(electronFolder)}))`
  const run = spawnSync(process.execPath, ['-e', script], { env: environment(), encoding: 'utf8' })
  expect(run.stdout).toBe(world.executable)
})

test("the npm package's command line starts it, and passes on that it is to quit", async () => {
  const args = [join(electronFolder, 'cli.js'), sampleFolder, `--user-data-dir=${world.profile()}`, '--no-window']
  const child = spawn(process.execPath, args, { env: environment(), stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  for await (const chunk of child.stdout) {
    said += String(chunk)
    if (/^ready /m.test(said)) child.kill('SIGTERM')
  }
  expect(said).toMatch(/^will-quit$/m)
  expect(child.exitCode ?? (await new Promise(resolve => child.once('exit', resolve)))).toBe(0)
})

test('Playwright starts it by its path as well', async () => {
  const app = await _electron.launch({
    executablePath: world.executable,
    args: [sampleFolder, `--user-data-dir=${world.profile()}`],
  })
  const page = await app.firstWindow()
  await page.getByRole('heading', { name: 'Sample' }).waitFor()
  expect(await app.evaluate(({ app: program }) => [program.getName(), program.getVersion()])).toEqual([
    'Sample',
    '1.2.3',
  ])
  await app.close()
})
