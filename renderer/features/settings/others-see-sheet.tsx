import { useId } from 'react'
import type { Settings } from '../../../shared/domain/settings.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Switch } from '../../ui/switch/switch.tsx'
import { Sheet, SheetRow } from './sheet.tsx'

const switches = ['sendReceipts', 'sendMarkers', 'sendTyping'] as const satisfies readonly (keyof Settings)[]

/** What others learn of the person. */
export function OthersSeeSheet() {
  const { t } = useText()
  return (
    <Sheet title={t('settings.othersSee')}>
      {switches.map(name => (
        <PrivacySwitch key={name} name={name} />
      ))}
    </Sheet>
  )
}

function PrivacySwitch({ name }: { readonly name: (typeof switches)[number] }) {
  const { t } = useText()
  const hint = useId()
  const on = useStore(state => state.settings[name])
  return (
    <SheetRow label={t(`settings.${name}`)} hint={t(`settings.${name}Hint`)} hintId={hint}>
      <Switch
        label={t(`settings.${name}`)}
        describedBy={hint}
        on={on}
        onChange={value => drop(call('settings.change', { [name]: value }))}
      />
    </SheetRow>
  )
}
