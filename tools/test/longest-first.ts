import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that took the longest, in order. Begun last, one of them would have the machine to itself at the end. */
const longest = [
  'tools/screenshots/page.test.ts',
  'electron/core/poisoned.test.ts',
  'electron/core/rooms/rooms.test.ts',
  'electron/core/kill-points.test.ts',
  'electron/core/torn-network.test.ts',
  'electron/core/history/real-archives.test.ts',
  'electron/core/federation.test.ts',
  'electron/connection/sign-in-table.test.ts',
  'electron/core/hostile-input.test.ts',
  'electron/simulation/simulation.test.ts',
  'electron/simulation/planted-bugs.test.ts',
  'electron/core/contacts/contacts.test.ts',
  'tools/chromium-runtime/window/window.test.ts',
  'tools/demo/demo-run.test.ts',
]

/** Longest first; of the others those of servers, and then the largest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const name = relative(this.ctx.config.root, moduleId)
      const index = longest.indexOf(name)
      if (index >= 0) return index
      return longest.length + (/^(electron\/(core|connection)|e2e|tools)\//.test(name) ? 0 : 1)
    }
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
