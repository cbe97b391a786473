import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Sheet, SheetFact } from './sheet.tsx'

export function AboutSection() {
  const { t } = useText()
  const program = useStore(state => state.program)
  return (
    <Sheet>
      <SheetFact label={t('settings.version')} value={program.version} />
      <SheetFact
        label={t('settings.runtime')}
        value={program.runtime === 'electron' ? t('settings.electron') : t('settings.standIn')}
      />
      <SheetFact
        label={t('settings.keychain')}
        value={program.canRememberPasswords ? t('settings.keychainYes') : t('settings.keychainNo')}
      />
    </Sheet>
  )
}
