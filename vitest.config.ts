import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tools/test/longest-first.ts'

/** They put something else in the place of a module or of the clock, which nobody else may see. */
const apart = ['electron/{shell,simulation}/**/*.test.ts']

export default defineConfig({
  test: {
    environment: 'node',
    // On a machine that is busy with other things, too.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    unstubEnvs: true,
    restoreMocks: true,
    // Most of the time is waiting: for servers, and for what takes its time.
    maxWorkers: 3,
    setupFiles: 'tools/test/fixed-seed.ts',
    globalSetup: 'tools/test/temporary-folder.ts',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          // Journeys through the window are Playwright's: `*.spec.ts`.
          include: ['{shared,electron,renderer,tools,e2e}/**/*.test.{ts,tsx}'],
          exclude: apart,
          // A process and all modules again for each file would cost more than what most of them do.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'apart', include: apart } },
    ],
  },
})
