import { describe, expect, it } from 'vitest'
import { codeForTlsOnlyPort, decideTls, mayEncrypt } from './policy.ts'

const mode = (encryption: 'required' | 'optional' | 'disabled', directTls = false) => ({ encryption, directTls })
const offer = (startTls: 'absent' | 'offered' | 'required', mechanisms = 2) => ({ startTls, mechanisms })

describe('decideTls', () => {
  it.each([
    ['required', 'absent', { do: 'stop', code: 'tls-not-offered' }],
    ['required', 'offered', { do: 'upgrade' }],
    ['required', 'required', { do: 'upgrade' }],
    ['optional', 'absent', { do: 'stay-clear' }],
    ['optional', 'offered', { do: 'upgrade' }],
    ['optional', 'required', { do: 'upgrade' }],
    ['disabled', 'absent', { do: 'stay-clear' }],
    ['disabled', 'offered', { do: 'stay-clear' }],
    ['disabled', 'required', { do: 'stop', code: 'tls-required-by-server' }],
  ] as const)('%s, STARTTLS %s', (encryption, startTls, expected) => {
    expect(decideTls(mode(encryption), offer(startTls))).toEqual(expected)
  })

  it('takes a server that offers STARTTLS and no mechanism for one that insists', () => {
    expect(decideTls(mode('disabled'), offer('offered', 0))).toEqual({ do: 'stop', code: 'tls-required-by-server' })
    expect(decideTls(mode('disabled'), offer('absent', 0))).toEqual({ do: 'stay-clear' })
  })
})

it('lets direct TLS exclude what is not encrypted', () => {
  expect(mayEncrypt(mode('disabled', true))).toBe(true)
  expect(mayEncrypt(mode('disabled'))).toBe(false)
})

it('names a port that speaks only TLS by what the account wants', () => {
  expect(codeForTlsOnlyPort(mode('required'))).toBe('tls-failed')
  expect(codeForTlsOnlyPort(mode('optional'))).toBe('tls-failed')
  expect(codeForTlsOnlyPort(mode('disabled'))).toBe('tls-required-by-server')
})
