import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createScram, type ScramHash } from './scram.ts'

const bytes = (text: string) => Buffer.from(text, 'utf8')
const text = (data: Uint8Array) => Buffer.from(data).toString('utf8')

/** The other end, by the server's side of the formulas: it makes its signature without ever having a client key's proof. */
function serverSignature(hash: ScramHash, password: string, salt: string, rounds: number, authMessage: string) {
  const digest = hash.replace('-', '').toLowerCase()
  const length = createHash(digest).update('').digest().length
  const salted = pbkdf2Sync(password, Buffer.from(salt, 'base64'), rounds, length, digest)
  const serverKey = createHmac(digest, salted).update('Server Key').digest()
  return createHmac(digest, serverKey).update(authMessage).digest('base64')
}

const vectors = [
  {
    source: 'RFC 5802, 5',
    hash: 'SHA-1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    first: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    answer: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    final: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    source: 'RFC 7677, 3',
    hash: 'SHA-256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    first: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    answer:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    final: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
] as const

const [sha1] = vectors
const user = { username: 'user', password: 'pencil' }

function begin(options: { readonly username?: string; readonly password?: string } = {}) {
  return createScram('SHA-1', { nonce: () => sha1.nonce }).start({ ...user, ...options })
}

async function untilFinal() {
  const exchange = begin()
  await exchange.initial()
  await exchange.respond(bytes(sha1.first))
  return exchange
}

describe('SCRAM', () => {
  it.each(vectors)('does as $source has it', async ({ hash, nonce, first, answer, final }) => {
    const exchange = createScram(hash, { nonce: () => nonce }).start(user)
    expect(text(await exchange.initial())).toBe(`n,,n=user,r=${nonce}`)
    expect(text(await exchange.respond(bytes(first)))).toBe(answer)
    await exchange.verify(bytes(final))
  })

  it('takes SHA-512 and a prepared password as a server does', async () => {
    const exchange = createScram('SHA-512', { nonce: () => 'abc' }).start({
      username: 'begon\u0303a',
      password: 'contrasen\u0303a',
    })
    expect(text(await exchange.initial())).toBe('n,,n=begoña,r=abc')
    const first = 'r=abcdef,s=c2FsdA==,i=5000'
    const answer = text(await exchange.respond(bytes(first)))
    const [withoutProof] = answer.split(',p=')
    const message = `n=begoña,r=abc,${first},${withoutProof}`
    await exchange.verify(bytes(`v=${serverSignature('SHA-512', 'contraseña', 'c2FsdA==', 5000, message)}`))
  })

  it('escapes what separates fields', async () => {
    expect(text(await begin({ username: 'a=b,c' }).initial())).toBe(`n,,n=a=3Db=2Cc,r=${sha1.nonce}`)
  })

  it('has another nonce each time, without comma', async () => {
    const mechanism = createScram('SHA-256')
    const first = text(await mechanism.start(user).initial())
    expect(first).toMatch(/^n,,n=user,r=[A-Za-z0-9+/]{32}$/)
    expect(text(await mechanism.start(user).initial())).not.toBe(first)
  })

  it('takes the signature as a last challenge too', async () => {
    const exchange = await untilFinal()
    expect(await exchange.respond(bytes(sha1.final))).toHaveLength(0)
    await exchange.verify(null)
    await exchange.verify(bytes(sha1.final))
  })

  it('leaves the program free while it hashes', async () => {
    const exchange = begin()
    await exchange.initial()
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await exchange.respond(bytes(sha1.first.replace('i=4096', 'i=400000')))
    clearInterval(timer)
    expect(turns).toBeGreaterThan(3)
  })
})

describe('SCRAM refuses', () => {
  const [salt, count] = ['s=QSXCR+Q6sek8bf92', 'i=4096']

  it.each([
    ['a nonce that is not ours', `r=fyko+d2lbbFgONRv9qkxdawX3rfc,${salt},${count}`],
    ['a nonce that is ours alone', `r=${sha1.nonce},${salt},${count}`],
    ['no nonce', `${salt},${count}`],
    ['one round', `r=${sha1.nonce}x,${salt},i=1`],
    ['4095 rounds', `r=${sha1.nonce}x,${salt},i=4095`],
    ['1000001 rounds', `r=${sha1.nonce}x,${salt},i=1000001`],
    ['rounds without end', `r=${sha1.nonce}x,${salt},i=99999999999999999999`],
    ['a count with a sign', `r=${sha1.nonce}x,${salt},i=+5000`],
    ['no salt', `r=${sha1.nonce}x,s=,${count}`],
    ['a salt that is not base64', `r=${sha1.nonce}x,s=%%%%,${count}`],
    ['a demanded extension', `m=x,r=${sha1.nonce}x,${salt},${count}`],
    ['a demanded extension at the end', `r=${sha1.nonce}x,${salt},${count},m=x`],
    ['nothing', ''],
  ])('%s', async (_, first) => {
    const exchange = begin()
    await exchange.initial()
    await expect(exchange.respond(bytes(first))).rejects.toMatchObject({ code: 'server-not-verified' })
  })

  it.each([
    ['null', null],
    ['an empty text', ''],
    ['another signature', 'v=rmF9pqV8S7suAoZWja4dJRkFsKA='],
    ['a signature of another length', 'v=rmF9'],
    ['an empty signature', 'v='],
    ['something else', 'ok'],
    ['an error', 'e=other-error'],
  ])('a success with %s', async (_, success) => {
    const exchange = await untilFinal()
    await expect(exchange.verify(success === null ? null : bytes(success))).rejects.toMatchObject({
      code: 'server-not-verified',
    })
  })

  it('a success before its time', async () => {
    const fresh = begin()
    await expect(fresh.verify(bytes(sha1.final))).rejects.toMatchObject({ code: 'server-not-verified' })
    await fresh.initial()
    await expect(fresh.verify(null)).rejects.toMatchObject({ code: 'server-not-verified' })
  })

  it('a wrong signature in a last challenge, and a challenge after it', async () => {
    const wrong = await untilFinal()
    await expect(wrong.respond(bytes('v=AAAA'))).rejects.toMatchObject({ code: 'server-not-verified' })
    await expect(wrong.verify(null)).rejects.toMatchObject({ code: 'server-not-verified' })
    const right = await untilFinal()
    await right.respond(bytes(sha1.final))
    await expect(right.respond(bytes(sha1.final))).rejects.toMatchObject({ code: 'server-not-verified' })
  })

  it.each([
    ['invalid-proof', 'not-authorized'],
    ['unknown-user', 'not-authorized'],
    ['channel-bindings-dont-match', 'mechanism-downgrade'],
  ])('e=%s as %s', async (condition, code) => {
    const exchange = await untilFinal()
    await expect(exchange.respond(bytes(`e=${condition}`))).rejects.toMatchObject({ code, details: { condition } })
  })

  it.each(['', 'a\u0007', 'a\ud800', '\u00ad'])('the password %j before anything is sent', async password => {
    await expect(begin({ password }).initial()).rejects.toMatchObject({ code: 'invalid-password' })
  })
})
