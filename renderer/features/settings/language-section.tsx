import type { Language } from '../../../shared/domain/settings.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Select } from '../../ui/select/select.tsx'
import { Sheet, SheetRow } from './sheet.tsx'

export function LanguageSection() {
  const { t } = useText()
  const chosen = useStore(state => state.settings.language)
  const system = useStore(state => state.program.systemLanguage)
  const names: Readonly<Record<Language, string>> = { en: t('common.english'), es: t('common.spanish') }
  return (
    <Sheet>
      <SheetRow label={t('settings.languageOfProgram')} hint={t('settings.languageHint')}>
        <Select
          label={t('settings.languageOfProgram')}
          value={chosen ?? 'system'}
          onChange={value => drop(call('settings.change', { language: value === 'system' ? null : value }))}
          choices={[
            { value: 'system', label: t('settings.languageSystem', { language: names[system] }) },
            { value: 'en', label: names.en },
            { value: 'es', label: names.es },
          ]}
        />
      </SheetRow>
    </Sheet>
  )
}
