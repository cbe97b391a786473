import { expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { silentLog } from '../../core/ports/index.ts'
import { type Element, parseElement } from '../../stanza/element.ts'
import { createServerClock } from './time.ts'

const now = Date.UTC(2026, 10, 21, 12)
const answer = (utc: string): Element =>
  parseElement(`<iq type="result"><time xmlns="urn:xmpp:time"><tzo>+01:00</tzo><utc>${utc}</utc></time></iq>`)

function clock(request: (iq: Element) => Promise<Element>, supports: boolean | null = true) {
  return createServerClock({
    channel: { request },
    discovery: { serverSupports: async () => supports },
    clock: { now: () => now },
    log: silentLog,
  })
}

test.each([
  ['2026-11-21T12:01:00Z', 60_000],
  ['2026-11-21T11:00:00Z', -3_600_000],
  ['2026-11-21T12:00:02Z', 0],
  ['2026-11-21T11:59:58Z', 0],
  ['noon', 0],
])('a server that says %s is ahead by %i', async (utc, ahead) => {
  const asked: string[] = []
  const request = async (iq: Element) => {
    asked.push(String(iq))
    return answer(utc)
  }
  expect(await clock(request).ahead()).toBe(ahead)
  expect(asked).toEqual(['<iq type="get"><time xmlns="urn:xmpp:time"/></iq>'])
})

test.each([
  ['does not say that it can', () => Promise.resolve(answer('2026-11-21T13:00:00Z')), false],
  ['answers nothing of it', async () => parseElement('<iq type="result"/>'), true],
  ['refuses', () => Promise.reject(new AppError('refused-by-server', 'no')), true],
  ['never answers', () => Promise.reject(new AppError('request-timed-out', 'no')), true],
])('one that %s is taken for right', async (_, request, supports) => {
  expect(await clock(request, supports).ahead()).toBe(0)
})

test('a connection that is lost meanwhile is lost', async () => {
  const lost = () => Promise.reject(new AppError('network-lost', 'gone'))
  await expect(clock(lost).ahead()).rejects.toMatchObject({ code: 'network-lost' })
})
