import { expect, test } from 'vitest'
import type { FullJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { type StreamKeeper, type StreamPlace, silentLog, systemClock } from '../../core/ports/index.ts'
import { parseElement } from '../../stanza/element.ts'
import { defaultLimits } from '../limits.ts'
import { createManagedStream } from './managed-stream.ts'

function managed(handled: (place: StreamPlace) => Promise<void>) {
  const keeper: StreamKeeper = {
    load: async () => null,
    began: async () => {},
    writing: async () => {},
    handled,
    ended: async () => {},
  }
  const stream = createManagedStream({
    ...{ id: 's', address: 'ana@mired.org/desk' as FullJid, kept: null, keeper },
    ...{ clock: systemClock, limits: defaultLimits, log: silentLog, onAcknowledged: () => {} },
  })
  const presence = parseElement('<presence/>')
  stream.arrived(presence)
  stream.handle(presence, null)
  return stream
}

test('what a resumption says is handled is on the disk by then: the server forgets it', async () => {
  const written = Promise.withResolvers<void>()
  const places: StreamPlace[] = []
  let said: string | null = null
  const inbound = managed(place => {
    places.push(place)
    return written.promise
  })
    .inbound()
    .then(h => {
      said = h
    })
  await new Promise(setImmediate)
  expect([places, said]).toEqual([[{ stream: 's', count: 1 }], null])
  written.resolve()
  await inbound
  expect(said).toBe('1')
})

test('a disk that refuses puts the resumption off and does not end the stream', async () => {
  const stream = managed(() => Promise.reject(new AppError('storage-failed', 'full')))
  await expect(stream.inbound()).rejects.toMatchObject({ code: 'network-lost' })
})
