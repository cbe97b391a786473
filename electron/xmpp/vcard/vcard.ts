/**
 * XEP-0054: vcard-temp, version 1.3.0, https://xmpp.org/extensions/xep-0054.html
 * Supported: asking for anybody's and our own, changing our own without losing what others wrote into it. Left out:
 * vCards of rooms, external photos (EXTVAL), answering for ourselves (the server does, 3.3).
 */
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { ProfileChange } from '../../../shared/domain/profile.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Element } from '../../stanza/element.ts'
import { buildVcardRequest, buildVcardUpdate, vcardNamespace } from './build.ts'
import { parseVcard, type Vcard } from './parse.ts'

export interface VcardFeature {
  /**
   * What somebody says of themselves; an empty card where they have none.
   * @throws AppError like any request, but not for what means "there is none"
   */
  fetch(address: BareJid): Promise<Vcard>
  /** Changes our own, and gives what it is then. @throws AppError like any request */
  change(change: ProfileChange): Promise<Vcard>
}

/** Milliseconds: Openfire leaves questions to addresses that do not exist unanswered. */
const patience = 10_000

/**
 * How servers say that there is none (3.1 and 3.3): `item-not-found`; `service-unavailable`, as Openfire does, so that
 * nobody learns which addresses there are; or they know no vCards at all.
 */
const none: ReadonlySet<string | undefined> = new Set([
  'item-not-found',
  'service-unavailable',
  'feature-not-implemented',
])

export function createVcard(options: { readonly channel: StanzaChannel }): VcardFeature {
  const { channel } = options

  async function request(address: BareJid): Promise<Element | null> {
    try {
      const to = address === channel.account ? null : address
      const answer = await channel.request(buildVcardRequest(to), { timeoutMs: patience })
      return answer.getChild('vCard', vcardNamespace) ?? null
    } catch (error) {
      if (error instanceof AppError && error.code === 'refused-by-server' && none.has(error.details.condition))
        return null
      throw error
    }
  }

  return {
    fetch: async address => parseVcard(await request(address)),
    async change(change) {
      const update = buildVcardUpdate(await request(channel.account), change)
      // Taken before it is sent: elements that were kept belong to it now.
      const next = parseVcard(update.getChild('vCard') ?? null)
      await channel.request(update, { timeoutMs: patience })
      return next
    },
  }
}
