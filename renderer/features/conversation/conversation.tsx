import { useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { isNotices, isOccupant, occupantNick, roomOf } from '../../../shared/domain/conversation.ts'
import { kindOf, occupantOf, peerName, roomIn, roomNameOf } from '../../state/room-selectors.ts'
import { blockedBy, connectionOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { type Target, useView } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { BlockedFoot } from './blocked-foot.tsx'
import { Composer, type ComposerProps } from './composer.tsx'
import { ConversationHead } from './conversation-head.tsx'
import { FindBar } from './find-bar.tsx'
import { Log } from './log.tsx'
import { NoticesFoot, NoticesHead } from './notices.tsx'
import { OccupantFoot } from './occupant-foot.tsx'
import { OccupantHead } from './occupant-head.tsx'
import { RoomFoot } from './room-foot.tsx'
import { RoomHead } from './room-head.tsx'
import { useConversation } from './use-conversation.ts'
import { useInView } from './use-in-view.ts'
import './conversation.css'

export interface ConversationProps {
  readonly account: AccountId
  readonly peer: Peer
  /** The message that it opens at; null for where the new begins, or its end. */
  readonly target: Target | null
}

/**
 * A conversation with one person, in a room, with somebody in a room, or what a server has said. Give it a key of account
 * and peer: each one begins anew.
 */
export function Conversation({ account, peer, target }: ConversationProps) {
  const { t } = useText()
  const peersName = useStore(state => peerName(state, account, peer))
  const kind = useStore(state => (isNotices(peer) ? 'notices' : kindOf(state, account, peer)))
  const roomsName = useStore(state => roomNameOf(state, account, roomOf(peer)))
  const finds = useView(view => view.find !== null)
  const [sentCount, setSentCount] = useState(0)
  useInView(account, peer)
  const name = kind === 'notices' ? peer : peersName
  const labels = {
    notices: () => t('notice.from', { server: peer }),
    room: () => t('room.region', { name }),
    occupant: () => t('conversation.with', { name: t('room.private', { nick: name, room: roomsName }) }),
    person: () => t('conversation.with', { name }),
  } as const
  return (
    <section className="conversation" aria-label={labels[kind]()}>
      {kind === 'notices' ? (
        <NoticesHead peer={peer} />
      ) : kind === 'room' ? (
        <RoomHead account={account} room={roomOf(peer)} name={name} />
      ) : isOccupant(peer) ? (
        <OccupantHead account={account} peer={peer} />
      ) : (
        <ConversationHead account={account} peer={peer} name={name} />
      )}
      {finds && <FindBar account={account} peer={peer} />}
      {/* Each message that is looked for is a beginning of its own. */}
      <Talk key={target?.wish ?? ''} account={account} peer={peer} name={name} target={target} sentCount={sentCount} />
      {kind === 'notices' ? (
        <NoticesFoot />
      ) : (
        <Foot account={account} peer={peer} name={name} onSent={() => setSentCount(count => count + 1)} />
      )}
    </section>
  )
}

/** Where one writes, or why one cannot. */
function Foot(props: ComposerProps) {
  const { t } = useText()
  const { account, peer, name } = props
  const entry = useStore(state => blockedBy(state, account, peer))
  const kind = useStore(state => kindOf(state, account, peer))
  const room = useStore(state => roomIn(state, account, roomOf(peer)))
  const isOnline = useStore(state => connectionOf(state, account).phase === 'online')
  const isThere = useStore(
    state => isOccupant(peer) && occupantOf(state, account, roomOf(peer), occupantNick(peer)) !== undefined,
  )
  if (kind === 'room') {
    const phase = room?.phase.type
    const mayWrite = phase === 'joined' && room?.role !== 'visitor'
    // What is written meanwhile waits until we are in it again.
    const waits = phase === 'joining' || (phase === 'left' && !isOnline && room?.autojoin === true)
    if (!mayWrite && !waits) return <RoomFoot account={account} address={roomOf(peer)} room={room} />
    return <Composer {...props} note={phase === 'joining' ? t('room.joiningText', { name }) : null} />
  }
  if (isOccupant(peer)) return isThere ? <Composer {...props} /> : <OccupantFoot account={account} peer={peer} />
  return entry === null ? <Composer {...props} /> : <BlockedFoot peer={peer} name={name} entry={entry} />
}

interface TalkProps extends ConversationProps {
  readonly name: string
  readonly sentCount: number
}

function Talk({ account, peer, name, target, sentCount }: TalkProps) {
  const conversation = useConversation(account, peer, target, sentCount)
  return <Log account={account} peer={peer} name={name} conversation={conversation} />
}
