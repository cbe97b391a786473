/**
 * `npm run demo`: a server of its own with a small school in it, and two windows, ana's and bob's, that talk through it.
 * Ctrl+C ends all of it.
 *
 *   --es     in Spanish; --en in English. As the system says otherwise
 *   --once   take the picture and end
 *   --built  take the build that is there
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { makeCertificates, type RunningServer } from '../../e2e/servers/index.ts'
import type { Language } from '../../shared/domain/settings.ts'
import { build } from '../build.ts'
import { chooseRuntime } from '../chromium-runtime/choose.ts'
import { ensureSystemPackages } from '../setup/ensure-system-packages.ts'
import { startDisplay } from './display.ts'
import { addressOf, domain, passwordOf, people } from './people.ts'
import { whyNoSandbox } from './sandbox.ts'
import { room } from './talks.ts'
import { type DemoWindow, joinRoom, openWindow, sideBySide, signIn, talk } from './windows.ts'
import { startWorld } from './world.ts'

const top = join(import.meta.dirname, '../..')
const asked = new Set(process.argv.slice(2))
const once = asked.has('--once')
const language = chooseLanguage()

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

  const started = performance.now()
  const server = await startServer()
  const display = await findDisplay()
  if (stopping) return

  console.log('Opening the windows ...')
  const windows = await Promise.all(
    ['ana', 'bob'].map(async name => {
      const profile = join(folder, name)
      const options = { name, language, profile, sandbox: noSandbox === null, trusts: server.authority }
      const window = await openWindow(options)
      endings.push(window.close)
      keepSignals()
      return window
    }),
  )
  try {
    await Promise.all(windows.map(window => signIn(window, server)))
    await Promise.all(windows.map(window => joinRoom(window, room.name)))
    await sideBySide(windows)
    const [ana, bob] = windows
    if (ana !== undefined && bob !== undefined) await talk(ana, bob)
  } catch (error) {
    if (!stopping)
      for (const file of await takePicture(windows, display)) console.error(`What the windows show: ${file}`)
    throw error
  }
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(summary(server, await takePicture(windows, display), seconds))
  if (once) stop.resolve(0)
  else {
    console.log('\nCtrl+C ends all of it.')
    void Promise.all(windows.map(window => window.closed)).then(() => stop.resolve(0))
  }
}

async function startServer(): Promise<RunningServer> {
  const certificates = await makeCertificates(join(folder, 'certificates'), domain)
  const world = await startWorld({ certificates, language })
  endings.push(world.end)
  return world.server
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
  return Promise.all(windows.map(async window => write(window.name, await window.page.screenshot())))
}

function summary(server: RunningServer, pictures: readonly string[], seconds: number): string {
  const rows = people.map(
    ({ name, fullName }) => `  ${addressOf(name).padEnd(20)} ${passwordOf(name).padEnd(18)} ${fullName[language]}`,
  )
  return [
    '',
    `ana and bob are signed in, and have talked to each other through Prosody. That took ${seconds} s.`,
    `They have contacts, older messages, a request to answer and the room "${room.name}".`,
    '',
    'Accounts and passwords, for any XMPP client on this machine:',
    ...rows,
    `Server:      ${server.host}, port ${server.port} (STARTTLS) or ${server.directTlsPort} (direct TLS)`,
    `Certificate: trust the authority in ${server.authority.file}`,
    ...pictures.map(file => `Screenshot:  ${file}`),
  ].join('\n')
}

function chooseLanguage(): Language {
  if (asked.has('--es') || asked.has('--en')) return asked.has('--es') ? 'es' : 'en'
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('es') ? 'es' : 'en'
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
