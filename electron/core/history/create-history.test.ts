import { expect, test } from 'vitest'
import type { AccountId } from '../../../shared/domain/address.ts'
import { createFakeChannel } from '../../testing/channel.ts'
import type { Discovery } from '../../xmpp/disco/discovery.ts'
import { silentLog, systemClock } from '../ports/index.ts'
import { createHistory } from './create-history.ts'

const discovery: Discovery = {
  info: async () => null,
  infoNow: () => Promise.reject(new Error('not asked')),
  items: async () => null,
  accountSupports: async namespace => namespace === 'urn:xmpp:mam:2',
  serverSupports: async () => false,
  dispose: () => {},
}

test('the archive is asked once we are there: what waited for us comes by itself, and is unread', async () => {
  const channel = createFakeChannel('ana@mired.org/here')
  const present = Promise.withResolvers<void>()
  const history = createHistory({
    account: 'ana@mired.org' as AccountId,
    ...{ channel, discovery, clock: systemClock, log: silentLog },
    store: {
      archive: async () => ({ newest: null, oldest: null, complete: false, absent: false, gaps: [] }),
      history: async () => ({ oldest: null, complete: false }),
    },
    emit: async () => {},
    isRoom: () => false,
    present: () => present.promise,
  })
  channel.goOnline()
  for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate)
  expect(channel.written).toEqual([])
  present.resolve()
  await channel.untilWritten(1)
  expect(channel.texts()[0]).toContain('urn:xmpp:mam:2')
  history.dispose()
})
