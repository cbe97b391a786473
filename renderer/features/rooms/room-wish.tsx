import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import { openConversation, useView, useViewApi } from '../../state/view.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { JoinRoomDialog } from './join-room-dialog.tsx'
import { KickDialog } from './kick-dialog.tsx'
import { RoomSettingsDialog } from './room-settings-dialog.tsx'
import { TopicDialog } from './topic-dialog.tsx'

/** Asks for what is needed to do what was wished for anywhere in the window. */
export function RoomWish({ account }: { readonly account: AccountId }) {
  const views = useViewApi()
  const wish = useView(view => view.roomWish)
  if (wish === null) return null
  const close = () => views.setState({ roomWish: null })
  switch (wish.kind) {
    case 'join':
      return (
        <JoinRoomDialog
          account={account}
          address={wish.address ?? ''}
          nick={wish.nick ?? null}
          failure={wish.failure ?? null}
          onIn={room => views.setState(view => ({ ...openConversation(view, room), roomWish: null }))}
          onClose={close}
        />
      )
    case 'invite':
      return <InviteDialog account={account} room={wish.room} onClose={close} />
    case 'settings':
      return <RoomSettingsDialog account={account} room={wish.room} onClose={close} />
    case 'topic':
      return <TopicDialog account={account} room={wish.room} onClose={close} />
    case 'kick':
      return <KickDialog account={account} room={wish.room} nick={wish.nick} onClose={close} />
    default:
      return assertNever(wish)
  }
}
