import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../testing/ports.ts'
import { runHistory } from './run-history.ts'
import { historyOf, report, simulate } from './simulate.ts'

/** These are the same every time; those of the other test are others every time. */
const firstSeed = 1
const rounds = 300

describe('the core on a fake clock, a fake network and a fake disk', () => {
  test.for([
    ['the same histories', firstSeed],
    ['other histories', Math.floor(Math.random() * 2 ** 31)],
  ] as const)('%s lose, double and swap nothing (from seed %i)', { timeout: 60_000 }, async ([, from]) => {
    using folder = temporaryFolder()
    const { failures } = await simulate(from, rounds, { folder: folder.path }, { failures: 1 })
    expect(failures.map(report).join('\n')).toBe('')
  })

  test('a seed is the same history, to the byte', async () => {
    using folder = temporaryFolder()
    using another = temporaryFolder()
    for (let seed = 1; seed <= 20; seed += 1) {
      const once = await runHistory(historyOf(seed), { folder: folder.path })
      const again = await runHistory(historyOf(seed), { folder: another.path })
      expect(again.trace).toEqual(once.trace)
      expect(again.hash).toBe(once.hash)
    }
  })
})
