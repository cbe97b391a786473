import type { BareJid } from '../../shared/domain/address.ts'
import type { Clock } from './ports/index.ts'

/** Milliseconds. */
const span = 60_000
/** Of one person, and of all together, in that time: more than anybody makes by hand. */
const mostOfOne = 3
const mostOfAll = 20

/**
 * Says whether one more offer that has no words is told: nobody may fill the window with them.
 * @returns a function that counts what it admits
 */
export function createOfferLimit(clock: Pick<Clock, 'now'>): (sender: BareJid) => boolean {
  let admitted: readonly { readonly sender: BareJid; readonly time: number }[] = []
  return sender => {
    const now = clock.now()
    admitted = admitted.filter(each => Math.abs(now - each.time) < span)
    if (admitted.length >= mostOfAll || admitted.filter(each => each.sender === sender).length >= mostOfOne)
      return false
    admitted = [...admitted, { sender, time: now }]
    return true
  }
}
