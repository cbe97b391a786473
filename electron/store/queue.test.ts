import { expect, test } from 'vitest'
import { createQueue, type Waiting } from './queue.ts'

function recorded(write: (batch: readonly Waiting<number>[]) => Promise<void> = async () => {}) {
  const log: string[] = []
  const queue = createQueue<number>(async batch => {
    await write(batch)
    log.push(`write ${batch.map(each => each.value).join(' ')}`)
    for (const each of batch) each.done()
  })
  return { log, queue }
}

test('writes of one turn are one batch; a read stands between those before it and those after', async () => {
  const { log, queue } = recorded()
  const read = async () => log.push('read')
  await Promise.all([queue.write(1), queue.write(2), queue.read(read), queue.read(read), queue.write(3)])
  expect(log).toEqual(['write 1 2', 'read', 'read', 'write 3'])
})

test('what comes while a batch is being written makes the next one', async () => {
  const gate = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  const { log, queue } = recorded(async batch => {
    if (batch[0]?.value !== 1) return
    began.resolve()
    await gate.promise
  })
  const first = queue.write(1)
  await began.promise
  const later = [queue.write(2), queue.write(3)]
  gate.resolve()
  await Promise.all([first, ...later])
  expect(log).toEqual(['write 1', 'write 2 3'])
})

test('a flood is cut into batches, in order', async () => {
  const { log, queue } = recorded()
  await Promise.all(Array.from({ length: 1001 }, (_, index) => queue.write(index)))
  expect(log.map(each => each.split(' ').length - 1)).toEqual([500, 500, 1])
  expect(log.join(' ').match(/\d+/g)).toEqual(Array.from({ length: 1001 }, (_, index) => String(index)))
})

test('a read that fails tells its asker and nobody else', async () => {
  const { log, queue } = recorded()
  const failing = queue.read(() => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  await queue.write(1)
  expect(log).toEqual(['write 1'])
})

test('who has read goes on before the next batch is written', async () => {
  const { log, queue } = recorded()
  const reader = (async () => {
    await queue.read(async () => {})
    for (let step = 0; step < 20; step++) await null
    log.push('reader went on')
  })()
  await Promise.all([reader, queue.write(1)])
  expect(log).toEqual(['reader went on', 'write 1'])
})

test('idle waits for all that was given', async () => {
  const { log, queue } = recorded()
  await queue.idle()
  void queue.write(1)
  await queue.idle()
  expect(log).toEqual(['write 1'])
})
