import { expect, test } from 'vitest'
import type { FullJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import {
  type Clock,
  type KeptStream,
  type StreamKeeper,
  type StreamPlace,
  silentLog,
  systemClock,
} from '../../core/ports/index.ts'
import { parseElement } from '../../stanza/element.ts'
import { steppedClock } from '../../testing/stepped-clock.ts'
import { defaultLimits } from '../limits.ts'
import { createManagedStream } from './managed-stream.ts'
import { createWorth } from './worth.ts'

const address = 'ana@mired.org/desk' as FullJid
const nothing = async (): Promise<void> => {}
const wireBase = {
  ...{ open: true, held: false, write: nothing },
  ...{ asked: () => {}, ping: () => {}, fail: () => {} },
}

function managedWith(change: Partial<StreamKeeper>, kept: KeptStream | null = null, clock: Clock = systemClock) {
  const keeper: StreamKeeper = {
    load: async () => null,
    ...{ began: nothing, writing: nothing, handled: nothing, continued: nothing, ended: nothing },
    ...change,
  }
  return createManagedStream({
    ...{ id: 's', address, kept, keeper },
    ...{ clock, limits: defaultLimits, log: silentLog, onAcknowledged: () => {} },
    worth: createWorth(systemClock),
  })
}

function managed(handled: (place: StreamPlace) => Promise<void>) {
  const stream = managedWith({ handled })
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

const kept = { id: 's', address, inbound: 0, unacknowledged: [{ message: 'm', count: 6 }] }

test('where a stream goes on after a restart is on the disk before anything is written there', async () => {
  const written = Promise.withResolvers<void>()
  const texts: string[] = []
  const places: StreamPlace[] = []
  const keeper = {
    continued(place: StreamPlace) {
      places.push(place)
      return written.promise
    },
  }
  const stream = managedWith(keeper, kept)
  const wire = {
    ...wireBase,
    write: async (text: string) => void texts.push(text),
  }
  expect(stream.resumed('2', wire)).toBe(true)
  const sent = stream.send('<presence/>', null)
  await new Promise(setImmediate)
  expect([places, texts]).toEqual([[{ stream: 's', count: 2 }], []])
  written.resolve()
  await sent
  expect(texts.at(-1)).toBe('<presence/>')
  stream.detach()
})

test('a disk that refuses that ends the connection, and not the stream', async () => {
  const failed = Promise.withResolvers<unknown>()
  const refused = () => Promise.reject(new AppError('storage-failed', 'full'))
  const wire = { ...wireBase, fail: failed.resolve }
  managedWith({ continued: refused }, kept).resumed('2', wire)
  expect(await failed.promise).toMatchObject({ code: 'network-lost' })
})

test('a stream is given up as unheard at the second silence in a row, not at the first', () => {
  const stream = managedWith({})
  const wire = wireBase
  stream.resumed('0', wire)
  expect(stream.unproved(false)).toBe(false)
  stream.resumed('0', wire)
  stream.receive(parseElement("<a h='0'/>"))
  expect(stream.unproved(false)).toBe(false)
  expect(stream.unproved(false)).toBe(true)
  stream.detach()
})

test('what is not acknowledged does not grow without end: the stream is given up, and nobody is blamed', async () => {
  const failed = Promise.withResolvers<unknown>()
  const stream = managedWith({})
  stream.attach({ ...wireBase, fail: failed.resolve })
  const text = 'x'.repeat(1024 * 1024)
  for (let count = 0; count < 17; count++) await stream.send(text, null)
  expect(await failed.promise).toMatchObject({ code: 'stream-error', details: { condition: 'resource-constraint' } })
  stream.detach()
})

test('what is still being kept when an answer is due is acknowledged once it is kept, without a second question', async () => {
  const clock = steppedClock()
  const stream = managedWith({}, null, clock)
  const texts: string[] = []
  stream.attach({ ...wireBase, write: async text => void texts.push(text) })
  const slow = Promise.withResolvers<void>()
  for (const work of [null, slow.promise]) {
    const message = parseElement('<message/>')
    stream.arrived(message)
    stream.handle(message, work)
  }
  stream.receive(parseElement('<r/>'))
  clock.pass(defaultLimits.answerAcknowledge)
  await expect.poll(() => texts).toEqual([expect.stringContaining('h="1"')])
  slow.resolve()
  await expect.poll(() => texts.slice(1)).toEqual([expect.stringContaining('h="2"')])
  stream.detach()
})
