import type { Transfer } from '../../../shared/domain/file.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'

/** A group ends after this long, in milliseconds. */
const groupTime = 5 * 60_000
const minute = 60_000

/** A message, and what stands above it. The lines belong to the row: so no row comes or goes when older ones are loaded. */
export interface LogRow {
  readonly message: Message
  /** The day of the message stands above. */
  readonly day: boolean
  /** "n new messages" stands above; 0 where it does not. */
  readonly newCount: number
  /** So many of those name us. */
  readonly newMentions: number
  /** Messages may be missing above. */
  readonly gap: boolean
  /** Begins a group: shows who writes, and has air above. */
  readonly first: boolean
  /** The time differs from the message above. */
  readonly showsTime: boolean
  /** It is no message yet: a file on its way, in the place where its message will be. */
  readonly transfer: Transfer | null
}

/** Where the line "n new messages" stands: before the first message of others after `order`. */
export interface NewLine {
  readonly after: number
  readonly count: number
}

/**
 * The rows of a log. A group of messages ends after five minutes, at another sender, at a day line and at the new line.
 * @param messages Oldest first.
 * @param hasMore There are older ones: whether the first of these begins its day is not known.
 * @param gaps Before each of these places messages may be missing.
 */
export function logRows(
  messages: readonly Message[],
  hasMore: boolean,
  newLine: NewLine | null,
  gaps: readonly number[] = [],
): readonly LogRow[] {
  const rows: LogRow[] = []
  let before: Message | null = null
  // Where older ones are new too, the line stands above them: not here.
  const here = messages.filter(({ direction, order }) => direction === 'in' && order > (newLine?.after ?? 0)).length
  const beginsBefore = hasMore && (messages[0]?.order ?? 0) > (newLine?.after ?? 0) && here < (newLine?.count ?? 0)
  let lineIsDue = newLine !== null && newLine.count > 0 && !beginsBefore
  for (const message of messages) {
    const day = before === null ? !hasMore : dayOf(before.time) !== dayOf(message.time)
    const isNew: boolean = lineIsDue && newLine !== null && message.direction === 'in' && message.order > newLine.after
    if (isNew) lineIsDue = false
    const gap: boolean = hasGap(gaps, before?.order ?? (hasMore ? message.order : 0), message.order)
    const follows: boolean =
      !day &&
      !isNew &&
      !gap &&
      before !== null &&
      before.direction === message.direction &&
      writerOf(before) === writerOf(message) &&
      Math.abs(message.time - before.time) < groupTime
    rows.push({
      message,
      day,
      newCount: isNew ? (newLine?.count ?? 0) : 0,
      newMentions: isNew ? messages.filter(each => each.mentionsMe === true && each.order >= message.order).length : 0,
      gap,
      first: !follows,
      showsTime: !follows || before === null || minuteOf(before.time) !== minuteOf(message.time),
      transfer: null,
    })
    before = message
  }
  return rows
}

/**
 * Files on their way, behind the last message: whatever is written meanwhile stands before them when they are there.
 * @param before the last of the messages
 */
export function transferRows(transfers: readonly Transfer[], before: Message | null): readonly LogRow[] {
  const rows = logRows([...(before === null ? [] : [before]), ...transfers.map(messageOf)], before !== null, null)
  return rows
    .slice(before === null ? 0 : 1)
    .map((row, index): LogRow => ({ ...row, transfer: transfers[index] ?? null }))
}

/** What a file on its way has of a message. */
function messageOf({ account, id, peer, caption, time, phase }: Transfer): Message {
  const failed = phase.type === 'failed'
  return {
    ...{ account, id: id as string as MessageId, peer, direction: 'out', body: caption, time },
    ...{ order: Number.MAX_SAFE_INTEGER, state: failed ? 'failed' : 'queued', failure: failed ? phase.failure : null },
  }
}

/** Tells the writers of a room apart; elsewhere there is one at each end. */
function writerOf({ sender, direction }: Message): string {
  if (sender === undefined || direction === 'out') return ''
  return `${sender.occupantId ?? ''} ${sender.address ?? ''} ${sender.nick}`
}

/** Whether messages may be missing after the place `from` and before `to`. */
export function hasGap(gaps: readonly number[], from: number, to: number): boolean {
  return gaps.some(gap => gap > from && gap <= to)
}

/** Where a conversation opens: at the new line, else null for its end. */
export function startRow(rows: readonly LogRow[]): number | null {
  const line = rows.findIndex(row => row.newCount > 0)
  return line === -1 ? null : line
}

/** The local day, as a text that is equal for two times of one day. */
function dayOf(time: number): string {
  return new Date(time).toDateString()
}

function minuteOf(time: number): number {
  return Math.floor(time / minute)
}
