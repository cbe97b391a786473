import type { Scheduler } from './scheduler.ts'

/** One direction of a connection: bytes come out in order, some time later, perhaps in other pieces. */
export interface Pipe {
  /** @param through called when the last of it has come out */
  send(bytes: Uint8Array, through?: () => void): void
  /** After all that was sent, once. */
  end(): void
  /** The other end hears of the end, and of nothing that was under way. */
  cutShort(): void
  /** Nothing comes out any more. */
  stop(): void
  /** Nothing comes out for so many milliseconds. */
  hold(milliseconds: number): void
  /** Calls back in the place of what would come out after so many more bytes. */
  limit(bytes: number, reached: () => void): void
  disarm(): void
}

export function createPipe(options: {
  readonly scheduler: Scheduler
  readonly random: () => number
  /** Milliseconds of one packet. */
  readonly delay: () => number
  readonly fragments: boolean
  readonly onBytes: (bytes: Uint8Array) => void
  readonly onEnd: () => void
}): Pipe {
  const { scheduler, random, delay, fragments, onBytes, onEnd } = options
  /** When the last packet arrives; none overtakes it. */
  let last = 0
  let heldUntil = 0
  let stopped = false
  let ended = false
  let armed: { left: number; readonly reached: () => void } | null = null

  const underWay: (() => void)[] = []

  function arriveLater(arrive: () => void): void {
    underWay.push(arrive)
    last = Math.max(last, scheduler.now() + delay())
    scheduler.after(last - scheduler.now(), look)
  }

  function look(): void {
    if (stopped) return
    if (scheduler.now() < heldUntil) scheduler.after(heldUntil - scheduler.now(), look)
    // As often as there is something under way, and always the oldest.
    else underWay.shift()?.()
  }

  function arrive(bytes: Uint8Array, through: () => void): void {
    if (armed === null || armed.left >= bytes.length) {
      if (armed !== null) armed.left -= bytes.length
      onBytes(bytes)
      through()
      return
    }
    const { left, reached } = armed
    armed = null
    if (left > 0) onBytes(bytes.subarray(0, left))
    reached()
  }

  return {
    send(bytes, through = () => {}) {
      if (stopped || ended) return
      const pieces = fragments && bytes.length > 1 && random() < 0.3 ? split(bytes, random) : [bytes]
      for (const [index, piece] of pieces.entries()) {
        arriveLater(() => arrive(piece, index === pieces.length - 1 ? through : () => {}))
      }
    },
    end() {
      if (stopped || ended) return
      ended = true
      arriveLater(onEnd)
    },
    cutShort() {
      if (stopped || ended) return
      ended = true
      underWay.length = 0
      arriveLater(onEnd)
    },
    stop() {
      stopped = true
    },
    hold(milliseconds) {
      heldUntil = scheduler.now() + milliseconds
    },
    limit(bytes, reached) {
      armed = { left: bytes, reached }
    },
    disarm() {
      armed = null
    },
  }
}

function split(bytes: Uint8Array, random: () => number): readonly Uint8Array[] {
  const at = 1 + Math.floor(random() * (bytes.length - 1))
  return [bytes.subarray(0, at), bytes.subarray(at)]
}
