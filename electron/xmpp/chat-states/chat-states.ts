/**
 * XEP-0085: Chat State Notifications, version 2.1, https://xmpp.org/extensions/xep-0085.html
 * Supported: all five states in one-to-one chats, both ways. Left out: threads, rooms. What others say is in `typists.ts`.
 *
 * A state by itself goes only to who has shown that they know of states (section 5.1), by a message or by disco, may know
 * that we are there, and is not offline; and only while the person wants that.
 */
import type { BareJid, FullJid, Peer } from '../../../shared/domain/address.ts'
import { isConnectionLost } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { buildStandalone, buildState, type ChatState } from './build.ts'
import { parseState } from './parse.ts'
import { createTypists } from './typists.ts'

export interface ChatStates {
  /** The state that goes with a message that is about to be written to the peer; null: none. */
  withMessage(peer: Peer): Element | null
  /** The person writes, or has taken away what was written. To be called every few seconds while they go on. */
  setTyping(peer: Peer, typing: boolean): void
  /** The person looks at something else, or (`closed`) has closed the conversation. */
  leave(peer: Peer, closed: boolean): void
  /** What another device of ours got: its sender writes, or has written. */
  take(copy: Element): Promise<void>
  dispose(): void
}

export interface ChatStatesOptions {
  readonly channel: StanzaChannel
  readonly emit: Emit
  readonly clock: Clock
  /** Whether the person wants to say it. */
  readonly isOn: () => boolean
  /** Whether somebody may know that we are there. */
  readonly mayKnow: (peer: Peer) => Promise<boolean>
  /** Available resources of the peer, the one that spoke last first; null where we do not see them. */
  readonly resources: (peer: Peer) => Promise<readonly (FullJid | BareJid)[] | null>
  /** Whether an entity announces a namespace; null where nobody knows. Rejects where the connection is gone. */
  readonly supports: (address: FullJid | BareJid) => Promise<boolean | null>
  readonly log: Log
}

interface Chat {
  /** Whether the peer knows of states; null: not found out. */
  knows: boolean | null
  /** What they heard last on this stream. */
  said: ChatState | null
  wanted: ChatState | null
  saying: boolean
  callOff: () => void
}

/** Milliseconds without a keystroke after which the person has paused, and without anything after which they are away. */
const pause = 5000
const inactivity = 120_000
/** People with whom we talk: those that were silent longest go. */
const mostChats = 500

export function createChatStates(options: ChatStatesOptions): ChatStates {
  const { channel, emit, clock, isOn, mayKnow, resources, supports, log } = options
  const { account } = channel
  const typists = createTypists({ account, emit, isKnown: mayKnow, clock, log })
  let chats = new Map<Peer, Chat>()

  function chatWith(peer: Peer): Chat {
    const chat = chats.get(peer) ?? { knows: null, said: null, wanted: null, saying: false, callOff: () => {} }
    chats.delete(peer)
    chats.set(peer, chat)
    const [oldest] = chats
    if (chats.size > mostChats && oldest !== undefined) {
      oldest[1].callOff()
      chats.delete(oldest[0])
    }
    return chat
  }

  function want(peer: Peer, chat: Chat, state: ChatState): void {
    chat.callOff()
    chat.wanted = state
    const [next, milliseconds] =
      state === 'composing' ? (['paused', pause] as const) : (['inactive', inactivity] as const)
    chat.callOff =
      state === 'inactive' || state === 'gone' ? () => {} : clock.after(milliseconds, () => want(peer, chat, next))
    if (!chat.saying) drop(sayAll(peer, chat), log, 'a chat state')
  }

  /** One after the other; what was wanted only in between is never said. */
  async function sayAll(peer: Peer, chat: Chat): Promise<void> {
    chat.saying = true
    try {
      while (chat.wanted !== null && chat.wanted !== chat.said) {
        const state = chat.wanted
        if (!follows(chat.said, state) || !(await mayHear(peer, chat))) return
        // Meanwhile it may have become another.
        if (chat.wanted !== state) continue
        // Before it is out: a message may be written meanwhile, and says what comes after.
        chat.said = state
        await channel.send(buildStandalone(peer, state))
      }
    } catch (error) {
      // A state is of now: on the next stream it is another.
      if (!isConnectionLost(error)) throw error
    } finally {
      chat.saying = false
    }
  }

  async function mayHear(peer: Peer, chat: Chat): Promise<boolean> {
    if (!isOn() || channel.address() === null || chat.knows === false || !(await mayKnow(peer))) return false
    const there = await resources(peer)
    if (there?.length === 0) return false
    const [latest] = there ?? []
    if (chat.knows === null && latest !== undefined) chat.knows = await supports(latest)
    return chat.knows === true
  }

  function forget(): void {
    for (const chat of chats.values()) chat.callOff()
    // Who knows of states stays known.
    chats = new Map(
      [...chats].map(([peer, { knows }]) => [
        peer,
        { knows, said: null, wanted: null, saying: false, callOff: () => {} },
      ]),
    )
    typists.forget()
  }

  async function take(message: Element): Promise<void> {
    const said = parseState(message)
    if (said === null || said.peer === account) return
    const { peer, state, hasBody } = said
    // "If the Contact replies but does not include a chat state notification extension, the User MUST NOT send
    // subsequent chat state notifications to the Contact."
    chatWith(peer).knows = state !== null
    await typists.hear(peer, state === 'composing' && !hasBody)
  }

  const ends = [
    channel.onMessage(take),
    // Whoever goes no longer writes, and may not have said so.
    channel.onPresence(({ attrs: { type, from } }) => {
      const peer = type === 'unavailable' ? bareOrNull(from) : null
      return peer === null ? undefined : typists.hear(peer, false)
    }),
    channel.onOnline(forget),
    channel.onResumed(({ forgotten }) => {
      if (forgotten) forget()
    }),
    channel.onOffline(({ resumable }) => {
      if (!resumable) forget()
    }),
  ]

  return {
    take,
    withMessage(peer) {
      const chat = chatWith(peer)
      if (!isOn() || chat.knows === false || peer === account) return null
      chat.said = 'active'
      want(peer, chat, 'active')
      return buildState('active')
    },
    setTyping(peer, typing) {
      if (peer !== account) want(peer, chatWith(peer), typing ? 'composing' : 'active')
    },
    leave(peer, closed) {
      const chat = chats.get(peer)
      if (chat !== undefined) want(peer, chat, closed ? 'gone' : 'inactive')
    },
    dispose() {
      for (const end of ends) end()
      forget()
      typists.dispose()
    },
  }
}

function bareOrNull(from: string | undefined): BareJid | null {
  try {
    return bareOf(prepareJid(from ?? ''))
  } catch {
    // Nobody.
    return null
  }
}

/** Whoever has heard nothing of us need not hear that we do nothing. */
function follows(said: ChatState | null, next: ChatState): boolean {
  switch (next) {
    case 'composing':
      return true
    case 'active':
    case 'paused':
      return said === 'composing' || said === 'paused'
    default:
      return said !== null && said !== 'gone'
  }
}
