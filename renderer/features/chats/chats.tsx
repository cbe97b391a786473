import { SquarePen } from 'lucide-react'
import { useCallback } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { chatOrder } from '../../state/chat-order.ts'
import { peerName } from '../../state/room-selectors.ts'
import { useStore, useStoreApi } from '../../state/store.ts'
import { openConversation, useView, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { EmptyPane } from '../../ui/empty-pane/empty-pane.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { ListPane } from '../../ui/list-pane/list-pane.tsx'
import { VirtualList } from '../../ui/virtual-list/virtual-list.tsx'
import { ChatRow } from './chat-row.tsx'

/** Height of a row in pixels before it has been measured. */
const rowHeight = 56

/** The conversations, the latest first. */
export function Chats({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const store = useStoreApi()
  const views = useViewApi()
  const conversations = useStore(state => state.accounts[account]?.conversations)
  const peer = useView(view => view.peer)
  const drafts = useView(view => view.drafts)
  const order = chatOrder(conversations ?? {}, account, { peer, drafts })
  const keyOf = useCallback((index: number) => order[index] ?? '', [order])
  const nameAt = (index: number) => {
    const address = order[index]
    return address === undefined ? '' : peerName(store.getState(), account, address)
  }
  const open = (index: number) => {
    const address = order[index]
    if (address !== undefined) views.setState(view => openConversation(view, address))
  }
  return (
    <ListPane
      title={t('conversation.list')}
      actions={
        <IconButton
          icon={SquarePen}
          name={t('conversation.new')}
          keys="Ctrl N"
          onPress={() => views.setState(view => ({ ...view, searchWish: view.searchWish + 1 }))}
        />
      }
    >
      {order.length === 0 ? (
        <EmptyPane small title={t('conversation.empty')}>
          {t('conversation.emptyText')}
        </EmptyPane>
      ) : (
        <VirtualList
          role="listbox"
          label={t('conversation.list')}
          count={order.length}
          keyOf={keyOf}
          textOf={nameAt}
          rowHeight={rowHeight}
          start={peer === null ? 0 : order.indexOf(peer)}
          onOpen={open}
        >
          {(index, row) => {
            const address = order[index]
            return address === undefined ? null : (
              <ChatRow
                account={account}
                peer={address}
                conversation={conversations?.[address]}
                selected={address === peer}
                row={row}
              />
            )
          }}
        </VirtualList>
      )}
    </ListPane>
  )
}
