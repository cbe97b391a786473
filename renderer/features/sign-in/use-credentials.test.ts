import { describe, expect, it } from 'vitest'
import { addressErrorOf } from './use-credentials.ts'

describe('what can be an address', () => {
  it.each(['ana@mired.org', 'begoña@mired.org', 'ana@10.0.3.7', 'ana@[::1]', 'ana@mired.org/mi casa @2'])(
    '%s',
    typed => {
      expect(addressErrorOf(typed)).toBeNull()
    },
  )
})

describe('what nobody can mean', () => {
  it.each(['ana', '@mired.org', 'ana@', 'ana @mired.org', 'mired.org/ana@x', 'a@b@c'])('%s', typed => {
    expect(addressErrorOf(typed)).toBe('signIn.addressForm')
  })
})
