import { Search } from 'lucide-react'
import { startFind, useView, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'

/** Opens and closes the search in the conversation. */
export function FindButton() {
  const { t } = useText()
  const views = useViewApi()
  const finds = useView(view => view.find !== null)
  return (
    <IconButton
      icon={Search}
      name={t('search.inConversation')}
      keys="Ctrl F"
      pressed={finds}
      onPress={() => views.setState(finds ? { find: null } : startFind)}
    />
  )
}
