/** Writes messages one after the other until it is killed, and says of each when it is safe. */
import { silentLog, systemClock } from '../../core/ports/index.ts'
import { createStore } from '../create-store.ts'
import { accountOf, ana, databaseWorker, queued } from './store-world.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('The folder of the profile is missing')
const store = await createStore({ profile: { folder, databaseWorker }, clock: systemClock, log: silentLog })
await store.apply({ type: 'account.saved', account: accountOf(ana) })
await store.apply({ type: 'account.opened', account: ana, unlocked: true })
for (let index = 0; ; index++) {
  await store.apply(queued(`m${index}`))
  process.stdout.write(`m${index}\n`)
}
