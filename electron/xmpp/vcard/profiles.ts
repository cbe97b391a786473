import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { PictureHash, ProfileChange } from '../../../shared/domain/profile.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit, ReceivedProfile } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import { createFetchQueue } from './fetch-queue.ts'
import type { Vcard } from './parse.ts'
import type { VcardFeature } from './vcard.ts'

/** What is kept of somebody. */
export interface KnownProfile {
  /** What their presence said of the picture when they were asked last: a hash, '' for none; null where nothing was said. */
  readonly announced: string | null
  /** When they were asked last, in milliseconds since 1970. */
  readonly fetchedAt: number
}

/** Who is asked for their vCard, and when: where the picture is new, or when a person wants to know. */
export interface Profiles {
  /** Their presence says so; null is no picture. Of contacts only: anybody may send us a presence. */
  announced(address: BareJid, picture: PictureHash | null): Promise<void>
  /** A person looks at the profile. Resolves when what is kept is not old. @throws AppError like any request */
  open(address: BareJid): Promise<void>
  /** A person is about to write to them: who has never been asked, or long ago, is asked by itself. */
  glance(address: BareJid): Promise<void>
  /** Our own, as the server has it. Gives the hash of its photo. @throws AppError like any request */
  fetchOwn(): Promise<PictureHash | null>
  /** Changes our own, and gives the hash of its photo. @throws AppError like any request */
  change(change: ProfileChange): Promise<PictureHash | null>
  dispose(): void
}

/** Milliseconds for which what is known of somebody is new enough for who opens their profile, and for who writes to them. */
const freshWhenOpened = 10 * 60_000
const freshAtAGlance = 7 * 24 * 3600_000

export function createProfiles(options: {
  readonly channel: StanzaChannel
  readonly vcard: VcardFeature
  readonly known: (address: BareJid) => Promise<KnownProfile | null>
  readonly isContact: (address: BareJid) => Promise<boolean>
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
}): Profiles {
  const { channel, vcard, known, isContact, emit, clock, log } = options
  const { account } = channel
  /** What contacts have said of their pictures on this stream. */
  const said = new Map<BareJid, PictureHash | ''>()
  const queue = createFetchQueue({ clock, fetch })

  async function fetch(address: BareJid): Promise<void> {
    const card = await vcard.fetch(address)
    await receive(address, card, said.get(address) ?? null)
  }

  async function receive(address: BareJid, card: Vcard, announced: string | null): Promise<void> {
    const { fullName, nickname, facts, photo } = card
    // What was announced is what is shown, or nothing: somebody who can change the vCard alone is not believed.
    const isIt = photo !== null && (!announced || announced === photo.hash)
    if (photo !== null && !(isIt && photo.showable)) log.info('a picture was refused', { bytes: photo.bytes.length })
    const picture = isIt && photo.showable ? { hash: photo.hash, bytes: photo.bytes } : null
    const profile: ReceivedProfile = {
      address,
      fullName,
      nickname,
      facts,
      picture,
      announced: announced ?? photo?.hash ?? '',
    }
    await emit({ type: 'profile.received', account, profile })
  }

  async function askUnlessFresh(address: BareJid, fresh: number): Promise<boolean> {
    const kept = await known(address)
    return kept === null || clock.now() - kept.fetchedAt >= fresh
  }

  const endings = [
    channel.onOnline(() => {
      said.clear()
      queue.clear(new AppError('network-lost', 'another stream has begun'))
    }),
    channel.onOffline(({ resumable }) => {
      if (!resumable) queue.clear(new AppError('network-lost', 'the stream has ended'))
    }),
  ]

  return {
    async announced(address, picture) {
      const hash = picture ?? ''
      if (said.get(address) === hash) return
      if (!(await isContact(address))) return
      said.set(address, hash)
      const kept = await known(address)
      if (kept?.announced === hash) return
      if (hash !== '') queue.want(address)
      else if (kept !== null) await emit({ type: 'profile.pictureRemoved', account, address })
    },

    async open(address) {
      if (!(await askUnlessFresh(address, freshWhenOpened))) return
      if (channel.address() === null) throw new AppError('not-connected', 'Nobody can be asked now')
      await queue.ask(address)
    },

    async glance(address) {
      if (channel.address() !== null && (await askUnlessFresh(address, freshAtAGlance))) {
        // Its failure is nobody's: the next look asks again.
        drop(queue.ask(address), log, 'asking for a profile')
      }
    },

    async fetchOwn() {
      const card = await vcard.fetch(account)
      await receive(account, card, null)
      return card.photo?.hash ?? null
    },

    async change(change) {
      const card = await vcard.change(change)
      await receive(account, card, null)
      return card.photo?.hash ?? null
    },

    dispose() {
      for (const end of endings) end()
      queue.dispose()
    },
  }
}
