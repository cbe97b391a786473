/**
 * Measures and prints; never decides.
 *   npm run bench -- start|latency|files [--runs N] [--json]
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { assertNever } from '../../shared/assert-never.ts'
import type { BenchResult, Figure } from './figures.ts'
import { benchFiles } from './files.ts'
import { benchLatency } from './latency.ts'
import { benchStart } from './start.ts'

const scenarios = ['start', 'latency', 'files'] as const
type Scenario = (typeof scenarios)[number]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '7' } },
})
const scenario = scenarios.find(each => each === positionals[0])
const runs = Number(values.runs)
if (scenario === undefined || !Number.isInteger(runs) || runs < 1) {
  console.error(`npm run bench -- ${scenarios.join('|')} [--runs N] [--json]`)
  process.exit(2)
}

const result: BenchResult = { scenario, runtime: runtimeName(), runs, metrics: await measure(scenario) }
if (values.json) console.log(JSON.stringify(result))
else {
  for (const [name, { median, min, max, unit }] of Object.entries(result.metrics)) {
    console.log(`${name.padEnd(16)} ${String(median).padStart(9)} ${unit.padEnd(5)}  (${min} to ${max})`)
  }
}

function measure(which: Scenario): Promise<Readonly<Record<string, Figure>>> {
  switch (which) {
    case 'start':
      return benchStart(createRequire(import.meta.url)('electron') as string, runs)
    case 'latency':
      return benchLatency(runs * 10)
    case 'files':
      return benchFiles(runs)
    default:
      return assertNever(which)
  }
}

function runtimeName(): string {
  const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH
  return distribution === undefined || !distribution.endsWith(join('.cache', 'chromium-runtime'))
    ? 'electron'
    : 'chromium-stand-in'
}
