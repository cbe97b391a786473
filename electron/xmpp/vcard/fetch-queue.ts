import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Clock } from '../../core/ports/index.ts'

/** Whom to ask next: few at a time, nobody too often, and slower where the server does not like it. */
export interface FetchQueue {
  /** By itself, when its turn comes; nobody waits for it. */
  want(address: BareJid): void
  /** A person waits for it: next, and whatever happened before. Ends as the fetch does. */
  ask(address: BareJid): Promise<void>
  /** Nobody is wanted any more; who waits is told. */
  clear(reason: Error): void
  dispose(): void
}

/** Fetches at the same time. */
const atOnce = 2
/** Milliseconds until somebody is asked again by itself: they may change their picture as often as they like. */
const pauseForOne = 60_000
/** Milliseconds that nobody is asked after a silence or a wish to wait, doubled by each further one. */
const firstPause = 15_000
const longestPause = 15 * 60_000
/** Whoever opens profiles faster than they come waits for the newest. */
const mostAsked = 20

interface Asked {
  readonly address: BareJid
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

export function createFetchQueue(options: {
  readonly clock: Clock
  readonly fetch: (address: BareJid) => Promise<void>
}): FetchQueue {
  const { clock, fetch } = options
  const wanted = new Set<BareJid>()
  /** When somebody may be asked again by itself; only of those who were asked lately. */
  const rested = new Map<BareJid, number>()
  const running = new Set<BareJid>()
  let asked: readonly Asked[] = []
  let failures = 0
  let resumeAt = 0
  let callOff: () => void = () => {}
  let disposed = false

  async function run(address: BareJid, waiting: readonly Asked[]): Promise<void> {
    wanted.delete(address)
    running.add(address)
    // What a person asks for is bounded by the person.
    if (waiting.length === 0) rested.set(address, clock.now() + pauseForOne)
    try {
      await fetch(address)
      failures = 0
      for (const each of waiting) each.done()
    } catch (error) {
      if (isTooMuch(error)) {
        resumeAt = clock.now() + Math.min(firstPause * 2 ** failures, longestPause)
        failures += 1
      }
      for (const each of waiting) each.failed(error)
    } finally {
      running.delete(address)
      next()
    }
  }

  function next(): void {
    callOff()
    if (disposed) return
    const now = clock.now()
    for (const [address, until] of rested) if (until <= now) rested.delete(address)
    while (running.size < atOnce) {
      const address = nextAsked() ?? (resumeAt <= now ? nextWanted() : undefined)
      if (address === undefined) break
      const waiting = asked.filter(each => each.address === address)
      asked = asked.filter(each => each.address !== address)
      void run(address, waiting)
    }
    if (running.size < atOnce && wanted.size > 0) {
      const times = [...wanted].map(address => rested.get(address) ?? 0)
      const at = Math.max(
        resumeAt,
        times.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY),
      )
      callOff = clock.after(Math.max(at - now, 1000), next)
    }
  }

  const nextAsked = (): BareJid | undefined => asked.findLast(each => !running.has(each.address))?.address

  function nextWanted(): BareJid | undefined {
    for (const address of wanted) if (!running.has(address) && !rested.has(address)) return address
    return undefined
  }

  return {
    want(address) {
      if (disposed || wanted.has(address)) return
      wanted.add(address)
      next()
    },
    ask: address =>
      new Promise((done, failed) => {
        asked = [...asked, { address, done, failed }]
        for (const each of asked.slice(0, -mostAsked)) each.done()
        asked = asked.slice(-mostAsked)
        next()
      }),
    clear(reason) {
      wanted.clear()
      for (const each of asked) each.failed(reason)
      asked = []
      failures = 0
      resumeAt = 0
      callOff()
    },
    dispose() {
      disposed = true
      callOff()
      wanted.clear()
      for (const each of asked) each.done()
      asked = []
    },
  }
}

const overloads: ReadonlySet<string | undefined> = new Set([
  'internal-server-error',
  'policy-violation',
  'resource-constraint',
  'remote-server-timeout',
])

/** The server does not come along, or says so (RFC 6120, 8.3.3). That it refuses one card says nothing of the next. */
function isTooMuch(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  return (
    error.code === 'request-timed-out' || (error.code === 'refused-by-server' && overloads.has(error.details.condition))
  )
}
