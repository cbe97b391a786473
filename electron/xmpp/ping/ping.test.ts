import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createPing, type Ping } from './ping.ts'

let channel: FakeChannel
let ping: Ping

beforeEach(() => {
  channel = createFakeChannel()
  ping = createPing({ channel })
  channel.goOnline()
})

afterEach(() => {
  ping.dispose()
  expect(channel.listeners()).toBe(0)
})

test('a ping is answered', async () => {
  expect(await channel.ask('<iq type="get" from="mired.org" id="a"><ping xmlns="urn:xmpp:ping"/></iq>')).toBeNull()
})

test('our account is asked, and any answer proves the connection', async () => {
  const answered = ping.pingServer()
  expect(channel.texts()).toEqual(['<iq type="get" id="q0"><ping xmlns="urn:xmpp:ping"/></iq>'])
  channel.requests[0]?.answer('<iq type="result"/>')
  await answered
  const refused = ping.pingServer()
  channel.requests[0]?.fail(new AppError('refused-by-server', 'unknown', { condition: 'service-unavailable' }))
  await refused
})

test('silence and a lost connection prove nothing', async () => {
  const silent = ping.pingServer()
  channel.requests[0]?.fail(new AppError('request-timed-out', 'silence'))
  await expect(silent).rejects.toMatchObject({ code: 'request-timed-out' })
  const cut = ping.pingServer()
  channel.goOffline()
  await expect(cut).rejects.toMatchObject({ code: 'network-lost' })
  await expect(ping.pingServer()).rejects.toMatchObject({ code: 'not-connected' })
})
