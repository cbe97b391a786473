import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { parseTime } from '../../stanza/delay.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareJid } from '../../stanza/jid.ts'
import { parseResultSet, type ResultSet } from '../../stanza/result-set.ts'
import { usableId } from '../../stanza/stanza-id.ts'
import { archiveNamespace } from './build.ts'

const forwardNamespace = 'urn:xmpp:forward:0'
const delayNamespace = 'urn:xmpp:delay'

/** A message as the archive has it. */
export interface ArchivedMessage {
  /** The archive's own id: opaque, in Openfire a small number. */
  readonly archiveId: string
  /** When the server got it, in milliseconds since 1970 by its clock; null where it does not say. */
  readonly time: number | null
  /** The message itself, as somebody sent it: nothing in it is checked. */
  readonly stanza: Element
}

export interface ArchiveResult {
  readonly queryId: string
  readonly message: ArchivedMessage
}

/** The end of a page. */
export interface ArchiveFin {
  readonly set: ResultSet
  /** Nothing lies beyond it, in the direction that was asked. */
  readonly complete: boolean
}

/**
 * One result of an archive (4.2); null for any other message. Anybody can send us what looks like one: of our own it counts
 * only from our bare address or without `from`, as Openfire sends it (RFC 6120, 8.1.2.1), of a room's only from that.
 * @param ownerOf whose archive was asked under this id; undefined where nobody was
 */
export function parseArchiveResult(
  message: Element,
  account: AccountId,
  ownerOf: (queryId: string) => BareJid | undefined,
): ArchiveResult | null {
  const result = message.getChild('result', archiveNamespace)
  if (result === undefined || message.attrs.type === 'error') return null
  const owner = ownerOf(result.attrs.queryid ?? '')
  if (!isFrom(message.attrs.from, owner ?? account, account)) return null
  const archiveId = usableId(result.attrs.id)
  const queryId = usableId(result.attrs.queryid)
  const forwarded = result.getChild('forwarded', forwardNamespace)
  const stanza = forwarded?.getChild('message')
  if (archiveId === null || queryId === null || forwarded === undefined || stanza === undefined) return null
  const time = parseTime(forwarded.getChild('delay', delayNamespace)?.attrs.stamp)
  return { queryId, message: { archiveId, time, stanza } }
}

/** @param iq the answer to a query; null where it says nothing of a page */
export function parseArchiveFin(iq: Element): ArchiveFin | null {
  const fin = iq.getChild('fin', archiveNamespace)
  if (fin === undefined) return null
  return { set: parseResultSet(fin), complete: fin.attrs.complete === 'true' || fin.attrs.complete === '1' }
}

function isFrom(from: string | undefined, owner: BareJid, account: AccountId): boolean {
  if (from === undefined || from === '') return owner === account
  try {
    return prepareJid(from) === owner
  } catch {
    // Of nobody.
    return false
  }
}
