import { Ban, CircleCheck, Ellipsis } from 'lucide-react'
import { Button as AriaButton, MenuTrigger } from 'react-aria-components'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { isOccupant } from '../../../shared/domain/conversation.ts'
import { blockedBy } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Menu, MenuRow, MenuSheet } from '../../ui/menu/menu.tsx'

/** What can be done with the whole conversation. */
export function ConversationMenu({ account, peer }: { readonly account: AccountId; readonly peer: Peer }) {
  const { t } = useText()
  const views = useViewApi()
  const entry = useStore(state => blockedBy(state, account, peer))
  const way = entry === null ? 'block' : 'unblock'
  // Nobody in a room is known by an address that could be blocked.
  if (isOccupant(peer)) return null
  return (
    <MenuTrigger>
      <AriaButton className="icon-button" data-size="normal" aria-label={t('conversation.actions')}>
        <Icon of={Ellipsis} size={20} />
      </AriaButton>
      <MenuSheet placement="bottom end">
        <Menu
          label={t('conversation.actions')}
          onChoose={() => views.setState({ blockWish: { address: entry ?? peer, way } })}
        >
          <MenuRow
            id={way}
            text={t(`blocking.${way}`)}
            start={<Icon of={way === 'block' ? Ban : CircleCheck} />}
            risk={way === 'block'}
          />
        </Menu>
      </MenuSheet>
    </MenuTrigger>
  )
}
