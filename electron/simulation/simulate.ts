import { seededRandom } from '../testing/seeded-random.ts'
import { generateHistory, type History } from './history.ts'
import { type Outcome, type RunOptions, runHistory } from './run-history.ts'

export interface Failure {
  readonly history: History
  readonly outcome: Outcome
  /** The same history without the steps that it does not need to go wrong. */
  readonly shrunk: { readonly history: History; readonly outcome: Outcome }
}

export interface Campaign {
  readonly rounds: number
  readonly failures: readonly Failure[]
  /** Messages that came twice where no program could know better. */
  readonly excused: number
}

/** The history of a seed; a seed is all that is needed to have it again. */
export function historyOf(seed: number): History {
  return generateHistory(seed, seededRandom(seed))
}

/**
 * Runs the histories of one seed after the other.
 * @param limits `failures`: after so many no more are run
 */
export async function simulate(
  from: number,
  rounds: number,
  options: RunOptions,
  limits: { readonly failures: number } = { failures: 3 },
): Promise<Campaign> {
  const failures: Failure[] = []
  let excused = 0
  let done = 0
  for (; done < rounds && failures.length < limits.failures; done += 1) {
    const history = historyOf(from + done)
    const outcome = await runHistory(history, options)
    excused += outcome.excused
    if (outcome.violations.length > 0)
      failures.push({ history, outcome, shrunk: await shrink({ history, outcome }, options) })
  }
  return { rounds: done, failures, excused }
}

/** Leaves out one step after the other, as long as something goes wrong without it. */
async function shrink(failing: Failure['shrunk'], options: RunOptions): Promise<Failure['shrunk']> {
  let smallest = failing
  for (let at = failing.history.steps.length - 1; at >= 0; at -= 1) {
    const history = { ...smallest.history, steps: smallest.history.steps.filter((_, index) => index !== at) }
    const outcome = await runHistory(history, options)
    if (outcome.violations.length > 0) smallest = { history, outcome }
  }
  return smallest
}

/** What a person needs to see of it: the seed, what is wrong, and what leads there. */
export function report({ history, outcome, shrunk }: Failure): string {
  const { steps, ...setting } = shrunk.history
  return [
    `seed ${history.seed}: ${outcome.violations.join('; ')}`,
    `again: npm run soak -- --seed ${history.seed} --rounds 1`,
    `smallest: ${JSON.stringify(setting)}`,
    ...steps.map(step => `  ${JSON.stringify(step)}`),
    `there: ${shrunk.outcome.violations.join('; ')}`,
    ...shrunk.outcome.trace.map(line => `  ${line}`),
  ].join('\n')
}
