import { expect, test } from 'vitest'
import type { Download, Transfer, TransferId } from '../../shared/domain/file.ts'
import { applyChanges } from './apply-change.ts'
import { downloadOf, failedFileTo, transfersOf, transfersTo } from './files.ts'
import { ana, bob, me, sampleAccountSnapshot, sampleMessage, sampleSnapshot } from './sample.ts'
import { stateOf } from './state.ts'

const transfer = (id: string, time: number, over: Partial<Transfer> = {}): Transfer => ({
  ...{ account: me, id: id as TransferId, peer: ana, name: `${id}.pdf`, kind: 'pdf', mediaType: null },
  ...{ width: null, height: null, size: 10, caption: '', time, phase: { type: 'waiting' } },
  ...over,
})
const message = sampleMessage(1).id
const coming: Download = { message, phase: { type: 'downloading', received: 1, size: null } }

test('transfers are known by whom they go to, in their order, until they are messages or called off', () => {
  const before = stateOf(sampleSnapshot([sampleAccountSnapshot({ transfers: [transfer('late', 9)] })]))
  const state = applyChanges(before, [
    { type: 'transfer.changed', account: me, transfers: [transfer('early', 2), transfer('gone', 1)] },
    { type: 'transfer.changed', account: me, transfers: [transfer('other', 3, { peer: bob })] },
    {
      type: 'transfer.changed',
      account: me,
      transfers: [transfer('late', 9, { phase: { type: 'uploading', sent: 4 } })],
    },
    { type: 'transfer.removed', account: me, ids: ['gone' as TransferId] },
  ])
  const known = transfersTo(transfersOf(state, me), ana)
  expect(known.map(each => [each.id, each.phase.type])).toEqual([
    ['early', 'waiting'],
    ['late', 'uploading'],
  ])
  expect(transfersTo(undefined, ana)).toEqual([])
  expect(failedFileTo(state, me, ana)).toBeNull()
  const phase = { type: 'failed', failure: { code: 'transfer-interrupted', details: {} } } as const
  const failed = applyChanges(state, [
    {
      type: 'transfer.changed',
      account: me,
      transfers: [transfer('late', 9, { phase }), transfer('early', 2, { phase })],
    },
  ])
  expect(failedFileTo(failed, me, ana)).toBe('late.pdf')
  expect(failedFileTo(failed, me, bob)).toBeNull()
})

test('a download is known by its message until it is here', () => {
  const state = applyChanges(stateOf(sampleSnapshot()), [
    { type: 'download.changed', account: me, downloads: [coming] },
  ])
  expect(downloadOf(state, me, message)).toEqual(coming)
  const after = applyChanges(state, [{ type: 'download.removed', account: me, messages: [message] }])
  expect(downloadOf(after, me, message)).toBeUndefined()
})
