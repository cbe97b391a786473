import type { Settings } from '../../../shared/domain/settings.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Batch } from '../batch.ts'

export function settingsChanged(batch: Batch, changed: Partial<Settings>): readonly Change[] {
  const settings = { ...batch.content().settings, ...changed }
  batch.setContent({ ...batch.content(), settings })
  return [{ type: 'settings.changed', settings }]
}
