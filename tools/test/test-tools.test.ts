import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../electron/testing/ports.ts'
import { compareWithDisk } from './compare-with-disk.ts'
import { playwrightOutcome, vitestOutcome } from './outcome.ts'

test('a test file that did not run is found', () => {
  using folder = temporaryFolder()
  mkdirSync(join(folder.path, 'electron/core'), { recursive: true })
  mkdirSync(join(folder.path, 'e2e'))
  writeFileSync(join(folder.path, 'electron/core/a.test.ts'), '')
  writeFileSync(join(folder.path, 'electron/core/a.ts'), '')
  writeFileSync(join(folder.path, 'e2e/b.spec.ts'), '')
  expect(compareWithDisk(folder.path, [join(folder.path, 'electron/core/a.test.ts')])).toEqual(['e2e/b.spec.ts'])
  expect(compareWithDisk(folder.path, ['electron/core/a.test.ts', join(folder.path, 'e2e/b.spec.ts')])).toEqual([])
})

test('a vitest file without tests did not run', () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 1,
    numPendingTests: 0,
    testResults: [
      { name: '/x/a.test.ts', assertionResults: [{}, {}, {}] },
      { name: '/x/empty.test.ts', assertionResults: [] },
    ],
  }
  expect(vitestOutcome(JSON.stringify(report))).toEqual({ passed: 2, failed: 1, skipped: 0, files: ['/x/a.test.ts'] })
})

test('a flaky journey is a failed one', () => {
  const report = {
    config: { rootDir: '/x/e2e' },
    stats: { expected: 3, unexpected: 0, skipped: 0, flaky: 1 },
    suites: [{ file: 'specs/chat.spec.ts' }],
  }
  expect(playwrightOutcome(JSON.stringify(report))).toEqual({
    passed: 3,
    failed: 1,
    skipped: 0,
    files: ['/x/e2e/specs/chat.spec.ts'],
  })
})
