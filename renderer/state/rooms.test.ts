import { expect, test } from 'vitest'
import type { BareJid } from '../../shared/domain/address.ts'
import type { Occupant } from '../../shared/domain/room.ts'
import { applyChanges } from './apply-change.ts'
import { me, sampleSnapshot } from './sample.ts'
import { stateOf } from './state.ts'

const room = 'clase@conference.mired.org' as BareJid
const occupant = (nick: string): Occupant => ({
  ...{ nick, occupantId: null, address: null, status: null },
  ...{ role: 'participant', affiliation: 'none', availability: 'available' },
})
const changed = (replaces: boolean, nicks: readonly string[], gone: readonly string[] = []) =>
  ({ type: 'occupants.changed', account: me, room, replaces, occupants: nicks.map(occupant), gone }) as const

test('people come, go, and are replaced as a whole', () => {
  const start = stateOf(sampleSnapshot())
  const nicks = (state: typeof start) => [...(state.accounts[me]?.occupants[room]?.keys() ?? [])]
  const two = applyChanges(start, [changed(true, ['ana', '__proto__', 'bob']), changed(false, ['eva'], ['ana'])])
  expect(nicks(two)).toEqual(['__proto__', 'bob', 'eva'])
  // Somebody takes the nick of one who is gone.
  expect(nicks(applyChanges(two, [changed(false, ['bob'], ['bob'])]))).toEqual(['__proto__', 'eva', 'bob'])
  expect(nicks(applyChanges(two, [changed(true, ['ana'])]))).toEqual(['ana'])
  expect(nicks(applyChanges(two, [{ type: 'room.removed', account: me, room }]))).toEqual([])
})
