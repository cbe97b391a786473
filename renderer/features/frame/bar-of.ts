import { assertNever } from '../../../shared/assert-never.ts'
import type { ConnectionState } from '../../../shared/domain/connection.ts'

/**
 * What the state bar says: nothing while all is well or the first attempt is under way; then that it tries, that it
 * waits, or that it has stopped. Between attempts it stays where it is: nothing jumps.
 */
export function barOf(connection: ConnectionState): 'trying' | 'waiting' | 'stopped' | null {
  switch (connection.phase) {
    case 'online':
      return null
    case 'connecting':
      return connection.attempt > 1 ? 'trying' : null
    case 'waiting':
      return 'waiting'
    case 'offline':
      return 'stopped'
    default:
      return assertNever(connection)
  }
}
