import { z } from 'zod'

/** What one test runner did. */
export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Absolute paths of the test files that ran. */
  readonly files: readonly string[]
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.unknown()) })),
})

/** Vitest's JSON report. A file without a test in it did not run. */
export function vitestOutcome(json: string): Outcome {
  const report = vitestReport.parse(JSON.parse(json))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
    files: report.testResults.filter(file => file.assertionResults.length > 0).map(file => file.name),
  }
}

const playwrightReport = z.object({
  config: z.object({ rootDir: z.string() }),
  stats: z.object({ expected: z.number(), unexpected: z.number(), skipped: z.number(), flaky: z.number() }),
  suites: z.array(z.object({ file: z.string() })),
})

/** Playwright's JSON report. A test that passed only at the second try has failed. */
export function playwrightOutcome(json: string): Outcome {
  const { config, stats, suites } = playwrightReport.parse(JSON.parse(json))
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    files: suites.map(suite => `${config.rootDir}/${suite.file}`),
  }
}
