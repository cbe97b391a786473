import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError, type FailureCode } from '../../../shared/domain/failure.ts'
import { splitJid } from '../../stanza/jid.ts'
import type { StanzaError } from '../../stanza/stanza-error.ts'

/**
 * What a room means that does not let us in (XEP-0045, 7.2 and 15.6.1).
 * @param exists whether the room has said something of itself before; null where nobody knows
 */
export function joinFailure(room: BareJid, { condition, text }: StanzaError, exists: boolean | null): AppError {
  const { domain } = splitJid(room)
  const code = codeOf(condition, exists)
  const said = `the room says ${condition}`
  if (code !== 'refused-by-server') return new AppError(code, said, { domain })
  return new AppError(code, said, { domain, condition, ...(text !== null && { text }) })
}

function codeOf(condition: string, exists: boolean | null): FailureCode {
  switch (condition) {
    case 'not-authorized':
      // Openfire says the same where a room may not be made.
      return exists === false ? 'room-creation-refused' : 'room-password'
    case 'registration-required':
      return 'room-members-only'
    case 'forbidden':
      return exists === false ? 'room-creation-refused' : 'room-banned'
    case 'not-allowed':
      // Of one that is there it says something else, and only the room knows what.
      return exists === true ? 'refused-by-server' : 'room-creation-refused'
    case 'service-unavailable':
      // "the maximum number of users has been reached", or there is no such service at all.
      return exists === true ? 'room-full' : 'room-not-found'
    case 'conflict':
      return 'nick-taken'
    case 'not-acceptable':
    case 'jid-malformed':
      return 'nick-refused'
    case 'item-not-found':
      // "the room is locked": until whoever makes it has done so.
      return exists === true ? 'room-locked' : 'room-not-found'
    case 'recipient-unavailable':
      // The same from older Openfires.
      return exists === false ? 'room-not-found' : 'room-locked'
    case 'gone':
      return 'room-not-found'
    case 'remote-server-not-found':
    case 'remote-server-timeout':
      return 'address-unreachable'
    default:
      return 'refused-by-server'
  }
}
