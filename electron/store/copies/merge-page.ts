import { type Conversation, type Copy, copyBits, type KeptMessage, withCopy } from './copy.ts'
import { findMessage } from './is-same.ts'

/** What becomes of one copy of a page. */
export type Merged =
  /** It is another one of a message that is there; `after` is what that is from now on. */
  | { readonly kind: 'known'; readonly before: KeptMessage; readonly after: KeptMessage }
  | { readonly kind: 'new'; readonly copy: Copy; readonly place: number }

export interface MergeOptions {
  /** Oldest first, of one conversation. */
  readonly copies: readonly Copy[]
  /** Every message that may be one of them. */
  readonly messages: readonly KeptMessage[]
  readonly conversation: Conversation
  /** Where the page ends: its neighbours in the archive, which are there already, have these places. */
  readonly above: number
  readonly below: number
  /** No place that only the time gives is higher. */
  readonly latest: number
}

const placesPerMillisecond = 1000

/**
 * Makes one conversation of a page and of what is there. A message that is there never moves; a new one gets a place
 * between its neighbours in the archive, and there by its time. Where these leave no room it comes behind the one before.
 */
export function mergePage(options: MergeOptions): readonly Merged[] {
  const { copies, conversation, below } = options
  const known = recognize(copies, options.messages, conversation)
  const merged: Merged[] = []
  let lower = options.above
  let at = 0
  while (at < known.length) {
    const each = known[at]
    if (each === undefined) break
    if ('before' in each) {
      merged.push({ kind: 'known', ...each })
      lower = Math.max(lower, each.before.place)
      at += 1
      continue
    }
    const next = known.findIndex((other, index) => index > at && 'before' in other)
    const end = next === -1 ? known.length : next
    const run = known.slice(at, end).filter(isNew)
    const follower = known[end]
    const upper = follower !== undefined && 'before' in follower ? follower.before.place : below
    const places = placesOf(run, lower, upper, options.latest)
    merged.push(...run.map((copy, index) => ({ kind: 'new', copy, place: places[index] ?? lower }) as const))
    lower = places.at(-1) ?? lower
    at = end
  }
  return merged
}

type Recognized = Copy | { readonly before: KeptMessage; readonly after: KeptMessage }

/** Each copy, with its message where it has one. What the page holds twice is left out the second time. */
function recognize(
  copies: readonly Copy[],
  messages: readonly KeptMessage[],
  conversation: Conversation,
): readonly Recognized[] {
  let all = messages
  return copies.flatMap((copy): readonly Recognized[] => {
    const before = findMessage(copy, all, conversation)
    if (before === null) {
      all = [
        ...all,
        { ...copy, extra: copy.extra ?? {}, key: unwritten, place: 0, state: null, copies: copyBits[copy.source] },
      ]
      return [copy]
    }
    const after = withCopy(before, copy)
    all = all.map(each => (each === before ? after : each))
    return before.key === unwritten ? [] : [{ before, after }]
  })
}

/** Stands for the key of a message that is new with this page. */
const unwritten = -1

function isNew(each: Recognized): each is Copy {
  return !('before' in each)
}

function placesOf(copies: readonly Copy[], lower: number, upper: number, latest: number): readonly number[] {
  const places: number[] = []
  let last = lower
  // Where the archive and we disagree about the order, what is there is right.
  const highest = upper > lower ? upper : Number.POSITIVE_INFINITY
  for (const [index, { time }] of copies.entries()) {
    const wanted = Math.min(Math.max(1, time) * placesPerMillisecond, latest, highest - (copies.length - index))
    last = Math.max(last + 1, wanted)
    places.push(last)
  }
  return places
}

/** The places, each pushed up to the next one that is free. */
export function freePlaces(wanted: readonly number[], taken: ReadonlySet<number>): readonly number[] {
  const used = new Set(taken)
  return wanted.map(place => {
    let free = place
    while (used.has(free)) free += 1
    used.add(free)
    return free
  })
}
