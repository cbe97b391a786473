/** The program of `core-process.ts`: a whole core, told what to do and asked how it is by lines of JSON. */
import { readFileSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { toFailure } from '../../shared/domain/failure.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { Log } from '../core/ports/index.ts'
import type { CoreCall, CoreReport } from './core-process.ts'
import { impatientClock } from './impatient-clock.ts'
import { type SignIn, startCore } from './running-core.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('The folder of the profile is missing')
let warnings = 0
const log: Log = {
  debug() {},
  info() {},
  warn() {
    warnings += 1
  },
  error() {
    warnings += 1
  },
  scope: () => log,
}
const running = await startCore({ folder, log, ...(process.argv[3] === 'impatient' ? { clock: impatientClock } : {}) })
const { core } = running
let received = 0
const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()

const say = (report: CoreReport): boolean => process.stdout.write(`${JSON.stringify(report)}\n`)

function tell(change: Change): void {
  if (change.type === 'connection.changed') {
    const { state } = change
    const code = 'failure' in state ? (state.failure?.code ?? null) : null
    if (state.phase !== 'connecting') say({ event: 'state', phase: state.phase, code })
  } else if (change.type === 'message.changed') {
    for (const { body, direction } of change.messages) {
      if (direction === 'out') continue
      received += 1
      if (!body.startsWith('flood')) say({ event: 'message', body: body.slice(0, 100) })
    }
  }
}

core.onChanges(changes => {
  for (const change of changes)
    tell(change)
    // What a window would hold of it is not what is measured here.
  ;(running.changes as Change[]).length = 0
})
await core.start()

async function call({ id, name, payload }: CoreCall): Promise<void> {
  const command = core.commands[name] as (payload: unknown) => unknown
  try {
    say({ event: 'answered', id, result: (await command(payload)) ?? null })
  } catch (error) {
    say({ event: 'answered', id, code: toFailure(error).code })
  }
}

/** Linux, /proc/self/status: the most that has been in memory, in bytes. */
function peak(): number {
  const [, kibibytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kibibytes) * 1024
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as
    | { do: 'signIn'; form: SignIn }
    | { do: 'measure' }
    | { do: 'stop' }
    | { do: 'choose'; path: string }
    | CoreCall
  if (order.do === 'signIn') running.signIn(order.form).catch(() => process.exit(1))
  else if (order.do === 'measure') {
    say({ event: 'measured', peak: peak(), longestStall: delay.max / 1e6, received, warnings })
    delay.reset()
    // Linux, /proc/self/clear_refs: "5" begins anew with the most that has been in memory.
    writeFileSync('/proc/self/clear_refs', '5')
  } else if (order.do === 'choose') running.chosen.push(order.path)
  else if (order.do === 'call') void call(order)
  else break
}
await core.stop()
process.exit(0)
