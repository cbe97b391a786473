import { type Clock, systemClock } from '../core/ports/index.ts'

/** Up to here, in milliseconds, waits are as long as they are. */
const asItIs = 2000

/**
 * The system's time, on which a long wait ends sooner: of what goes beyond two seconds a tenth is waited, so that what is
 * shorter than something else stays so.
 */
export const impatientClock: Clock = {
  now: systemClock.now,
  after: (milliseconds, callback) =>
    systemClock.after(Math.min(milliseconds, asItIs) + Math.max(milliseconds - asItIs, 0) / 10, callback),
}
