import { Hash, Search } from 'lucide-react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { connectionOf, nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { initial } from '../../ui/avatar/initial.ts'
import { Button } from '../../ui/button/button.tsx'
import { EmptyPane } from '../../ui/empty-pane/empty-pane.tsx'
import { Mark } from '../../ui/mark/mark.tsx'

/** While no conversation is open: the next step. */
export function Welcome({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const views = useViewApi()
  const name = useStore(state => nameOf(state, account, account))
  const online = useStore(state => connectionOf(state, account).phase === 'online')
  return (
    <EmptyPane
      title={t(online ? 'frame.welcome' : 'frame.welcomeBack', { name: capital(name) })}
      mark={<Mark />}
      actions={
        <>
          <Button
            kind="main"
            icon={Search}
            onPress={() => views.setState(view => ({ searchWish: view.searchWish + 1 }))}
          >
            {t('frame.findPeople')}
          </Button>
          <Button icon={Hash} onPress={() => views.setState({ roomWish: { kind: 'join' } })}>
            {t('room.seePublic')}
          </Button>
        </>
      }
    >
      {t('frame.welcomeHint')}
    </EmptyPane>
  )
}

/** An address has no capitals, a name has. */
function capital(name: string): string {
  return initial(name) + name.slice(initial(name).length)
}
