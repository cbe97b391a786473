import { useId } from 'react'
import type { Settings } from '../../../shared/domain/settings.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Segments } from '../../ui/segments/segments.tsx'
import { Select } from '../../ui/select/select.tsx'
import { Switch } from '../../ui/switch/switch.tsx'
import { Sheet, SheetRow } from './sheet.tsx'
import { SwitchRow } from './switch-row.tsx'

const textSizes = [87.5, 100, 112.5, 125, 150, 175, 200] as const

const change = (part: Partial<Settings>) => drop(call('settings.change', part))

export function AppearanceSection() {
  const { t, percent } = useText()
  const settings = useStore(state => state.settings)
  const contrastHint = useId()
  const sizes = [...new Set<number>([...textSizes, settings.textSize])].sort((one, other) => one - other)
  return (
    <>
      <Sheet title={t('settings.colours')}>
        <SheetRow label={t('settings.theme')}>
          <Segments
            label={t('settings.theme')}
            value={settings.theme}
            onChange={theme => change({ theme })}
            choices={[
              { value: 'system', label: t('settings.themeSystem') },
              { value: 'light', label: t('settings.themeLight') },
              { value: 'dark', label: t('settings.themeDark') },
            ]}
          />
        </SheetRow>
        <SheetRow label={t('settings.moreContrast')} hint={t('settings.moreContrastHint')} hintId={contrastHint}>
          <Switch
            label={t('settings.moreContrast')}
            describedBy={contrastHint}
            on={settings.moreContrast}
            onChange={moreContrast => change({ moreContrast })}
          />
        </SheetRow>
      </Sheet>
      <Sheet title={t('settings.textAndDensity')}>
        <SheetRow label={t('settings.textSize')}>
          <Select
            label={t('settings.textSize')}
            value={String(settings.textSize)}
            onChange={size => change({ textSize: Number(size) })}
            choices={sizes.map(size => ({ value: String(size), label: percent(size) }))}
          />
        </SheetRow>
        <SheetRow label={t('settings.density')} hint={t('settings.densityHint')}>
          <Segments
            label={t('settings.density')}
            value={settings.density}
            onChange={density => change({ density })}
            choices={[
              { value: 'cozy', label: t('settings.cozy') },
              { value: 'compact', label: t('settings.compact') },
            ]}
          />
        </SheetRow>
      </Sheet>
      <Sheet title={t('settings.window')}>
        <SwitchRow
          label={t('settings.keepInTray')}
          hint={t('settings.keepInTrayHint')}
          on={settings.keepInTray}
          onChange={keepInTray => change({ keepInTray })}
        />
      </Sheet>
    </>
  )
}
