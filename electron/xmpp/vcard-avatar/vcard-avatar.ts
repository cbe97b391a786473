/**
 * XEP-0153: vCard-Based Avatars, version 1.1.1, https://xmpp.org/extensions/xep-0153.html
 * Supported: the hashes that presences announce, our own among several resources of ours. Left out: pictures of rooms and
 * their occupants; XEP-0084, which servers translate.
 */
import type { BareJid } from '../../../shared/domain/address.ts'
import type { PictureHash } from '../../../shared/domain/profile.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import { drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { buildAnnounced } from './build.ts'
import { type Announced, parseAnnounced } from './parse.ts'

export interface VcardAvatar {
  /** The child of every presence that we broadcast. */
  build(): Element
  /** A new stream: nothing is said of our picture before our vCard has been seen. Resolves when it has. */
  begin(): Promise<void>
  /** Our vCard has just been written. */
  written(picture: PictureHash | null): void
  dispose(): void
}

/** Hashes of other resources that our vCard did not bear out; each is looked at once. */
const mostDisproved = 100

export function createVcardAvatar(options: {
  readonly channel: StanzaChannel
  /** The hash in our own vCard, asked of the server; null where it has no photo. */
  readonly fetchOwn: () => Promise<PictureHash | null>
  /** Somebody else says which picture is theirs; null is none. */
  readonly onAnnounced: (address: BareJid, picture: PictureHash | null) => void | Promise<void>
  /** What `build` gives has changed: our presence is to be sent again. */
  readonly onChanged: () => void
  readonly log: Log
}): VcardAvatar {
  const { channel, fetchOwn, onAnnounced, onChanged, log } = options
  let own: PictureHash | 'unknown' | null = 'unknown'
  /** Resources of ours that know nothing of all this, and may change the picture unseen (4.3). */
  const silent = new Set<string>()
  const disproved = new Set<Announced>()
  let look = 0

  function become(next: typeof own): void {
    if (next === own) return
    own = next
    onChanged()
  }

  async function lookAtOwn(): Promise<void> {
    look += 1
    const mine = look
    const found = await fetchOwn()
    if (mine === look) become(found)
  }

  /** "Resetting the image hash": not ready, then what the vCard has. */
  function reset(): void {
    become('unknown')
    drop(lookAtOwn(), log, 'looking at our own vCard')
  }

  function otherResource(from: string, announced: Announced, isGone: boolean): void {
    if (isGone || announced !== 'unsupported') {
      // "MAY reset its hash if all instances of non-conforming resources have gone offline."
      if (silent.delete(from) && silent.size === 0) reset()
      if (isGone) return
    }
    if (announced === 'unsupported') {
      // "the client MUST stop advertising the avatar image hash"
      if (silent.size === 0) onChanged()
      silent.add(from)
      return
    }
    if (announced === 'unknown' || own === 'unknown' || disproved.has(announced)) return
    // "If the hashes are different, then the client MUST NOT attempt to resolve the conflict by uploading".
    if (announced === (own ?? 'none')) return
    if (disproved.size >= mostDisproved) return
    disproved.add(announced)
    reset()
  }

  const end = channel.onPresence(presence => {
    const { type } = presence.attrs
    if (type !== undefined && type !== 'unavailable') return
    const from = senderOf(presence)
    if (from === null) return
    const announced = parseAnnounced(presence)
    const address = bareOf(from)
    if (address === channel.account) {
      if (from !== channel.address()) otherResource(from, announced, type === 'unavailable')
      return
    }
    if (type === 'unavailable' || announced === 'unsupported' || announced === 'unknown') return
    // Nothing is lost with it: the next presence says it again.
    return Promise.resolve(onAnnounced(address, announced === 'none' ? null : announced)).catch((error: unknown) =>
      log.warn('what is announced was not taken', { error: error instanceof Error ? error.message : '' }),
    )
  })

  return {
    build: () => buildAnnounced(silent.size > 0 ? 'unknown' : own),
    async begin() {
      own = 'unknown'
      silent.clear()
      disproved.clear()
      await lookAtOwn()
    },
    written(picture) {
      look += 1
      disproved.clear()
      become(picture)
    },
    dispose: end,
  }
}

function senderOf(presence: Element): ReturnType<typeof prepareJid> | null {
  try {
    return prepareJid(presence.attrs.from ?? '')
  } catch {
    // Nobody can be meant by it.
    return null
  }
}
