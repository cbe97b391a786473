/**
 * XEP-0203: Delayed Delivery, version 2.0, https://xmpp.org/extensions/xep-0203.html
 * Supported: reading. The older `jabber:x:delay` (XEP-0091) is left out.
 */
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { Element } from './element.ts'
import { prepareBareJid, splitJid } from './jid.ts'

const delayNamespace = 'urn:xmpp:delay'
/** XEP-0082: date, time, fraction, zone. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/**
 * When a stanza was sent, in milliseconds since 1970, or null where nobody who counts says so.
 * Only a stamp of our account or our server counts: anybody can put one of their own into a message. Of several the
 * earliest counts, for a resumed stream adds a later one.
 * @param now stamps of the future do not count: they would keep a message at the end of its conversation for ever
 */
export function delayOf(stanza: Element, account: AccountId, now: number): number | null {
  const times = stanza
    .getChildren('delay', delayNamespace)
    .filter(delay => isBelieved(delay.attrs.from, account))
    .map(delay => parseTime(delay.attrs.stamp))
    .filter(time => time !== null && time <= now)
  return times.length === 0 ? null : Math.min(...times.map(Number))
}

/** A date and time by XEP-0082 in milliseconds since 1970; null where it is none. */
export function parseTime(text: string | undefined): number | null {
  if (text === undefined || !dateTime.test(text)) return null
  const time = Date.parse(text)
  return Number.isNaN(time) ? null : time
}

function isBelieved(from: string | undefined, account: AccountId): boolean {
  const sender = preparedOrNull(from ?? '')
  return sender !== null && (sender === account || sender === splitJid(account).domain)
}

function preparedOrNull(text: string): BareJid | null {
  try {
    return prepareBareJid(text)
  } catch {
    // A stamp of nobody.
    return null
  }
}
