/**
 * `npm run guide`: takes the pictures of the guides anew, from the running program in the demo's world, in both languages.
 * They go to docs/images/guide, where docs/guide.en.md and docs/guide.es.md show them; both windows of the demo, for the
 * README, to docs/images/demo.png.
 *
 *   --built     take the build that is there
 *   --en, --es  this language alone
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificates } from '../../e2e/servers/index.ts'
import { languages } from '../../shared/domain/settings.ts'
import { build } from '../build.ts'
import { chooseRuntime } from '../chromium-runtime/choose.ts'
import { startDisplay } from '../demo/display.ts'
import { domain } from '../demo/people.ts'
import { whyNoSandbox } from '../demo/sandbox.ts'
import { openWindow } from '../demo/windows.ts'
import { startWorld } from '../demo/world.ts'
import { ensureSystemPackages } from '../setup/ensure-system-packages.ts'
import { takeScenes } from './scenes.ts'
import { smallPng } from './small-png.ts'

const top = join(import.meta.dirname, '../..')
const pictures = join(top, 'docs/images/guide')
const asked = new Set(process.argv.slice(2))
const wanted = languages.filter(each => asked.has(`--${each}`))

// Whatever display the person has: nothing of it gets into the pictures.
delete process.env.DISPLAY
delete process.env.WAYLAND_DISPLAY
const runtime = await chooseRuntime()
await ensureSystemPackages('demo', { chromium: runtime.kind === 'chromium-stand-in' })
if (runtime.distribution !== null) process.env.ELECTRON_OVERRIDE_DIST_PATH = runtime.distribution
if (!asked.has('--built') || !existsSync(join(top, 'out/main/main.js'))) await build()

const folder = mkdtempSync(join(tmpdir(), 'centella-guide-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, 'display'))
const display = await startDisplay(join(folder, 'display'), 1400, 900)
process.env.DISPLAY = display.name
mkdirSync(pictures, { recursive: true })
try {
  const certificates = await makeCertificates(join(folder, 'certificates'), domain)
  for (const language of wanted.length === 0 ? languages : wanted) {
    const world = await startWorld({ certificates, language, selfSigned: true })
    const open = (name: string) =>
      openWindow({
        ...{ name, language, sandbox: whyNoSandbox() === null, trusts: null },
        profile: join(folder, `${name}-${language}`),
      })
    const windows = await Promise.all([open('ana'), open('bob')])
    try {
      await takeScenes({
        ...{ windows, server: world.server, folder },
        keep: (name, picture) => {
          const small = smallPng(picture)
          writeFileSync(join(pictures, `${name}.${language}.png`), small)
          console.log(`${name}.${language}.png`.padEnd(24), `${Math.round(small.length / 1024)} KB`)
        },
      })
    } catch (error) {
      for (const window of windows) {
        const file = join(top, '.cache', `guide-${window.name}.png`)
        writeFileSync(file, await window.page.screenshot())
        console.error(`What ${window.name} sees: ${file}`)
      }
      throw error
    } finally {
      await Promise.all(windows.map(window => window.close()))
      await world.end()
    }
  }
} finally {
  await display.end()
}

const { DISPLAY: _, ...environment } = process.env
const demo = [join(top, 'tools/demo/demo.ts'), '--built', '--once', '--en']
execFileSync(process.execPath, demo, { cwd: top, env: environment, stdio: 'ignore' })
writeFileSync(join(top, 'docs/images/demo.png'), smallPng(readFileSync(join(top, '.cache/demo/both-windows.png'))))
process.exit(0)
