import { describe, expect, it } from 'vitest'
import { defaultConnectionSettings } from '../../shared/domain/connection.ts'
import { domainEndpoint, orderEndpoints, overriddenEndpoint } from './endpoints.ts'

const record = (target: string, priority: number, weight = 0, port = 5222) => ({ target, port, priority, weight })
const hosts = (endpoints: readonly { host: string }[] | null) => endpoints?.map(endpoint => endpoint.host)
const settings = (changes: object) => ({ ...defaultConnectionSettings, ...changes })

describe('orderEndpoints', () => {
  it('takes both services as one list, by priority', () => {
    const ordered = orderEndpoints(
      [record('tls2', 20, 0, 5223), record('tls1', 5, 0, 443)],
      [record('plain', 10)],
      () => 0,
    )
    expect(ordered).toEqual([
      { host: 'tls1', port: 443, directTls: true },
      { host: 'plain', port: 5222, directTls: false },
      { host: 'tls2', port: 5223, directTls: true },
    ])
  })

  it.each([
    [0, ['none', 'light', 'heavy']],
    [0.1, ['light', 'heavy', 'none']],
    [0.9, ['heavy', 'light', 'none']],
  ])('draws by weight: %d', (random, expected) => {
    const records = [record('heavy', 1, 90), record('none', 1, 0), record('light', 1, 10)]
    expect(hosts(orderEndpoints(null, records, () => random))).toEqual(expected)
  })

  it('gives a heavy one its share', () => {
    const records = [record('heavy', 1, 30), record('light', 1, 10)]
    let seed = 1
    const random = () => {
      seed = (seed * 16807) % 2147483647
      return seed / 2147483647
    }
    const first = Array.from({ length: 2000 }, () => hosts(orderEndpoints(null, records, random))?.[0])
    const share = first.filter(host => host === 'heavy').length / first.length
    expect(share).toBeGreaterThan(0.68)
    expect(share).toBeLessThan(0.8)
  })

  it('drops the dot at the end of a target', () => {
    expect(hosts(orderEndpoints(null, [record('xmpp.mired.org.', 1)], () => 0))).toEqual(['xmpp.mired.org'])
  })

  it('knows a domain without records from one that says it has no service', () => {
    expect(orderEndpoints(null, null, () => 0)).toBeNull()
    expect(orderEndpoints([], [], () => 0)).toBeNull()
    expect(orderEndpoints(null, [record('.', 0, 0, 0)], () => 0)).toEqual([])
  })

  it('takes "no direct TLS" for that and no more', () => {
    expect(orderEndpoints([record('.', 0)], null, () => 0)).toBeNull()
    expect(orderEndpoints([record('.', 0)], [], () => 0)).toBeNull()
    expect(orderEndpoints([record('.', 0)], [record('.', 0)], () => 0)).toEqual([])
  })

  it('uses the one service when the other says it is not there', () => {
    expect(hosts(orderEndpoints([record('.', 0)], [record('plain', 0)], () => 0))).toEqual(['plain'])
  })
})

describe('overriddenEndpoint', () => {
  it('is none when nothing was given', () => {
    expect(overriddenEndpoint(settings({}), 'mired.org')).toBeNull()
  })

  it.each([
    [{ host: '127.0.0.1' }, { host: '127.0.0.1', port: 5222, directTls: false }],
    [
      { host: '127.0.0.1', directTls: true },
      { host: '127.0.0.1', port: 5223, directTls: true },
    ],
    [
      { host: 'chat', port: 15222 },
      { host: 'chat', port: 15222, directTls: false },
    ],
    [{ host: '[::1]' }, { host: '::1', port: 5222, directTls: false }],
    [{ port: 15222 }, { host: 'mired.org', port: 15222, directTls: false }],
  ])('%o', (changes, expected) => {
    expect(overriddenEndpoint(settings(changes), 'mired.org')).toEqual(expected)
  })
})

it('falls back to the domain itself', () => {
  expect(domainEndpoint('mired.org', false)).toEqual({ host: 'mired.org', port: 5222, directTls: false })
  expect(domainEndpoint('mired.org', true)).toEqual({ host: 'mired.org', port: 5223, directTls: true })
})
