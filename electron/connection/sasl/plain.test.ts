import { describe, expect, it } from 'vitest'
import { plain } from './plain.ts'

describe('PLAIN', () => {
  it('sends the prepared name and password as UTF-8', async () => {
    const exchange = plain.start({ username: 'begoña', password: 'contrasen\u0303a' })
    expect(Buffer.from(await exchange.initial()).toString('utf8')).toBe('\0begoña\0contraseña')
    await exchange.verify(null)
  })

  it('answers no challenge', async () => {
    const exchange = plain.start({ username: 'ana', password: 'x' })
    await expect(exchange.respond(new Uint8Array())).rejects.toMatchObject({ code: 'server-not-verified' })
  })

  it.each(['', 'a\0b', 'a\ud800'])('refuses the password %j', async password => {
    await expect(plain.start({ username: 'ana', password }).initial()).rejects.toMatchObject({
      code: 'invalid-password',
    })
  })
})
