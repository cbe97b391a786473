import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

const results = join(import.meta.dirname, '../test-results')

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: 'specs/**/*.spec.ts',
  outputDir: join(results, 'journeys'),
  // Each journey has its own server and profile, so any two can run beside each other.
  fullyParallel: true,
  workers: 2,
  // A journey that passes only at the second try has found a bug.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: join(results, 'playwright.json') }]],
})
