import { MessageCircleOff } from 'lucide-react'
import type { AccountId, FullJid } from '../../../shared/domain/address.ts'
import { occupantNick, roomOf } from '../../../shared/domain/conversation.ts'
import { roomNameOf } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Note } from '../../ui/note/note.tsx'
import './blocked-foot.css'

/** Stands where one would write to somebody who has left the room, or while we are not in it. */
export function OccupantFoot({ account, peer }: { readonly account: AccountId; readonly peer: FullJid }) {
  const { t } = useText()
  const nick = occupantNick(peer)
  const room = useStore(state => roomNameOf(state, account, roomOf(peer)))
  return (
    <div className="blocked-foot" data-pane="composer">
      <Note icon={MessageCircleOff}>
        <p className="note-strong">{t('room.privateGone', { nick })}</p>
        <p>{t('room.privateGoneText', { room })}</p>
      </Note>
    </div>
  )
}
