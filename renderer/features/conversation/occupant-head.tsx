import { ArrowLeft, Hash } from 'lucide-react'
import type { AccountId, FullJid } from '../../../shared/domain/address.ts'
import { occupantNick, roomOf } from '../../../shared/domain/conversation.ts'
import { usePicture } from '../../state/profiles.ts'
import { occupantOf, peerColour, roomNameOf } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { openConversation, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { FindButton } from './find-button.tsx'

/** Above private messages with somebody in a room: who that is, as far as the room tells, and the way to the room. */
export function OccupantHead({ account, peer }: { readonly account: AccountId; readonly peer: FullJid }) {
  const { t } = useText()
  const views = useViewApi()
  const [nick, address] = [occupantNick(peer), roomOf(peer)]
  const room = useStore(state => roomNameOf(state, account, address))
  const occupant = useStore(state => occupantOf(state, account, address, nick))
  const known = occupant?.address ?? null
  const colour = useStore(state => peerColour(state, account, peer))
  const picture = usePicture(account, known ?? peer)
  const line = known === null ? t('room.privateUnknown', { room }) : t('room.privateKnown', { room, address: known })
  return (
    <header className="conversation-head" data-pane="header">
      <div className="conversation-back">
        <IconButton icon={ArrowLeft} name={t('common.back')} onPress={() => views.setState({ pane: 'list' })} />
      </div>
      <Avatar
        address={colour}
        name={nick}
        size="contact"
        availability={occupant?.availability ?? 'offline'}
        picture={picture}
      />
      <div className="conversation-who">
        <h2 className="cut" title={peer}>
          <bdi>{t('room.private', { nick, room })}</bdi>
        </h2>
        <div className="conversation-presence cut" title={line}>
          {line}
        </div>
      </div>
      <FindButton />
      <IconButton
        icon={Hash}
        name={t('room.region', { name: room })}
        onPress={() => views.setState(view => openConversation(view, address))}
      />
    </header>
  )
}
