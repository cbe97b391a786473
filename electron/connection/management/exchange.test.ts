import { expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Clock } from '../../core/ports/index.ts'
import { defaultLimits } from '../limits.ts'
import { createScope } from '../scope.ts'
import { proveResumption } from './exchange.ts'
import type { ManagedStream } from './managed-stream.ts'

/** A proof on a clock that the test moves on. */
/** @param silences how many resumptions there were before after which nothing came */
function world(silences = 1) {
  let now = 0
  let timers: { readonly at: number; readonly callback: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter(each => each !== timer)
      }
    },
  }
  const entity = { lastHeard: 0 }
  const scope = createScope(clock)
  const proof = Promise.withResolvers<void>()
  const told: string[] = []
  const former = { proved: () => proof.promise, unproved: (_: boolean) => silences > 0 } as ManagedStream
  const late = () => new AppError('timed-out', 'late')
  const lost = () => void told.push('lost')
  proveResumption({ former, entity, scope, clock, limits: defaultLimits, late, lost }).then(
    () => told.push('proved'),
    (error: unknown) => told.push(error instanceof AppError ? error.code : 'unexpected'),
  )
  return {
    told,
    proof,
    scope,
    async pass(milliseconds: number, heard = false) {
      now += milliseconds
      if (heard) entity.lastHeard = now
      for (const { at, callback } of timers) if (at <= now) callback()
      await new Promise(setImmediate)
    },
  }
}

test('a stream on which nothing comes any more is lost soon, but not at its first silence', async () => {
  const first = world(0)
  await first.pass(5000)
  expect(first.told).toEqual(['timed-out'])
  const second = world(1)
  await second.pass(5000)
  expect(second.told).toEqual(['lost', 'timed-out'])
})

test('what the server has kept for us comes before the proof, however long it takes', async () => {
  const { told, pass, proof } = world()
  await pass(4000, true)
  await pass(1000)
  await pass(4000, true)
  await pass(1000)
  expect(told).toEqual([])
  proof.resolve()
  await pass(0)
  expect(told).toEqual(['proved'])
})

test('but not for ever', async () => {
  const { told, pass } = world(0)
  for (let time = 0; time < 25_000; time += 1000) await pass(1000, true)
  expect(told).toEqual(['lost', 'timed-out'])
})

test('a connection that ends, or an attempt that is called off, loses no stream', async () => {
  const { told, pass, scope } = world()
  scope.fail(new AppError('timed-out', 'the whole attempt'))
  await pass(0)
  expect(told).toEqual(['timed-out'])
})
