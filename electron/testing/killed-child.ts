import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { KillPoint } from './kill-points.ts'

const program = fileURLToPath(new URL('./killed-core.ts', import.meta.url))

/** `killed-core.ts` in a process of its own. */
export interface KilledChild {
  /** Says something, or arms a point (after "!"). */
  order(line: string): void
  /** Resolves when it has said this line. */
  said(line: string): Promise<void>
  readonly exited: Promise<unknown>
  kill(): Promise<unknown>
}

/** @param options.point at which it dies, from the beginning */
export function startKilledChild(options: {
  readonly folder: string
  readonly host: string
  readonly port: number
  readonly address: AccountId
  /** To whom, or to which room, it writes. */
  readonly peer: BareJid
  readonly point?: KillPoint
}): KilledChild {
  const { folder, host, port, address, peer, point } = options
  const last = point === undefined ? [] : [point]
  const child: ChildProcess = spawn(process.execPath, [program, folder, host, String(port), address, peer, ...last], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('unreachable')
  stdin.on('error', () => {})
  const exited = once(child, 'exit')
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: stdout }).on('line', line => {
    lines.push(line)
    for (const look of [...waiting]) look()
  })
  return {
    order: line => void stdin.write(`${line}\n`),
    exited,
    kill() {
      child.kill('SIGKILL')
      return exited
    },
    said: line =>
      new Promise((resolve, reject) => {
        child.once('exit', () => reject(new Error(`it ended before "${line}", after: ${lines.slice(-5).join(', ')}`)))
        const look = (): void => {
          if (!lines.includes(line)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}
