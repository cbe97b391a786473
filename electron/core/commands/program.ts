import type { Program } from '../../../shared/domain/program.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { Store } from '../../store/store.ts'

export function programHandlers(options: {
  readonly store: Store
  readonly program: Program
}): CommandHandlers<'program.snapshot' | 'program.dismissTrouble'> {
  const { store, program } = options
  return {
    async 'program.snapshot'() {
      const accounts = await store.snapshots()
      const [settings, lastAccount, troubles] = [store.settings(), store.lastAccount(), store.troubles()]
      return { program, settings, accounts, lastAccount, troubles }
    },
    'program.dismissTrouble': ({ key }) => store.dismissTrouble(key),
  }
}
