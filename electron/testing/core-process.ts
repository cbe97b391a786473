import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { FailureCode } from '../../shared/domain/failure.ts'
import type { Payload, Result } from '../../shared/ipc/index.ts'
import type { Core } from '../core/create-core.ts'
import type { SignIn } from './running-core.ts'

export type CoreReport =
  | { readonly event: 'state'; readonly phase: string; readonly code: string | null }
  | { readonly event: 'message'; readonly body: string }
  | ({ readonly event: 'measured' } & Measured)
  | { readonly event: 'answered'; readonly id: number; readonly result: unknown }
  | { readonly event: 'answered'; readonly id: number; readonly code: FailureCode }

/** What can be asked of a core without a window. */
export type CoreCommand = keyof Core['commands']

export interface CoreCall {
  readonly do: 'call'
  readonly id: number
  readonly name: CoreCommand
  readonly payload: unknown
}

export interface Measured {
  /** Bytes: the most that has been in memory since the last measurement. */
  readonly peak: number
  /** Milliseconds since the last measurement that nothing else could run. */
  readonly longestStall: number
  /** Messages so far. */
  readonly received: number
  readonly warnings: number
}

/** A core in a process of its own, so that its memory can be measured and it can be killed. */
export interface CoreProcess extends AsyncDisposable {
  readonly folder: string
  /** Bodies of what has arrived, cut at 100 characters, but for those that begin with `flood`. */
  readonly bodies: readonly string[]
  /** Where its connection was, but for `connecting`: the phase, and the code of the failure. */
  readonly states: readonly string[]
  /** Resolves when it is online. */
  signIn(form: SignIn): Promise<void>
  /** The same without waiting. */
  beginSignIn(form: SignIn): void
  /** Resolves when such a message has arrived. Rejects when it has not within that many milliseconds. */
  until(body: string, limit?: number): Promise<void>
  measure(): Promise<Measured>
  /** Calls a command as a window would. Rejects with the code of the failure as its message. */
  call<Name extends CoreCommand>(name: Name, payload: Payload<Name>): Promise<Result<Name>>
  /** The person will choose it when asked next. */
  choose(path: string): void
  /** Ends it as a person would; its profile stays until it is disposed of. */
  stop(): Promise<void>
  kill(): Promise<void>
}

export async function startCoreProcess(
  options: {
    readonly folder?: string
    /** Long waits end sooner (`impatient-clock.ts`); false. */
    readonly impatient?: boolean
  } = {},
): Promise<CoreProcess> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'centella-core-')))
  const program = fileURLToPath(new URL('./core-process-main.ts', import.meta.url))
  const pace = options.impatient === true ? ['impatient'] : []
  const child = spawn(process.execPath, [program, folder, ...pace], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  child.stdin.on('error', () => undefined)
  const bodies: string[] = []
  const states: string[] = []
  const measured: ((report: Measured) => void)[] = []
  const answers = new Map<number, PromiseWithResolvers<unknown>>()
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', line => {
    const report = JSON.parse(line) as CoreReport
    if (report.event === 'measured') measured.shift()?.(report)
    else if (report.event === 'answered') {
      const { resolve, reject } = answers.get(report.id) ?? Promise.withResolvers()
      if ('code' in report) reject(new Error(report.code))
      else resolve(report.result)
    } else if (report.event === 'message') bodies.push(report.body)
    else states.push(report.code === null ? report.phase : `${report.phase} ${report.code}`)
    for (const look of [...waiting]) look()
  })

  const order = (what: object): boolean => child.stdin.write(`${JSON.stringify(what)}\n`)
  const wait = (fulfilled: () => boolean, what: string, limit: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!fulfilled()) return
        done()
        resolve()
      }
      const late = setTimeout(() => {
        done()
        reject(new Error(`not within ${limit} ms: ${what}; ${states.join(', ')}; ${bodies.slice(-5).join(', ')}`))
      }, limit)
      const gone = (): void => {
        done()
        reject(new Error(`the core has ended while waiting for ${what}`))
      }
      const done = (): void => {
        clearTimeout(late)
        waiting.delete(look)
        child.off('exit', gone)
      }
      child.once('exit', gone)
      waiting.add(look)
      look()
    })

  async function end(): Promise<void> {
    order({ do: 'stop' })
    const patience = setTimeout(() => child.kill('SIGKILL'), 60_000)
    await exited
    clearTimeout(patience)
  }

  return {
    folder,
    bodies,
    states,
    beginSignIn: form => void order({ do: 'signIn', form }),
    async signIn(form) {
      const before = states.length
      order({ do: 'signIn', form })
      await wait(() => states.slice(before).includes('online'), 'online', 60_000)
    },
    until: (body, limit = 60_000) => wait(() => bodies.includes(body), body, limit),
    async measure() {
      const answer = Promise.withResolvers<Measured>()
      measured.push(answer.resolve)
      order({ do: 'measure' })
      return answer.promise
    },
    call(name, payload) {
      const answer = Promise.withResolvers<unknown>()
      const id = answers.size
      answers.set(id, answer)
      order({ do: 'call', id, name, payload } satisfies CoreCall)
      return answer.promise as Promise<Result<typeof name>>
    },
    choose: path => void order({ do: 'choose', path }),
    stop: end,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async [Symbol.asyncDispose]() {
      await end()
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
