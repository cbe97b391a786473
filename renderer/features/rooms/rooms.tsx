import { useText } from '../../text/text.tsx'
import { EmptyPane } from '../../ui/empty-pane/empty-pane.tsx'
import { ListPane } from '../../ui/list-pane/list-pane.tsx'

/** This version joins no rooms, and says so. */
export function Rooms() {
  const { t } = useText()
  return (
    <ListPane title={t('room.list')}>
      <EmptyPane small title={t('room.empty')}>
        {t('room.emptyHint')}
      </EmptyPane>
    </ListPane>
  )
}
