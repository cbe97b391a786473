/**
 * XEP-0202: Entity Time, version 2.0, https://xmpp.org/extensions/xep-0202.html
 * Supported: asking our server, to know how far its clock is ahead of ours. Left out: answering.
 */
import { isConnectionLost } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Clock, Log } from '../../core/ports/index.ts'
import { parseTime } from '../../stanza/delay.ts'
import { xml } from '../../stanza/element.ts'

export const timeNamespace = 'urn:xmpp:time'

export interface ServerClock {
  /**
   * Milliseconds that what the server stamps is ahead of our clock; 0 where it is nearly the same, or is not told.
   * @throws AppError `not-connected`, `network-lost`
   */
  ahead(): Promise<number>
}

/** Milliseconds. */
const patience = 5000
/** The answer has whole seconds, and is under way for some time. */
const nearly = 2500

export function createServerClock(options: {
  readonly channel: Pick<StanzaChannel, 'request'>
  readonly discovery: { serverSupports(namespace: string): Promise<boolean | null> }
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}): ServerClock {
  const { channel, discovery, clock, log } = options
  return {
    async ahead() {
      if ((await discovery.serverSupports(timeNamespace)) !== true) return 0
      const asked = clock.now()
      try {
        const answer = await channel.request(xml('iq', { type: 'get' }, xml('time', { xmlns: timeNamespace })), {
          timeoutMs: patience,
        })
        const utc = parseTime(answer.getChild('time', timeNamespace)?.getChildText('utc')?.trim())
        if (utc === null) return 0
        const ahead = Math.round(utc - (asked + clock.now()) / 2)
        if (Math.abs(ahead) < nearly) return 0
        log.warn('the clock of the server is not ours', { seconds: ahead / 1000 })
        return ahead
      } catch (error) {
        if (isConnectionLost(error)) throw error
        log.info('the server does not tell its time', { error: error instanceof Error ? error.message : '' })
        return 0
      }
    },
  }
}
