import { Globe } from 'lucide-react'
import { languages } from '../../../shared/domain/settings.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Select } from '../../ui/select/select.tsx'

export function SignInFoot() {
  const { t, language } = useText()
  const version = useStore(state => state.program.version)
  return (
    <footer className="sign-in-foot">
      <Select
        label={t('signIn.language')}
        icon={Globe}
        bare
        value={language}
        onChange={chosen => drop(call('settings.change', { language: chosen }))}
        choices={languages.map(each => ({
          value: each,
          label: each === 'en' ? t('common.english') : t('common.spanish'),
        }))}
      />
      <span className="selectable">
        {t('common.program')} {version}
      </span>
    </footer>
  )
}
