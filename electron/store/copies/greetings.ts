import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { MessageExtra } from '../../../shared/domain/message.ts'
import type { Batch } from '../batch.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'
import type { Copy } from './copy.ts'

/** Notices that are looked at, the newest: a server changes what it says at every sign-in now and then. */
const mostNotices = 200

/**
 * Copies without what a server says at every sign-in and has said before (the message of the day). The same words count
 * as said where nothing else with the same heading was said between: who is told something new, and then the old again,
 * is told both.
 */
export async function withoutSaid(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  copies: readonly Copy[],
): Promise<readonly Copy[]> {
  if (!copies.some(each => each.isGreeting === true)) return copies
  const [rows = []] = await batch.sql(selectNotices(account, peer))
  let notices = rows.map(noticeOf)
  return copies.filter(copy => {
    if (copy.isGreeting !== true) return true
    const notice: Notice = { subject: copy.extra?.subject, body: copy.body, time: copy.time }
    if (isSaid(notice, notices)) return false
    notices = [...notices, notice]
    return true
  })
}

interface Notice {
  readonly subject: string | undefined
  readonly body: string
  readonly time: number
}

/** By the neighbours in time of the same heading, on both sides: the archive may bring an earlier one later. */
function isSaid({ subject, body, time }: Notice, notices: readonly Notice[]): boolean {
  const alike = notices.filter(each => each.subject === subject).sort((one, other) => one.time - other.time)
  const before = alike.findLast(each => each.time <= time)
  const after = alike.find(each => each.time > time)
  return before?.body === body || after?.body === body
}

/** What somebody has sent through the server is no greeting. */
function selectNotices(account: AccountId, peer: Peer): Statement {
  return {
    sql: `SELECT body, time, extra FROM message
      WHERE conversation = (SELECT key FROM conversation WHERE account = ? AND peer = ?) AND direction = 'in'
        AND (extra IS NULL OR json_extract(extra, '$.relay') IS NULL) ORDER BY place DESC LIMIT ${mostNotices}`,
    values: [account, peer],
  }
}

function noticeOf({ body, time, extra }: SqlRow): Notice {
  const { subject } = (typeof extra === 'string' ? JSON.parse(extra) : {}) as MessageExtra
  return { subject, body: String(body), time: Number(time) }
}
