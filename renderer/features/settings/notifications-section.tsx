import type { Settings } from '../../../shared/domain/settings.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Sheet } from './sheet.tsx'
import { SwitchRow } from './switch-row.tsx'

const change = (part: Partial<Settings>) => drop(call('settings.change', part))

export function NotificationsSection() {
  const { t } = useText()
  const { notifications, notificationText, notificationSound } = useStore(state => state.settings)
  return (
    <Sheet>
      <SwitchRow
        label={t('settings.showNotifications')}
        hint={t('settings.showNotificationsHint')}
        on={notifications}
        onChange={on => change({ notifications: on })}
      />
      <SwitchRow
        label={t('settings.notificationText')}
        hint={t('settings.notificationTextHint')}
        on={notificationText}
        onChange={on => change({ notificationText: on })}
        disabled={!notifications}
      />
      <SwitchRow
        label={t('settings.notificationSound')}
        hint={t('settings.notificationSoundHint')}
        on={notificationSound}
        onChange={on => change({ notificationSound: on })}
        disabled={!notifications}
      />
    </Sheet>
  )
}
