import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createSharedGroups, type SharedGroups } from './shared-groups.ts'

let channel: FakeChannel
let events: DomainEvent[]
let groups: SharedGroups

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()

beforeEach(() => {
  channel = createFakeChannel()
  channel.goOnline()
  events = []
  groups = createSharedGroups({ channel, emit: async event => void events.push(event), log: silentLog })
})

test.each([
  ['openfire-result', ['Profesores']],
  ['openfire-none', []],
])('Openfire answers: %s', async (name, names) => {
  const fetched = groups.fetch()
  expect(groups.names()).toBeNull()
  expect(channel.texts()).toEqual([
    '<iq type="get" id="q0"><sharedgroup xmlns="http://www.jivesoftware.org/protocol/sharedgroup"/></iq>',
  ])
  channel.requests[0]?.answer(fixture(name))
  await fetched
  expect(events).toEqual([{ type: 'sharedGroups.received', account: 'ana@mired.org', groups: names }])
  expect(groups.names()).toEqual(names)
})

test('another server refuses or says nothing: there are none', async () => {
  const fetched = groups.fetch()
  channel.requests[0]?.fail(new AppError('request-timed-out', 'silence'))
  await fetched
  expect(groups.names()).toEqual([])
})

test('a connection that was lost says nothing', async () => {
  const fetched = groups.fetch()
  channel.goOffline()
  await expect(fetched).rejects.toMatchObject({ code: 'network-lost' })
  expect([groups.names(), events]).toEqual([null, []])
})
