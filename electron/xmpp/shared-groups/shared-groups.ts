/**
 * Openfire's shared groups: which groups of the contact list are the server's, by
 * `http://www.jivesoftware.org/protocol/sharedgroup` (no XEP; Spark asks so).
 * Supported: asking at sign-in. Other servers refuse, and then there are none. Nobody announces it.
 */
import { isConnectionLost } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import type { Log } from '../../core/ports/index.ts'
import { buildSharedGroupsRequest } from './build.ts'
import { parseSharedGroups } from './parse.ts'

export interface SharedGroups {
  /** Asks and tells the store. @throws AppError `not-connected`, `network-lost` */
  fetch(): Promise<void>
  /** As last told; null before. */
  names(): readonly string[] | null
}

/** Milliseconds. Nothing waits for it. */
const patience = 20_000

export function createSharedGroups(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  readonly log: Log
}): SharedGroups {
  const { channel, emit, log } = options
  let names: readonly string[] | null = null

  async function ask(): Promise<readonly string[]> {
    try {
      return parseSharedGroups(await channel.request(buildSharedGroupsRequest(), { timeoutMs: patience }))
    } catch (error) {
      if (isConnectionLost(error)) throw error
      log.debug('the server shares no groups', { error: error instanceof Error ? error.message : '' })
      return []
    }
  }

  return {
    async fetch() {
      const groups = await ask()
      names = groups
      await emit({ type: 'sharedGroups.received', account: channel.account, groups })
    },
    names: () => names,
  }
}
