import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../testing/ports.ts'
import { runHistory } from './run-history.ts'
import { historyOf, report, simulate } from './simulate.ts'

/** The same every time, so that what is red was broken just now: others are looked for by `npm run soak`. */
const firstSeeds = [1, 1_000_000]
const rounds = 150

describe('the core on a fake clock, a fake network and a fake disk', () => {
  test.for(firstSeeds)('histories from seed %i on lose, double and swap nothing', { timeout: 300_000 }, async from => {
    using folder = temporaryFolder()
    const { failures } = await simulate(from, rounds, { folder: folder.path }, { failures: 1 })
    expect(failures.map(report).join('\n')).toBe('')
  })

  test('a seed is the same history, to the byte', { timeout: 300_000 }, async () => {
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
