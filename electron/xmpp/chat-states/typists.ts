import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'

/** Who is writing to us, as far as anybody shows it. */
export interface Typists {
  /** Somebody has said whether they write. Resolves when the store has what is new in it. */
  hear(peer: Peer, typing: boolean): Promise<void> | undefined
  /** The stream is over: the store forgets by itself. */
  forget(): void
  dispose(): void
}

/** Milliseconds after which somebody who said that they write, and nothing more, is not believed any longer. */
const longestTyping = 30_000
/** More than a person can look at are not followed. */
const mostTypists = 200

export function createTypists(options: {
  readonly account: AccountId
  readonly emit: Emit
  /** Whether they are somebody with whom we talk: strangers can say it by thousands. */
  readonly isKnown: (peer: Peer) => Promise<boolean>
  readonly clock: Clock
  readonly log: Log
}): Typists {
  const { account, emit, isKnown, clock, log } = options
  /** By who writes: calls off the end of it. */
  const endings = new Map<Peer, () => void>()

  function stop(peer: Peer): Promise<void> | undefined {
    const callOff = endings.get(peer)
    if (callOff === undefined) return undefined
    callOff()
    endings.delete(peer)
    return emit({ type: 'typing.changed', account, peer, typing: false })
  }

  function forget(): void {
    for (const callOff of endings.values()) callOff()
    endings.clear()
  }

  async function start(peer: Peer): Promise<void> {
    const callOff = clock.after(longestTyping, () => drop(stop(peer) ?? Promise.resolve(), log, 'the end of typing'))
    const before = endings.get(peer)
    before?.()
    endings.set(peer, callOff)
    if (before !== undefined) return
    if (!(await isKnown(peer))) {
      endings.get(peer)?.()
      endings.delete(peer)
      return
    }
    // Not where they have ended meanwhile.
    if (endings.has(peer)) await emit({ type: 'typing.changed', account, peer, typing: true })
  }

  return {
    hear(peer, typing) {
      if (!typing) return stop(peer)
      return endings.size < mostTypists || endings.has(peer) ? start(peer) : undefined
    },
    forget,
    dispose: forget,
  }
}
