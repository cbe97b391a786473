import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDistribution } from '../make-distribution.ts'

export const sampleFolder = import.meta.dirname

/** A temporary folder with a distribution of the stand-in, for one test file. */
export interface World {
  readonly distribution: string
  readonly executable: string
  /** A new profile. */
  profile(): string
  /** Starts the sample with a profile of its own, as a plain process. */
  start(profile: string, ...args: readonly string[]): RunningSample
  /** Ends what still runs and removes the folder. */
  dispose(): Promise<void>
}

export interface RunningSample {
  readonly pid: number
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
  /** Both outputs so far. */
  output(): string
  /** Waits until the output has a line that fits. @throws Error with the output where the process ends first */
  says(pattern: RegExp): Promise<RegExpExecArray>
  signal(signal: NodeJS.Signals): void
}

export function createWorld(): World {
  const folder = mkdtempSync(join(tmpdir(), 'chromium-runtime-'))
  const distribution = join(folder, 'distribution')
  const executable = join(distribution, 'electron')
  const running = new Set<RunningSample>()
  let profiles = 0
  makeDistribution(distribution)

  return {
    distribution,
    executable,
    profile() {
      profiles += 1
      return join(folder, `profile ${profiles}`)
    },
    start(profile, ...args) {
      const child = spawn(executable, [sampleFolder, `--user-data-dir=${profile}`, ...args], { stdio: 'pipe' })
      const sample = watch(child)
      running.add(sample)
      return sample
    },
    async dispose() {
      for (const sample of running) {
        sample.signal('SIGKILL')
        await sample.exited
      }
      await until(() => chromiumProcesses(folder).length === 0)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function watch(child: ChildProcess): RunningSample {
  let text = ''
  const changed = new Set<() => void>()
  const hear = (chunk: Buffer): void => {
    text += chunk.toString()
    for (const listener of changed) listener()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => {
    child.on('close', (code, signal) => resolve({ code, signal }))
  })
  return {
    pid: child.pid ?? 0,
    exited,
    output: () => text,
    signal: signal => void child.kill(signal),
    says(pattern) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(text)
          if (found === null) return
          changed.delete(look)
          resolve(found)
        }
        changed.add(look)
        exited.then(({ code }) => {
          look()
          reject(new Error(`The sample ended (${code}) without saying ${pattern}:\n${text}`))
        })
        look()
      })
    },
  }
}

/** Ids of the processes whose command line names a folder: Chromium's, with all its parts. */
export function chromiumProcesses(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => {
      const commandLine = join('/proc', pid, 'cmdline')
      try {
        const text = existsSync(commandLine) ? readFileSync(commandLine, 'utf8') : ''
        return text.includes(`--user-data-dir=${folder}`) && text.includes('chrom')
      } catch {
        // It ended while it was being looked at.
        return false
      }
    })
    .map(Number)
}

/** Looks every 50 ms: nothing tells when another process' children are gone. @throws Error after ten seconds */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000
  while (!holds()) {
    if (Date.now() > end) throw new Error('It did not come to pass in ten seconds')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
