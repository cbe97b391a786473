/**
 * `npm run soak -- [--seed N] [--rounds N] [--trace]`: runs the core through so many histories of a fake network, a fake
 * disk and a fake server, that of seed N first. The same seed is the same history, to the byte.
 * `npm run soak -- --real [--seed N] [--rounds N]`: real servers behind a network that breaks, 25 messages each way a round.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runHistory } from '../electron/simulation/run-history.ts'
import { historyOf, report, simulate } from '../electron/simulation/simulate.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    rounds: { type: 'string' },
    trace: { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
  },
})
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const rounds = Number(values.rounds ?? (values.real ? 200 : 10_000))
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(rounds) || rounds < 1) {
  console.error('--seed and --rounds are whole numbers')
  process.exit(2)
}

if (values.real) {
  const top = join(import.meta.dirname, '..')
  const env = { ...process.env, SEED: String(seed), CENTELLA_SOAK_ROUNDS: String(rounds) }
  const command = [join(top, 'node_modules/vitest/vitest.mjs'), 'run', 'electron/core/torn-network.test.ts']
  process.exit(spawnSync(process.execPath, command, { cwd: top, env, stdio: 'inherit' }).status ?? 1)
}

/** Histories between two lines of progress. */
const chunk = 1000
const folder = await mkdtemp(join(tmpdir(), 'centella-soak-'))
const begun = performance.now()
let [done, failed, excused] = [0, 0, 0]
try {
  console.log(`seeds ${seed} to ${seed + rounds - 1}`)
  while (done < rounds && failed < 3) {
    const campaign = await simulate(seed + done, Math.min(chunk, rounds - done), { folder })
    done += campaign.rounds
    excused += campaign.excused
    failed += campaign.failures.length
    for (const failure of campaign.failures) console.error(`\n${report(failure)}\n`)
    if (rounds > chunk) console.log(`${done} of ${rounds} histories, ${failed} failed, ${seconds()} s`)
  }
  if (values.trace) {
    const { trace, hash } = await runHistory(historyOf(seed), { folder })
    console.log([...trace, `trace ${hash}`].join('\n'))
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
console.log(
  `${done} histories in ${seconds()} s: ${failed} failed; ${excused} messages came twice after a session that the server had lost`,
)
// What was killed may have left a timer of the library behind that is days long.
process.exit(failed === 0 ? 0 : 1)

function seconds(): string {
  return ((performance.now() - begun) / 1000).toFixed(1)
}
