import { assertNever } from '../../../shared/assert-never.ts'
import type { ConnectionState } from '../../../shared/domain/connection.ts'

/**
 * What the state bar says: nothing while all is well or the first attempt is under way; then that it tries, that it
 * waits, or that it has stopped. Between attempts it stays where it is: nothing jumps.
 * @param shown It is there already. The first attempt after a loss counts as the first one again.
 */
export function barOf(connection: ConnectionState, shown: boolean): 'trying' | 'waiting' | 'stopped' | null {
  switch (connection.phase) {
    case 'online':
      return null
    case 'connecting':
      return shown || connection.attempt > 1 ? 'trying' : null
    case 'waiting':
      return 'waiting'
    case 'offline':
      return 'stopped'
    default:
      return assertNever(connection)
  }
}
