/**
 * Starts an installed or unpacked program with a profile of its own and waits for its window: `node try-installed.ts PROGRAM`.
 * It is reached as anybody could reach it, by `--remote-debugging-port`: nothing of the checkout goes into the program.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { type Browser, chromium } from 'playwright'

/** Milliseconds for the window to come, and for the program to go. */
const patience = 60_000

const [given] = process.argv.slice(2)
if (given === undefined) {
  console.error('Usage: node tools/package/try-installed.ts PROGRAM')
  process.exit(1)
}
const program = resolve(given)
const profile = mkdtempSync(join(tmpdir(), 'centella-try-'))
const port = await freePort()
const child = spawn(program, [`--user-data-dir=${profile}`, `--remote-debugging-port=${port}`], {
  stdio: 'inherit',
  cwd: profile,
})
const gone = new Promise<void>(done => child.once('close', () => done()))
child.once('error', error => console.error(error.message))
try {
  const browser = await connect(Date.now() + patience)
  const context = browser.contexts()[0]
  if (context === undefined) throw new Error('It has no windows')
  const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: patience }))
  await page.locator('.sign-in').waitFor({ timeout: patience })
  console.log(`${program} shows:\n${await page.locator('body').ariaSnapshot()}`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  child.kill('SIGTERM')
  await Promise.race([gone, later(patience)])
  child.kill('SIGKILL')
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
}
process.exit()

async function connect(end: number): Promise<Browser> {
  for (;;) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    } catch (error) {
      // Not up yet, or never.
      if (Date.now() > end || child.exitCode !== null) throw error
      await later(250)
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
