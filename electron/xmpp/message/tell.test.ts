import { beforeEach, expect, test } from 'vitest'
import type { AccountId } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import type { DomainEvent } from '../../core/events.ts'
import { type Clock, silentLog } from '../../core/ports/index.ts'
import { createTeller, type Teller } from './tell.ts'

let refuses: AppError | null
let told: string[]
let pauses: number[]
let timers: (() => void)[]
let teller: Teller

const busy = new AppError('storage-failed', 'database is locked', { condition: 'in-use' })
const event = (id: string): DomainEvent => ({
  type: 'message.deleted',
  account: 'ana@mired.org' as AccountId,
  id: id as MessageId,
})
const clock: Clock = {
  now: () => 0,
  after(milliseconds, callback) {
    pauses.push(milliseconds)
    timers.push(callback)
    return () => {
      timers = timers.filter(each => each !== callback)
    }
  },
}
const turn = () => new Promise(setImmediate)
async function runTimer(): Promise<void> {
  timers.shift()?.()
  await turn()
}

beforeEach(() => {
  refuses = null
  told = []
  pauses = []
  timers = []
  teller = createTeller({
    emit: async each => {
      await turn()
      if (refuses !== null) throw refuses
      told.push(each.type === 'message.deleted' ? each.id : each.type)
    },
    clock,
    log: silentLog,
  })
})

test('what the archive takes is told at once, all in one turn', async () => {
  await Promise.all([teller.tell(event('a')), teller.tell(event('b'))])
  expect(told).toEqual(['a', 'b'])
  expect(timers).toEqual([])
})

test('what it refuses for a while is told later, in order, after growing pauses', async () => {
  refuses = busy
  const all = [teller.tell(event('a')), teller.tell(event('b'))]
  await turn()
  await turn()
  all.push(teller.tell(event('c')))
  for (let round = 0; round < 7; round++) {
    await runTimer()
    await turn()
  }
  expect(told).toEqual([])
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  refuses = null
  timers.shift()?.()
  // It comes while the others are being told.
  all.push(teller.tell(event('d')))
  await Promise.all(all)
  expect(told).toEqual(['a', 'b', 'c', 'd'])
  await turn()
  await teller.tell(event('e'))
  expect(timers).toEqual([])

  refuses = busy
  void teller.tell(event('f'))
  await turn()
  await turn()
  expect(pauses.at(-1)).toBe(1000)
})

test('what it will never take is told to who asked, and holds up nothing', async () => {
  refuses = new AppError('storage-failed', 'constraint', {})
  await expect(teller.tell(event('a'))).rejects.toBe(refuses)
  refuses = null
  await teller.tell(event('b'))
  expect(told).toEqual(['b'])
  expect(timers).toEqual([])
})

test('after dispose nothing waits; what waited is tried once more', async () => {
  refuses = busy
  const a = teller.tell(event('a'))
  const b = teller.tell(event('b'))
  await turn()
  await turn()
  refuses = null
  teller.dispose()
  await Promise.all([a, b])
  expect(told).toEqual(['a', 'b'])
  expect(timers).toEqual([])
  refuses = busy
  await expect(teller.tell(event('c'))).rejects.toBe(busy)
})
