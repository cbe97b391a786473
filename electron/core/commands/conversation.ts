import type { conversationCommands } from '../../../shared/ipc/conversation.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import { bareOf, prepareBareJid } from '../../stanza/jid.ts'
import type { Store } from '../../store/store.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Emit } from '../events.ts'
import { withServer } from '../history/pages.ts'
import type { Notifications } from '../notifications/notifications.ts'
import { drop, type Log } from '../ports/index.ts'

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
      const address = prepareBareJid(peer)
      drop(accounts.profiles(account).glance(address), log, 'a look at the profile')
      const conversation = await store.conversation(account, address)
      const page = await store.page(account, address, null, firstPage)
      return { conversation, page: await withServer(store, account, address, page) }
    },
    async 'conversation.markRead'({ account, peer, upTo }) {
      accounts.requireUnlocked(account)
      await emit({ type: 'conversation.read', account, peer: prepareBareJid(peer), upTo })
      accounts.talk(account)?.hasRead()
    },
    async 'conversation.setDraft'({ account, peer, text }) {
      accounts.requireUnlocked(account)
      await emit({ type: 'conversation.drafted', account, peer: prepareBareJid(peer), text })
    },
    'conversation.setTyping'({ account, peer, typing }) {
      accounts.requireUnlocked(account)
      accounts.talk(account)?.setTyping(prepareBareJid(peer), typing)
    },
    'conversation.setInView'({ account, peer }) {
      accounts.requireUnlocked(account)
      notifications.setInView(account, peer === null ? null : prepareBareJid(peer))
    },
    async 'conversation.setOpen'({ account, peer }) {
      accounts.requireUnlocked(account)
      const shown = peer === null ? null : prepareBareJid(peer)
      await emit({ type: 'conversation.opened', account, peer: shown })
      accounts.talk(account)?.show(shown)
    },
  }
}
