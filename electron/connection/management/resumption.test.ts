import { expect, test } from 'vitest'
import type { FullJid } from '../../../shared/domain/address.ts'
import { defaultConnectionSettings } from '../../../shared/domain/connection.ts'
import { silentLog, systemClock } from '../../core/ports/index.ts'
import { defaultLimits } from '../limits.ts'
import { createResumption } from './resumption.ts'
import { createWorth } from './worth.ts'

test.each<[string | null, string, boolean]>([
  [null, 'desk', true],
  ['desk', 'desk', true],
  ['desk', 'other/desk', false],
  ['desk', 'Desk', false],
])('who wants the resource %s goes on with a stream of %s: %s', async (resource, bound, goesOn) => {
  const address = `ana@mired.org/${bound}` as FullJid
  const resumption = createResumption({
    keeper: {
      load: async () => ({ id: 's', address, inbound: 0, unacknowledged: [] }),
      ...{ began: nothing, writing: nothing, handled: nothing, continued: nothing, ended: nothing },
    },
    ...{ clock: systemClock, limits: defaultLimits, log: silentLog, worth: createWorth(systemClock) },
    onAcknowledged: () => {},
  })
  const found = await resumption.candidate({ ...defaultConnectionSettings, resource })
  expect(found?.address ?? null).toBe(goesOn ? address : null)
})

async function nothing(): Promise<void> {}
