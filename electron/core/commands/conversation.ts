import type { conversationCommands } from '../../../shared/ipc/conversation.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import { bareOf, isBareJid, prepareBareJid } from '../../stanza/jid.ts'
import type { Store } from '../../store/store.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Emit } from '../events.ts'
import { withServer } from '../history/pages.ts'
import type { Notifications } from '../notifications/notifications.ts'
import { drop, type Log } from '../ports/index.ts'
import { isRoom, peerOf } from '../rooms/peer-of.ts'

/** Messages that a conversation opens with. */
const firstPage = 50

export function conversationHandlers(options: {
  readonly accounts: Accounts
  readonly store: Store
  readonly emit: Emit
  readonly notifications: Notifications
  readonly log: Log
}): CommandHandlers<keyof typeof conversationCommands> {
  const { accounts, store, emit, notifications, log } = options
  return {
    'conversation.resolve': ({ address }) => bareOf(prepareBareJid(address)),
    async 'conversation.open'({ account, peer }) {
      accounts.requireUnlocked(account)
      const address = await peerOf(store, account, peer)
      const conversation = await store.conversation(account, address)
      // Rooms, and who is in them, are asked by whoever goes there.
      if (isBareJid(address) && conversation.kind === 'person' && !(await isRoom(store, account, address)))
        drop(accounts.profiles(account).glance(address), log, 'a look at the profile')
      const page = await store.page(account, address, null, firstPage)
      return { conversation, page: await withServer(store, account, address, page) }
    },
    async 'conversation.markRead'({ account, peer, upTo }) {
      accounts.requireUnlocked(account)
      await emit({ type: 'conversation.read', account, peer: await peerOf(store, account, peer), upTo })
      accounts.talk(account)?.hasRead()
    },
    async 'conversation.setDraft'({ account, peer, text }) {
      accounts.requireUnlocked(account)
      await emit({ type: 'conversation.drafted', account, peer: await peerOf(store, account, peer), text })
    },
    async 'conversation.setTyping'({ account, peer, typing }) {
      accounts.requireUnlocked(account)
      const address = await peerOf(store, account, peer)
      // Nobody in a room is told that we write.
      if (isBareJid(address) && !(await isRoom(store, account, address)))
        accounts.talk(account)?.setTyping(address, typing)
    },
    async 'conversation.setInView'({ account, peer }) {
      accounts.requireUnlocked(account)
      notifications.setInView(account, peer === null ? null : await peerOf(store, account, peer))
    },
    async 'conversation.setOpen'({ account, peer }) {
      accounts.requireUnlocked(account)
      const shown = peer === null ? null : await peerOf(store, account, peer)
      await emit({ type: 'conversation.opened', account, peer: shown })
      accounts.talk(account)?.show(shown)
    },
  }
}
