import type { Program } from '../../../shared/domain/program.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { Store } from '../../store/store.ts'
import type { Away } from '../idle/away.ts'
import type { Places } from '../notifications/places.ts'

export function programHandlers(options: {
  readonly store: Store
  readonly program: Program
  readonly away: Away
  readonly places: Places
}): CommandHandlers<'program.snapshot' | 'program.dismissTrouble'> {
  const { store, program, away, places } = options
  return {
    async 'program.snapshot'() {
      const accounts = await store.snapshots()
      const [settings, lastAccount, troubles] = [store.settings(), store.lastAccount(), store.troubles()]
      return { program, settings, accounts, lastAccount, troubles, idleSince: away.since(), wanted: places.take() }
    },
    'program.dismissTrouble': ({ key }) => store.dismissTrouble(key),
  }
}
