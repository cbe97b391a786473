import type { ConnectionSettings } from '../../../shared/domain/connection.ts'
import { toFailure } from '../../../shared/domain/failure.ts'
import { type Clock, drop, type KeptStream, type Log, type StreamKeeper } from '../../core/ports/index.ts'
import { splitJid } from '../../stanza/jid.ts'
import type { Limits } from '../limits.ts'
import { createManagedStream, type ManagedStream } from './managed-stream.ts'
import type { Worth } from './worth.ts'

/** The one stream of an account that may be gone on with (XEP-0198, 5), over connections and runs of the program. */
export interface Resumption {
  /** The stream that an attempt with these settings may go on with; null where there is none. */
  candidate(settings: ConnectionSettings): Promise<ManagedStream | null>
  /** A new stream is bound: it takes the place of the former. */
  bound(stream: ManagedStream | null): void
  /** A connection ended; gives whether its stream may go on. */
  broke(error: unknown): boolean
  /** The former stream cannot be gone on with. */
  lost(): void
  /** We left: from here on it is as after a restart, and whoever sent something sends it anew where the server has it not. */
  left(): void
  /**
   * A stream that we left was closed.
   * @param gone the server has closed it as well
   */
  closed(stream: ManagedStream | null, gone: boolean): void
  /** It is never gone on with: somebody else has it, or nobody. */
  forget(): void
}

export function createResumption(options: {
  /** Without one a killed program cannot resume. */
  readonly keeper: StreamKeeper | null
  readonly clock: Clock
  readonly limits: Limits
  readonly log: Log
  readonly worth: Worth
  readonly onAcknowledged: (messages: readonly string[]) => void
}): Resumption {
  const { keeper, log } = options
  /** On a connection, or waiting for one. */
  let managed: ManagedStream | null = null
  /** What was kept by an earlier run of the program is asked for once. */
  let loaded = keeper === null

  function revive(kept: KeptStream): ManagedStream {
    return createManagedStream({ ...options, id: kept.id, address: kept.address, kept })
  }

  function giveUp(): void {
    const kept = managed?.given() ?? null
    managed = kept === null ? null : revive(kept)
  }

  function forget(): void {
    managed = null
    loaded = true
    if (keeper !== null) drop(keeper.ended(), log, 'forgetting the stream')
  }

  async function keep(to: StreamKeeper, stream: ManagedStream | null): Promise<void> {
    if (stream === null || stream.id === null) await to.ended()
    else await to.began({ id: stream.id, address: stream.address })
  }

  return {
    async candidate({ resource }) {
      if (!loaded) {
        const kept = await keeper?.load()
        if (!loaded && kept) managed ??= revive(kept)
        loaded = true
      }
      if (managed === null || managed.id === null) return null
      return resource === null || splitJid(managed.address).resource === resource ? managed : null
    },
    bound(stream) {
      managed = stream
      loaded = true
      if (keeper !== null) drop(keep(keeper, stream), log, 'keeping the stream')
    },
    broke(error) {
      const resumable = managed !== null && managed.id !== null && breaksOff(error)
      if (!resumable) managed = null
      return resumable
    },
    lost() {
      managed = null
    },
    left: giveUp,
    closed(stream, gone) {
      if (managed !== stream) return
      giveUp()
      // Nothing is in doubt, and the server has forgotten it as well.
      if (gone && managed?.given()?.unacknowledged.length === 0) forget()
    },
    forget,
  }
}

/** The connection broke, and nobody has said that the stream is over. */
function breaksOff(error: unknown): boolean {
  const { code } = toFailure(error)
  return code === 'network-lost' || code === 'timed-out'
}
