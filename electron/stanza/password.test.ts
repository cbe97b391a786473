import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/domain/failure.ts'
import { preparePassword, prepareUsername } from './password.ts'

function codeOf(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

describe('a password', () => {
  it.each([
    ['contraseña', 'contraseña'],
    ['contrasen\u0303a', 'contraseña'],
    ['ﬁn', 'fin'],
    ['a\u00a0b', 'a b'],
    ['I\u00adX', 'IX'],
    [' with spaces ', ' with spaces '],
    ['MixedCase', 'MixedCase'],
    ['пароль', 'пароль'],
    ['smile 😀', 'smile 😀'],
    ['new 🫠', 'new 🫠'],
  ])('%j is %j', (typed, prepared) => {
    expect(preparePassword(typed)).toBe(prepared)
    expect(preparePassword(prepared)).toBe(prepared)
  })

  it.each(['', '\u00ad', 'a\u0000', 'a\u0007b', 'a\ud800', '\u0627a', 'a\ufffd'])('%j is none', typed => {
    expect(codeOf(() => preparePassword(typed))).toBe('invalid-password')
  })
})

describe('a user name for SASL', () => {
  it('is prepared alike, and refused as an address', () => {
    expect(prepareUsername('begon\u0303a')).toBe('begoña')
    expect(codeOf(() => prepareUsername('a\u0007'))).toBe('invalid-address')
  })
})
