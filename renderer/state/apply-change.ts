import { assertNever } from '../../shared/assert-never.ts'
import type { AccountId } from '../../shared/domain/address.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { applyContactChange } from './contacts.ts'
import { applyConversationChange } from './conversations.ts'
import { applyFileChange } from './files.ts'
import { applyMessageChange } from './messages.ts'
import { applyPresenceChange } from './presences.ts'
import { applyProfileChange } from './profiles.ts'
import { applyRequestChange } from './requests.ts'
import { applyRoomChange } from './rooms.ts'
import { type AccountState, accountStateOf, type State } from './state.ts'
import { withTyping } from './typing.ts'
import { withEntries } from './xml-console.ts'

/** The state after a change. What the change does not touch keeps its identity, so that narrow selectors stay still. */
export function applyChange(state: State, change: Change): State {
  switch (change.type) {
    case 'settings.changed':
      return { ...state, settings: change.settings }
    case 'troubles.changed':
      return { ...state, troubles: change.troubles }
    case 'idle.changed':
      return { ...state, idleSince: change.since }
    case 'place.wanted':
      return { ...state, wanted: change.place }
    case 'account.added': {
      const id = change.snapshot.account.id
      return {
        ...state,
        accounts: { ...state.accounts, [id]: accountStateOf(change.snapshot) },
        accountOrder: state.accountOrder.includes(id) ? state.accountOrder : [...state.accountOrder, id],
        lastAccount: id,
      }
    }
    case 'account.removed': {
      const { [change.account]: _gone, ...accounts } = state.accounts
      return { ...state, accounts, accountOrder: state.accountOrder.filter(id => id !== change.account) }
    }
    case 'account.changed':
      return inAccount(state, change.account.id, account => ({ ...account, account: change.account }))
    case 'connection.changed':
      return inAccount(state, change.account, account => ({ ...account, connection: change.state }))
    case 'contacts.replaced':
    case 'contact.changed':
    case 'contact.removed':
      return inAccount(state, change.account, account => ({
        ...account,
        contacts: applyContactChange(account.contacts, change),
      }))
    case 'request.changed':
    case 'request.removed':
      return inAccount(state, change.account, account => ({
        ...account,
        requests: applyRequestChange(account.requests, change),
      }))
    case 'sharedGroups.changed':
      return inAccount(state, change.account, account => ({ ...account, sharedGroups: change.groups }))
    case 'blocking.changed':
      return inAccount(state, change.account, account => ({ ...account, blocking: change.blocking }))
    case 'presence.changed':
    case 'presence.cleared':
      return inAccount(state, change.account, account => ({
        ...account,
        presences: applyPresenceChange(account.presences, change),
      }))
    case 'profile.changed':
      return inAccount(state, change.account, account => ({
        ...account,
        profiles: applyProfileChange(account.profiles, change),
      }))
    case 'typing.changed':
      return inAccount(state, change.account, account => ({ ...account, typing: withTyping(account.typing, change) }))
    case 'message.changed':
    case 'message.removed':
      return inAccount(state, change.account, account => ({
        ...account,
        messages: applyMessageChange(account.messages, change),
      }))
    case 'conversation.changed':
      return inAccount(state, change.account, account => ({
        ...account,
        conversations: applyConversationChange(account.conversations, change),
      }))
    case 'xmlConsole.recorded':
      return inAccount(state, change.account, account =>
        account.xmlConsole === null
          ? account
          : { ...account, xmlConsole: withEntries(account.xmlConsole, change.entries) },
      )
    case 'archive.changed':
      return inAccount(state, change.account, account => ({ ...account, archive: change.archive }))
    case 'conversation.opened':
      return inAccount(state, change.account, account => ({ ...account, open: change.peer }))
    case 'room.changed':
    case 'room.removed':
    case 'occupants.changed':
    case 'invitation.changed':
    case 'invitation.removed':
    case 'invited.changed':
      return inAccount(state, change.account, account => applyRoomChange(account, change))
    case 'transfer.changed':
    case 'transfer.removed':
    case 'download.changed':
    case 'download.removed':
      return inAccount(state, change.account, account => applyFileChange(account, change))
    default:
      return assertNever(change)
  }
}

/** A batch in its order. */
export function applyChanges(state: State, changes: readonly Change[]): State {
  return changes.reduce(applyChange, state)
}

/** A change of an account that is not in use (any more) is nobody's. */
function inAccount(state: State, id: AccountId, next: (account: AccountState) => AccountState): State {
  const account = state.accounts[id]
  return account === undefined ? state : { ...state, accounts: { ...state.accounts, [id]: next(account) } }
}
