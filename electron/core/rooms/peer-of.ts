import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import type { MessageExtra } from '../../../shared/domain/message.ts'
import { bareOf, isFullJid, prepareJid } from '../../stanza/jid.ts'
import type { Store } from '../../store/store.ts'

type Rooms = Pick<Store, 'room' | 'conversation'>

/**
 * The other end of a conversation that a window names, prepared: somebody in a room by the full address, everybody else by
 * the bare one, whatever device is named.
 * @throws AppError `invalid-address`
 */
export async function peerOf(store: Rooms, account: AccountId, named: Peer): Promise<Peer> {
  const address = prepareJid(named)
  const bare = bareOf(address)
  return isFullJid(address) && (await isRoom(store, account, bare)) ? address : bare
}

/** Whether it is one of the list, or one that we have been in. */
export async function isRoom(store: Rooms, account: AccountId, address: BareJid): Promise<boolean> {
  return (await store.room(account, address)) !== null || (await store.conversation(account, address)).kind === 'room'
}

/** What is kept with a message to a room: that it is one, and as whom we write there. */
export async function asWhom(
  store: Rooms,
  account: AccountId,
  peer: Peer,
): Promise<{ readonly kind: 'room'; readonly extra?: MessageExtra } | Record<string, never>> {
  if (isFullJid(peer) || !(await isRoom(store, account, peer))) return {}
  const nick = (await store.room(account, peer))?.room.nick
  if (nick === undefined) return { kind: 'room' }
  return { kind: 'room', extra: { sender: { nick, occupantId: null, address: account } } }
}
