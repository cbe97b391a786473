/**
 * XEP-0333: Displayed Markers, version 1.0.0, https://xmpp.org/extensions/xep-0333.html
 * Supported: asking with each message of ours, saying what was seen, what others and our own devices say. Left out:
 * rooms, and markers that nobody has asked for ("NOT RECOMMENDED").
 *
 * "A sender SHOULD NOT send Displayed Markers to recipients who are not otherwise authorized to view its presence": told
 * is who sees us, and whoever we have ever written to. What is owed is in the store, so that neither the end of a
 * connection nor of the program loses it.
 */
import { randomUUID } from 'node:crypto'
import type { Peer } from '../../../shared/domain/address.ts'
import { isConnectionLost } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import type { Element } from '../../stanza/element.ts'
import { buildMarker } from './build.ts'
import { parseMarker } from './parse.ts'

export interface ChatMarkers {
  /** Says what was seen and not said yet. Resolves when that is written, or the stream is gone. */
  flush(): Promise<void>
  /** What another device of ours got or sent may be a marker. Whether the copy is to be believed is the caller's to know. */
  take(copy: Element): Promise<void>
  dispose(): void
}

export interface Owed {
  readonly peer: Peer
  readonly upTo: number
  readonly id: string
}

export function createChatMarkers(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  /** The last message that was seen of each who waits to hear of it. */
  readonly owed: () => Promise<readonly Owed[]>
  /** Whether the person wants to say it. */
  readonly isOn: () => boolean
  /** Whether somebody may know that we are there. */
  readonly mayKnow: (peer: Peer) => Promise<boolean>
}): ChatMarkers {
  const { channel, emit, owed, isOn, mayKnow } = options
  const { account } = channel
  let again = false
  let flushing: Promise<void> | null = null

  async function take(message: Element): Promise<void> {
    const marker = parseMarker(message, account)
    if (marker === null) return
    const { peer, id, own } = marker
    await emit({ type: own ? 'conversation.readElsewhere' : 'message.displayed', account, peer, id })
  }

  async function sayAll(): Promise<void> {
    while (again && channel.address() !== null) {
      again = false
      for (const each of await owed()) if (!(await say(each))) return
    }
  }

  /** Once for each message, and nothing later on of what was seen while the person did not want it to be said. */
  async function say({ peer, upTo, id }: Owed): Promise<boolean> {
    try {
      if (isOn() && (await mayKnow(peer))) await channel.send(buildMarker(peer, id, randomUUID()))
    } catch (error) {
      if (isConnectionLost(error)) return false
      throw error
    }
    await emit({ type: 'conversation.marked', account, peer, upTo })
    return true
  }

  // What our own account says comes as a carbon.
  const end = channel.onMessage(message => (parseMarker(message, account)?.own === false ? take(message) : undefined))
  return {
    take,
    flush() {
      again = true
      flushing ??= sayAll().finally(() => {
        flushing = null
      })
      return flushing
    },
    dispose: end,
  }
}
