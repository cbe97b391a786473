import type { Message, MessageId, MessagePage, MiddlePage } from '../../shared/domain/message.ts'

/**
 * The part of a conversation that is loaded: its newest end, and as far back as the person has read; or what stands around
 * a message that was looked for.
 */
export interface MessageWindow {
  /** Oldest first. */
  readonly messages: readonly Message[]
  /** There are older ones before the first. */
  readonly hasMore: boolean
  /** There are newer ones after the last. */
  readonly hasNewer: boolean
  /** The newest page has come; until then only changes are in it. */
  readonly loaded: boolean
  /** The person reads the newest messages: what is far back may be let go. */
  readonly following: boolean
}

/** What is kept of a conversation whose end is being read. Older ones are read from disk again. */
export const keptMessages = 300

export const emptyWindow: MessageWindow = {
  messages: [],
  hasMore: true,
  hasNewer: false,
  loaded: false,
  following: true,
}

/** With a page of the archive. What a change has brought is newer than the page and stays. */
export function withPage(window: MessageWindow, page: MessagePage): MessageWindow {
  const known = new Set(window.messages.map(message => message.id))
  const added = page.messages.filter(message => !known.has(message.id))
  const first = window.messages[0]
  const last = added.at(-1)
  const messages =
    first === undefined || last === undefined || last.order < first.order
      ? [...added, ...window.messages]
      : [...added, ...window.messages].sort(byOrder)
  return { ...window, messages, hasMore: page.hasMore, loaded: true }
}

/** With the messages around one, in place of what was loaded; or with newer ones after them. */
export function withMiddle(window: MessageWindow, page: MiddlePage, how: 'around' | 'after'): MessageWindow {
  const last = page.messages.at(-1)?.order ?? Number.MAX_SAFE_INTEGER
  // What a change has brought is newer than the page; it comes with its own where there is a gap between them.
  const kept = window.messages.filter(message => how === 'after' || !page.hasNewer || message.order <= last)
  const known = new Set(kept.map(message => message.id))
  const messages = [...kept, ...page.messages.filter(message => !known.has(message.id))].sort(byOrder)
  const hasMore = how === 'around' ? page.hasMore : window.hasMore
  return { ...window, messages, hasMore, hasNewer: page.hasNewer, loaded: true }
}

/** With new and changed messages, oldest first. */
export function withMessages(window: MessageWindow, changed: readonly Message[]): MessageWindow {
  const places = new Map(window.messages.map((message, index) => [message.id, index]))
  const messages = [...window.messages]
  const oldest = window.hasMore ? (window.messages[0]?.order ?? 0) : 0
  const newest = window.hasNewer ? (window.messages.at(-1)?.order ?? 0) : Number.MAX_SAFE_INTEGER
  for (const message of changed) {
    const place = places.get(message.id)
    if (place !== undefined) messages[place] = message
    // One from before or after the loaded part comes with its page.
    else if (!window.loaded || (message.order >= oldest && message.order <= newest)) {
      places.set(message.id, messages.length)
      messages.push(message)
    }
  }
  for (let index = 1; index < messages.length; index++) {
    if ((messages[index - 1]?.order ?? 0) > (messages[index]?.order ?? 0)) {
      messages.sort(byOrder)
      break
    }
  }
  return bounded({ ...window, messages })
}

export function withoutMessages(window: MessageWindow, ids: readonly MessageId[]): MessageWindow {
  return { ...window, messages: window.messages.filter(message => !ids.includes(message.id)) }
}

/** Says whether the newest messages are being read, and lets the far past go when they are. */
export function withFollowing(window: MessageWindow, following: boolean): MessageWindow {
  return window.following === following ? window : bounded({ ...window, following })
}

function bounded(window: MessageWindow): MessageWindow {
  return window.following && window.loaded && !window.hasNewer && window.messages.length > keptMessages
    ? { ...window, messages: window.messages.slice(-keptMessages), hasMore: true }
    : window
}

function byOrder(one: Message, other: Message): number {
  return one.order - other.order
}
