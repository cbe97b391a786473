import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer,tools,e2e}/**/*.test.{ts,tsx}'],
    // Journeys through the window are Playwright's: `*.spec.ts`.
    environment: 'node',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    unstubEnvs: true,
    restoreMocks: true,
    // Most of the time is waiting: for servers, and for what takes its time.
    maxWorkers: 3,
    setupFiles: 'tools/test/fixed-seed.ts',
    globalSetup: 'tools/test/temporary-folder.ts',
  },
})
