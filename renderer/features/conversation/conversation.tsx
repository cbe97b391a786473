import { useState } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
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
import { type FileSlots, FileSlotsContext } from './file-slots.ts'
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
  /** What of files stands in it. */
  readonly files: FileSlots
}

/**
 * A conversation with one person, in a room, with somebody in a room, or what a server has said. Give it a key of account
 * and peer: each one begins anew.
 */
export function Conversation({ account, peer, target, files }: ConversationProps) {
  const { t } = useText()
  const peersName = useStore(state => peerName(state, account, peer))
  const kind = useStore(state => (isNotices(peer) ? 'notices' : kindOf(state, account, peer)))
  const roomsName = useStore(state => roomNameOf(state, account, roomOf(peer)))
  const finds = useView(view => view.find !== null)
  const [sentCount, setSentCount] = useState(0)
  useInView(account, peer)
  const foot = useFoot(account, peer)
  const incoming = files.useIncoming(account, peer, foot === 'composer')
  const name = kind === 'notices' ? peer : peersName
  const labels = {
    notices: () => t('notice.from', { server: peer }),
    room: () => t('room.region', { name }),
    occupant: () => t('conversation.with', { name: t('room.private', { nick: name, room: roomsName }) }),
    person: () => t('conversation.with', { name }),
  } as const
  return (
    <FileSlotsContext value={files}>
      <section className="conversation" aria-label={labels[kind]()} {...incoming.handlers}>
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
        <Talk
          key={target?.wish ?? ''}
          account={account}
          peer={peer}
          name={name}
          target={target}
          sentCount={sentCount}
        />
        <Foot foot={foot} account={account} peer={peer} name={name} onSent={() => setSentCount(count => count + 1)} />
        {incoming.isOver && <files.DropTarget account={account} name={name} />}
      </section>
    </FileSlotsContext>
  )
}

type FootKind = 'composer' | 'room' | 'occupant' | 'blocked' | 'notices'

/** What stands at the foot: where one writes, or why one cannot. */
function useFoot(account: AccountId, peer: Peer): FootKind {
  const isBlocked = useStore(state => blockedBy(state, account, peer) !== null)
  const kind = useStore(state => kindOf(state, account, peer))
  const room = useStore(state => roomIn(state, account, roomOf(peer)))
  const isOnline = useStore(state => connectionOf(state, account).phase === 'online')
  const isThere = useStore(
    state => isOccupant(peer) && occupantOf(state, account, roomOf(peer), occupantNick(peer)) !== undefined,
  )
  if (isNotices(peer)) return 'notices'
  if (kind === 'room') {
    const phase = room?.phase.type
    const mayWrite = phase === 'joined' && room?.role !== 'visitor'
    // What is written meanwhile waits until we are in it again.
    const waits = phase === 'joining' || (phase === 'left' && !isOnline && room?.autojoin === true)
    return mayWrite || waits ? 'composer' : 'room'
  }
  if (isOccupant(peer)) return isThere ? 'composer' : 'occupant'
  return isBlocked ? 'blocked' : 'composer'
}

function Foot({ foot, ...props }: ComposerProps & { readonly foot: FootKind }) {
  const { t } = useText()
  const { account, peer, name } = props
  const entry = useStore(state => blockedBy(state, account, peer))
  const room = useStore(state => roomIn(state, account, roomOf(peer)))
  const isJoining = !isOccupant(peer) && room?.phase.type === 'joining'
  switch (foot) {
    case 'composer':
      return <Composer {...props} note={isJoining ? t('room.joiningText', { name }) : null} />
    case 'room':
      return <RoomFoot account={account} address={roomOf(peer)} room={room} />
    case 'occupant':
      return isOccupant(peer) ? <OccupantFoot account={account} peer={peer} /> : null
    case 'blocked':
      return <BlockedFoot peer={peer} name={name} entry={entry ?? roomOf(peer)} />
    case 'notices':
      return <NoticesFoot />
    default:
      return assertNever(foot)
  }
}

interface TalkProps extends Omit<ConversationProps, 'files'> {
  readonly name: string
  readonly sentCount: number
}

function Talk({ account, peer, name, target, sentCount }: TalkProps) {
  const conversation = useConversation(account, peer, target, sentCount)
  return <Log account={account} peer={peer} name={name} conversation={conversation} />
}
