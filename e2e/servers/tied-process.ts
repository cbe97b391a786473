/** Processes that tests start: each ends with the process that started it, however that one ends. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface TiedProcess {
  /** True until the process and all that it started are gone. */
  readonly running: () => boolean
  /** Sends a signal to the process and its children. */
  readonly signal: (name: 'TERM' | 'KILL' | 'STOP' | 'CONT' | 'INT') => void
  /** Asks the process to end, kills it and its children after `grace` milliseconds, and waits until they are gone. */
  readonly end: (grace: number) => Promise<void>
  readonly ended: Promise<void>
}

export interface TiedProcessOptions {
  readonly command: string
  readonly args: readonly string[]
  /** Where its output goes. */
  readonly log: string
  readonly folder: string
  /** The folder goes when this process ends without having ended that one; false. */
  readonly folderIsTemporary?: boolean
  readonly environment?: Readonly<Record<string, string>>
}

/** Starts a process that ends when this one does (see tied.sh). */
export function startTied(options: TiedProcessOptions): TiedProcess {
  const { command, args, log, folder, environment = {} } = options
  const output = openSync(log, 'a')
  const temporary = options.folderIsTemporary === true ? folder : ''
  const child = spawn('/bin/sh', [join(import.meta.dirname, 'tied.sh'), temporary, command, ...args], {
    cwd: folder,
    env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`, ...environment },
    stdio: ['pipe', output, output],
    // A group of its own: Ctrl+C in a terminal must not end tied.sh before what it looks after.
    detached: true,
  })
  closeSync(output)
  let running = true
  // Writing to one that has just ended is no error.
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<void>(resolve => {
    const done = () => {
      running = false
      resolve()
    }
    child.once('exit', done)
    child.once('error', done)
  })
  const signal: TiedProcess['signal'] = name => void (running && child.stdin?.write(`${name}\n`))
  return {
    running: () => running,
    signal,
    ended,
    end: async grace => {
      if (grace > 0) {
        signal('TERM')
        const patience = new AbortController()
        await Promise.race([ended, pause(grace, undefined, { signal: patience.signal }).catch(() => undefined)])
        patience.abort()
      }
      signal('KILL')
      await ended
      child.stdin?.end()
    },
  }
}

/** Below the range that the system hands out by itself, so that no outgoing connection takes it meanwhile. */
const lowest = 12_000
const highest = 32_000

/** A TCP port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    const probe = createServer()
    const listening = await new Promise<boolean>(resolve => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (listening) {
      probe.close()
      await once(probe, 'close')
      return port
    }
  }
}

/** True when something accepts connections there. */
export function accepts(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, host)
    const done = (result: boolean) => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
  })
}

/** Waits until `condition` holds, looking every 10 ms; false when `limit` milliseconds have passed. */
export async function until(condition: () => boolean | Promise<boolean>, limit: number): Promise<boolean> {
  const end = performance.now() + limit
  while (!(await condition())) {
    if (performance.now() > end) return false
    await pause(10)
  }
  return true
}
