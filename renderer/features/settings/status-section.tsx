import type { Settings } from '../../../shared/domain/settings.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Select } from '../../ui/select/select.tsx'
import { Sheet, SheetRow } from './sheet.tsx'
import { SwitchRow } from './switch-row.tsx'

const minutes = [5, 10, 15, 30, 60] as const

const change = (part: Partial<Settings>) => drop(call('settings.change', part))

export function StatusSection() {
  const { t } = useText()
  const on = useStore(state => state.settings.awayWhenIdle)
  const after = useStore(state => state.settings.awayAfter)
  const choices = [...new Set<number>([...minutes, after])].sort((one, other) => one - other)
  return (
    <Sheet title={t('settings.whenAway')}>
      <SwitchRow
        label={t('settings.awayWhenIdle')}
        hint={t('settings.awayWhenIdleHint')}
        on={on}
        onChange={awayWhenIdle => change({ awayWhenIdle })}
      />
      <SheetRow label={t('settings.awayAfter')}>
        <Select
          label={t('settings.awayAfter')}
          value={String(after)}
          onChange={chosen => change({ awayAfter: Number(chosen) })}
          choices={choices.map(count => ({ value: String(count), label: t('settings.minutes', { count }) }))}
          disabled={!on}
        />
      </SheetRow>
    </Sheet>
  )
}
