import { assertNever } from '../../shared/assert-never.ts'
import type { AccountId, Peer } from '../../shared/domain/address.ts'
import type { MessagePage, MiddlePage } from '../../shared/domain/message.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import {
  emptyWindow,
  type MessageWindow,
  withFollowing,
  withMessages,
  withMiddle,
  withoutMessages,
  withPage,
} from './message-window.ts'
import type { ByAddress, State } from './state.ts'

type MessageChange = Extract<Change, { type: 'message.changed' | 'message.removed' }>
type Windows = ByAddress<MessageWindow>

/** Conversations whose messages stay loaded, so that going to and fro is instant. */
export const keptWindows = 8

/** Messages of a conversation that was not opened are not kept: its row has the last one. */
export function applyMessageChange(windows: Windows, change: MessageChange): Windows {
  const window = windows[change.peer]
  if (window === undefined) return windows
  switch (change.type) {
    case 'message.changed':
      return { ...windows, [change.peer]: withMessages(window, change.messages) }
    case 'message.removed':
      return { ...windows, [change.peer]: withoutMessages(window, change.ids) }
    default:
      return assertNever(change)
  }
}

/**
 * Begins to collect the changes of a conversation, before its page is asked for; lets the longest unopened one go.
 * @param anew whatever is loaded of it: another part is wanted
 */
export function openWindow(state: State, account: AccountId, peer: Peer, anew = false): State {
  return inWindows(state, account, windows => {
    const { [peer]: window = emptyWindow, ...others } = windows
    const kept = Object.entries(others).slice(-(keptWindows - 1))
    // What does not reach to the end is no beginning for who wants to see the end.
    return { ...Object.fromEntries(kept), [peer]: anew || window.hasNewer ? emptyWindow : window }
  })
}

export function addPage(state: State, account: AccountId, peer: Peer, page: MessagePage): State {
  return inWindows(state, account, windows => {
    const window = windows[peer]
    return window === undefined ? windows : { ...windows, [peer]: withPage(window, page) }
  })
}

/** The messages around one that was looked for, or newer ones after them. */
export function addMiddle(
  state: State,
  account: AccountId,
  peer: Peer,
  page: MiddlePage,
  how: 'around' | 'after',
): State {
  return inWindows(state, account, windows => {
    const window = windows[peer]
    return window === undefined ? windows : { ...windows, [peer]: withMiddle(window, page, how) }
  })
}

export function setFollowing(state: State, account: AccountId, peer: Peer, following: boolean): State {
  return inWindows(state, account, windows => {
    const window = windows[peer]
    if (window === undefined || window.following === following) return windows
    return { ...windows, [peer]: withFollowing(window, following) }
  })
}

function inWindows(state: State, id: AccountId, next: (windows: Windows) => Windows): State {
  const account = state.accounts[id]
  if (account === undefined) return state
  const messages = next(account.messages)
  return messages === account.messages
    ? state
    : { ...state, accounts: { ...state.accounts, [id]: { ...account, messages } } }
}
