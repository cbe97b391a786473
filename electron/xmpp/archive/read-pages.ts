import { AppError } from '../../../shared/domain/failure.ts'
import type { ArchivePoint } from '../../core/events.ts'
import type { Archive, ArchivePage } from './archive.ts'
import type { ArchiveQuery } from './build.ts'

/** A page, and how far it reaches. */
export interface ReachedPage {
  readonly page: ArchivePage
  readonly first: ArchivePoint | null
  readonly last: ArchivePoint | null
  /** There is nothing beyond it. */
  readonly complete: boolean
}

/** Messages of one page. ejabberd gives no more, Prosody 50. */
const pageSize = 250

type Fetch = Pick<Archive, 'fetchPage'>

/**
 * The pages behind a point, until there are no more. An id that the archive does not know any more, and an empty answer
 * that is "complete" after one (Openfire, when the archive was pruned), are asked again by time, which brings the
 * message of that id itself once more.
 */
export async function* pagesAfter(archive: Fetch, from: ArchivePoint): AsyncGenerator<ReachedPage> {
  let point = from
  let byTime = from.id === null
  let confirmed = false
  for (;;) {
    const page = await fetchKnown(archive, queryAfter(point, byTime))
    if (page === null || (page.messages.length === 0 && !byTime && !confirmed)) {
      if (byTime) throw new AppError('refused-by-server', 'the archive does not know what nobody asked for')
      byTime = true
      continue
    }
    confirmed ||= byTime
    const reached = reachOf(page, point.time)
    const isSame = !byTime && reached.last?.id === point.id
    const complete = page.complete || page.messages.length === 0
    if (isSame && !complete) throw new AppError('refused-by-server', 'the archive does not get any further')
    yield { ...reached, complete }
    if (complete) return
    point = reached.last ?? point
    byTime = false
  }
}

/**
 * The page ahead of a point.
 * @param query whose messages
 * @param from null: the last page of all
 * @param sameQuery the message of the point is one of what is asked for
 */
export async function pageBefore(
  archive: Fetch,
  query: Pick<ArchiveQuery, 'with'>,
  from: ArchivePoint | null,
  sameQuery: boolean,
): Promise<ReachedPage> {
  // An id of another conversation may be unknown there, and then the time leads on.
  if (from?.id != null) {
    const page = await fetchKnown(archive, { ...query, page: { max: pageSize, before: from.id } })
    if (page !== null && page.messages.length > 0) return reachOf(page, from.time)
  }
  const page = await archive.fetchPage({ ...query, end: from?.time, page: { max: pageSize, before: '' } })
  const reached = reachOf(page, from?.time ?? 0)
  // By time the message of the point comes once more, and nothing before it.
  const isBeginning = page.messages.length === 0 || (sameQuery && reached.first?.id === from?.id)
  return { ...reached, complete: reached.complete || isBeginning }
}

function queryAfter({ id, time }: ArchivePoint, byTime: boolean): ArchiveQuery {
  return byTime || id === null ? { start: time, page: { max: pageSize } } : { page: { max: pageSize, after: id } }
}

/** Null where the archive does not know the id (XEP-0059, 2.2: `item-not-found`). */
async function fetchKnown(archive: Fetch, query: ArchiveQuery): Promise<ArchivePage | null> {
  try {
    return await archive.fetchPage(query)
  } catch (error) {
    if (error instanceof AppError && error.details.condition === 'item-not-found') return null
    throw error
  }
}

/** @param otherwise the time where the archive says none */
function reachOf(page: ArchivePage, otherwise: number): ReachedPage {
  const [first, last] = [page.messages[0], page.messages.at(-1)]
  const times = page.messages.flatMap(({ time }) => (time === null ? [] : [time]))
  const point = (id: string | null, time: number | undefined): ArchivePoint => ({ id, time: time ?? otherwise })
  return {
    page,
    complete: page.complete,
    // The ids by which it pages, which in rooms are not those of the results.
    first: first === undefined ? null : point(page.set.first ?? first.archiveId, first.time ?? times[0]),
    last: last === undefined ? null : point(page.set.last ?? last.archiveId, last.time ?? times.at(-1)),
  }
}
