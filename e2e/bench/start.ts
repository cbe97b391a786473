/** `start`: how long until the window takes a keystroke, how much memory, beside an empty window on the same runtime. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mouse } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'
import { freePort } from '../servers/tied-process.ts'
import { type Figure, figure } from './figures.ts'
import { connectToPage, until } from './page.ts'
import { family, memoryMiB } from './processes.ts'

const top = join(import.meta.dirname, '../..')
const typed = "document.activeElement?.value?.includes('a') === true"
const online = "[...document.querySelectorAll('[role=status]')].some(each => each.textContent === 'Online')"

interface Started {
  readonly milliseconds: number
  readonly mebibytes: number
}

export async function benchStart(executable: string, runs: number): Promise<Readonly<Record<string, Figure>>> {
  const empty: Started[] = []
  const own: Started[] = []
  // In turn, so that a machine that grows slower is slower for both.
  for (let run = 0; run <= runs; run++) {
    const pair = [
      await startUntilTyped(executable, join(import.meta.dirname, 'empty-window')),
      await startUntilTyped(executable, top),
    ] as const
    // The first pair fills the caches of the disk.
    if (run === 0) continue
    empty.push(pair[0])
    own.push(pair[1])
  }
  const seconds = await startUntilOnline(executable, runs)
  const ratio = (of: (started: Started) => number): readonly number[] =>
    own.map((started, index) => of(started) / of(empty[index] ?? started))
  return {
    timeRatio: figure(
      ratio(each => each.milliseconds),
      'ratio',
    ),
    memoryRatio: figure(
      ratio(each => each.mebibytes),
      'ratio',
    ),
    usableSeconds: figure(
      own.map(each => each.milliseconds / 1000),
      's',
    ),
    onlineSeconds: figure(seconds, 's'),
    memoryMiB: figure(
      own.map(each => each.mebibytes),
      'MiB',
    ),
  }
}

async function startUntilTyped(executable: string, program: string): Promise<Started> {
  const profile = await mkdtemp(join(tmpdir(), 'centella-bench-'))
  const port = await freePort()
  const began = performance.now()
  const child = start(executable, program, profile, port)
  try {
    using page = await connectToPage(port, '/index.html')
    await until(page, "document.activeElement?.tagName === 'INPUT'")
    while ((await page.evaluate(typed)) !== true) await page.press('a')
    const milliseconds = performance.now() - began
    return { milliseconds, mebibytes: memoryMiB(child.pid ?? 0) }
  } finally {
    await end(child)
    await rm(profile, { recursive: true, force: true })
  }
}

/** From the start of the program to "Online", by itself, with a remembered password. */
async function startUntilOnline(executable: string, runs: number): Promise<readonly number[]> {
  await using server = await startProsody({ mutualContacts: true })
  const profile = await mkdtemp(join(tmpdir(), 'centella-bench-'))
  const trust = server.authority.file
  const seconds: number[] = []
  try {
    const first = await launchProgram({ profile, trust })
    await signIn(first.page, mouse, server, 'ana', { remember: true, automatically: true })
    await first.close()
    for (let run = 0; run < runs; run++) {
      const port = await freePort()
      const began = performance.now()
      const child = start(executable, top, profile, port, { NODE_EXTRA_CA_CERTS: trust })
      try {
        using page = await connectToPage(port, '/index.html')
        await until(page, online)
        seconds.push((performance.now() - began) / 1000)
      } finally {
        await end(child)
      }
    }
    return seconds
  } finally {
    await rm(profile, { recursive: true, force: true })
  }
}

function start(
  executable: string,
  program: string,
  profile: string,
  port: number,
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const args = [...asRoot, program, `--user-data-dir=${profile}`, `--remote-debugging-port=${port}`]
  const env = { ...process.env, ...environment, LANG: 'en_US.UTF-8', CENTELLA_RUNTIME_QUIET: '1' }
  return spawn(executable, args, { cwd: program, env, stdio: 'ignore' })
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise(done => child.once('exit', done))
  const all = family(child.pid ?? 0)
  child.kill('SIGTERM')
  await gone
  for (const pid of all) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
