import type { ConnectionState, ConnectionStep } from '../../../shared/domain/connection.ts'
import type { Failure } from '../../../shared/domain/failure.ts'

/** What the sign-in window shows: the form, with what went wrong last, or the step that goes on. */
export type SignInView =
  | { readonly phase: 'form'; readonly failure: Failure | null }
  | { readonly phase: 'busy'; readonly step: ConnectionStep }

/**
 * @param connection Of the account that signs in; undefined while there is none or main has not told of it yet.
 * @param started The connection as it was when "Sign in" was pressed; null when nothing was asked for. What is still the
 *   same tells of the attempt before: the answer to the call may come before its changes.
 * @param kept A failure that stays although its attempt is gone.
 */
export function viewOf(
  connection: ConnectionState | undefined,
  started: { readonly connection: ConnectionState | undefined } | null,
  kept: Failure | null,
): SignInView {
  if (started !== null && (connection === undefined || connection === started.connection || isQuiet(connection))) {
    return { phase: 'busy', step: 'resolving' }
  }
  if (connection === undefined) return { phase: 'form', failure: kept }
  switch (connection.phase) {
    case 'connecting':
      return { phase: 'busy', step: connection.step }
    case 'online':
      return { phase: 'busy', step: 'binding' }
    case 'waiting':
      return { phase: 'form', failure: connection.failure }
    case 'offline':
      return { phase: 'form', failure: connection.failure ?? kept }
  }
}

function isQuiet(connection: ConnectionState): boolean {
  return connection.phase === 'offline' && connection.failure === null
}
