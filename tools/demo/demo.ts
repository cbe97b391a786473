/**
 * `npm run demo`: a server of its own and two windows, ana's and bob's, that talk through it. Ctrl+C ends all of it.
 *
 *   --once   take the picture and end
 *   --built  take the build that is there
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeCertificates, type RunningServer, startProsody } from '../../e2e/servers/index.ts'
import { build } from '../build.ts'
import { chooseRuntime } from '../chromium-runtime/choose.ts'
import { ensureSystemPackages } from '../setup/ensure-system-packages.ts'
import { startDisplay } from './display.ts'
import { whyNoSandbox } from './sandbox.ts'
import { type DemoWindow, openWindow, sideBySide, talk } from './windows.ts'

const top = join(import.meta.dirname, '../..')
const domain = 'mired.org'
const accounts = [
  { name: 'ana', password: 'ana-secreto', label: 'Ana Ruiz', groups: ['Clase'] },
  { name: 'bob', password: 'bob-secreto', label: 'Bob Martín', groups: ['Clase'] },
  { name: 'carla', password: 'carla-secreto', label: 'Carla Gómez', groups: ['Profesores'] },
]
const asked = new Set(process.argv.slice(2))
const once = asked.has('--once')

const folder = mkdtempSync(join(tmpdir(), 'centella-demo-'))
const endings: (() => Promise<unknown>)[] = []
// What is left when this process ends in a way of its own; what it started ends with it.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

let stopping = false
const stop = Promise.withResolvers<number>()
const onSignal = () => stop.resolve(0)
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
for (const signal of signals) process.on(signal, onSignal)

/** Playwright ends this process by itself at a signal, before the rest has ended: ending is ours alone. */
function keepSignals(): void {
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) if (listener !== onSignal) process.off(signal, listener)
  }
}

const show = async (): Promise<void> => {
  const runtime = await chooseRuntime()
  await ensureSystemPackages('demo', { chromium: runtime.kind === 'chromium-stand-in' })
  if (runtime.distribution !== null) process.env.ELECTRON_OVERRIDE_DIST_PATH = runtime.distribution
  const onElectron = runtime.kind === 'electron'
  console.log(
    onElectron ? 'The windows run on Electron.' : "The windows run on Chromium, standing in for Electron's own.",
  )
  const noSandbox = whyNoSandbox()
  if (noSandbox !== null) {
    console.log(`The sandbox of the pages is off, because ${noSandbox}. Fine for a demo, no more.`)
  }

  if (!asked.has('--built') || !existsSync(join(top, 'out/main/main.js'))) {
    console.log('Building the program ...')
    await build()
  }

  const server = await startServer()
  const display = await findDisplay()

  console.log('Opening the windows ...')
  const windows: DemoWindow[] = []
  for (const account of accounts.slice(0, 2)) {
    if (stopping) return
    const window = await openWindow(server, account, join(folder, account.name), noSandbox === null)
    endings.push(window.close)
    keepSignals()
    windows.push(window)
  }
  try {
    await sideBySide(windows)
    const [ana, bob] = windows
    if (ana !== undefined && bob !== undefined) await talk(ana, bob)
  } catch (error) {
    if (!stopping)
      for (const file of await takePicture(windows, display)) console.error(`What the windows show: ${file}`)
    throw error
  }
  console.log(summary(server, await takePicture(windows, display)))
  if (once) stop.resolve(0)
  else {
    console.log('\nCtrl+C ends all of it.')
    void Promise.all(windows.map(window => window.closed)).then(() => stop.resolve(0))
  }
}

async function startServer(): Promise<RunningServer> {
  const certificates = await makeCertificates(join(folder, 'certificates'), domain)
  const options = { domain, certificates, users: accounts, mutualContacts: true, directTls: true }
  const server = await startProsody(options)
  endings.push(async () => server[Symbol.asyncDispose]())
  return server
}

/** The display there is, or one of our own with a way to take its picture. */
async function findDisplay(): Promise<(() => Promise<Buffer>) | null> {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return null
  const files = join(folder, 'display')
  mkdirSync(files)
  const display = await startDisplay(files, 1960, 920)
  endings.push(display.end)
  process.env.DISPLAY = display.name
  console.log(`There is no display: the windows are on one of their own, ${display.name}.`)
  return display.picture
}

/** Writes what there is to see; with a display of the person's own only where nobody is looking. */
async function takePicture(
  windows: readonly DemoWindow[],
  display: (() => Promise<Buffer>) | null,
): Promise<readonly string[]> {
  const results = join(top, '.cache/demo')
  mkdirSync(results, { recursive: true })
  const write = (name: string, picture: Buffer) => {
    const file = join(results, `${name}.png`)
    writeFileSync(file, picture)
    return file
  }
  if (display !== null) return [write('both-windows', await display())]
  if (!once) return []
  return Promise.all(windows.map(async window => write(window.account.name, await window.page.screenshot())))
}

function summary(server: RunningServer, pictures: readonly string[]): string {
  const rows = accounts.map(
    ({ name, password, label }) => `  ${`${name}@${domain}`.padEnd(18)} ${password.padEnd(16)} ${label}`,
  )
  return [
    '',
    'ana and bob are signed in, and have talked to each other through Prosody.',
    '',
    'Accounts and passwords, for any XMPP client on this machine:',
    ...rows,
    `Server:      ${server.host}, port ${server.port} (STARTTLS) or ${server.directTlsPort} (direct TLS)`,
    `Certificate: trust the authority in ${server.authority.file}`,
    ...pictures.map(file => `Screenshot:  ${file}`),
  ].join('\n')
}

async function endAll(): Promise<void> {
  // Windows before the display they are on, and all of them before the server.
  for (const end of endings.splice(0).reverse()) {
    await end().catch((error: unknown) =>
      console.error('While ending:', error instanceof Error ? error.message : error),
    )
  }
}

const showing = show().catch((error: unknown) => {
  // Whatever is cut off by a signal fails, and is no news.
  if (!stopping) console.error(error instanceof Error ? error.message : error)
  stop.resolve(1)
})
const code = await stop.promise
stopping = true
await endAll()
// A step that was under way may have started one thing more.
await Promise.race([showing, pause(5000)])
await endAll()
process.exit(code)
