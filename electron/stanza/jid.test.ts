import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/domain/failure.ts'
import {
  bareOf,
  domainToAscii,
  isBareJid,
  isFullJid,
  prepareAccountJid,
  prepareBareJid,
  prepareFullJid,
  prepareJid,
  splitJid,
  withResource,
} from './jid.ts'

function refusal(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

describe('a bare address', () => {
  it.each([
    ['ana@mired.org', 'ana@mired.org'],
    ['  ana@mired.org\n', 'ana@mired.org'],
    ['ana@mired.org/phone', 'ana@mired.org'],
    ['ana@mired.org/', 'ana@mired.org'],
    ['ana@mired.org/a@b/c', 'ana@mired.org'],
    ['mired.org', 'mired.org'],
    ['ANA@MIRED.ORG', 'ana@mired.org'],
    ['ana@mired.org.', 'ana@mired.org'],
    ['begoña@mired.org', 'begoña@mired.org'],
    ['begon\u0303a@mired.org', 'begoña@mired.org'],
    ['BEGOÑA@mired.org', 'begoña@mired.org'],
    ['straße@mired.org', 'strasse@mired.org'],
    ['STRAẞE@mired.org', 'strasse@mired.org'],
    ['Ὀδυσσεύς@mired.org', 'ὀδυσσεύσ@mired.org'],
    ['İpek@mired.org', 'i\u0307pek@mired.org'],
    ['ışık@mired.org', 'ışık@mired.org'],
    ['ａｎａ＠'.replace('＠', '@mired.org'), 'ana@mired.org'],
    ['ｶﾞ@mired.org', 'ガ@mired.org'],
    ['a\u200bna\u00ad@mired.org', 'ana@mired.org'],
    ['иван@mired.org', 'иван@mired.org'],
    ['李明@mired.org', '李明@mired.org'],
    ['שלום@mired.org', 'שלום@mired.org'],
    ['שלום1.דן@mired.org', 'שלום1.דן@mired.org'],
    ['l·l@mired.org', 'l·l@mired.org'],
    ['ana+x_y-z.w!#$%*=?^`{|}~@mired.org', 'ana+x_y-z.w!#$%*=?^`{|}~@mired.org'],
    ['ana\\40example.com@gateway.mired.org', 'ana\\40example.com@gateway.mired.org'],
    ['ana@localhost', 'ana@localhost'],
    ['ana@pc_aula.local', 'ana@pc_aula.local'],
    ['ana@127.0.0.1', 'ana@127.0.0.1'],
    ['ana@[::1]', 'ana@[::1]'],
    ['ana@[2001:DB8:0:0::1]', 'ana@[2001:db8::1]'],
    ['ana@ESPAÑA.example', 'ana@españa.example'],
    ['ana@xn--espaa-rta.example', 'ana@españa.example'],
    ['ana@straße.example', 'ana@straße.example'],
    ['ana@mired。org', 'ana@mired.org'],
    [`${'a'.repeat(1023)}@mired.org`, `${'a'.repeat(1023)}@mired.org`],
  ])('%j is %j', (text, expected) => {
    expect(prepareBareJid(text)).toBe(expected)
  })

  it.each([
    '',
    ' ',
    '@',
    '@mired.org',
    'ana@',
    'ana@.',
    'ana@/phone',
    '/phone',
    'ana@mired..org',
    'ana@mired.org..',
    'ana@.mired.org',
    'ana maria@mired.org',
    'ana@mi red.org',
    'ana@mired@org',
    'ana@mired.org:5222',
    'xmpp:ana@mired.org',
    'an"a@mired.org',
    "o'neil@mired.org",
    'a&b@mired.org',
    '<ana@mired.org>',
    'ana\u0000@mired.org',
    'ana\u0007@mired.org',
    'ana\u202e@mired.org',
    'ana\ud800@mired.org',
    'ana\ufffe@mired.org',
    'ﬁona@mired.org',
    '①@mired.org',
    '❤@mired.org',
    '😀@mired.org',
    '\u200b@mired.org',
    '·l@mired.org',
    'aש@mired.org',
    'שa@mired.org',
    'ana@[::1',
    'ana@::1',
    'ana@[fe80::1%eth0]',
    'ana@[127.0.0.1]',
    'ana@xn--a',
    'ana@mi\u0007red.org',
    `${'a'.repeat(1024)}@mired.org`,
    `${'ñ'.repeat(512)}@mired.org`,
    `ana@${'mired.'.repeat(200)}org`,
  ])('%j is no address', text => {
    expect(refusal(() => prepareBareJid(text))).toBe('invalid-address')
  })

  it('is taken apart and put together', () => {
    const bare = prepareBareJid('ana@mired.org')
    expect(splitJid(bare)).toEqual({ local: 'ana', domain: 'mired.org', resource: null })
    expect(splitJid(withResource(bare, 'a@b/c'))).toEqual({ local: 'ana', domain: 'mired.org', resource: 'a@b/c' })
    expect(bareOf(withResource(bare, 'a/b'))).toBe(bare)
    expect([isBareJid(bare), isFullJid(bare), isFullJid(withResource(bare, 'x'))]).toEqual([true, false, true])
  })
})

describe('a full address', () => {
  it.each([
    ['Ana@mired.org/Phone', 'ana@mired.org/Phone'],
    ['mired.org/x', 'mired.org/x'],
    ['ana@mired.org/a@b/c', 'ana@mired.org/a@b/c'],
    ['ana@mired.org/ two words ', 'ana@mired.org/ two words '],
    ['ana@mired.org/no\u00a0break', 'ana@mired.org/no break'],
    ['room@rooms.mired.org/Begon\u0303a ❤\ufe0f', 'room@rooms.mired.org/Begoña ❤'],
    ['ana@mired.org/Straße', 'ana@mired.org/Straße'],
    ['ana@mired.org/😀', 'ana@mired.org/😀'],
    // As Prosody and ejabberd take them.
    ...['محـمد', 'く〱', 'ᄏᄏ', 'x\u1160', 'x\u17b4'].map(nick => [
      `room@rooms.mired.org/${nick}`,
      `room@rooms.mired.org/${nick}`,
    ]),
  ])('%j is %j', (text, expected) => {
    expect(prepareFullJid(text)).toBe(expected)
    expect(prepareJid(text)).toBe(expected)
  })

  it.each([
    'ana@mired.org',
    'ana@mired.org/',
    'ana@mired.org/a\u0000',
    'ana@mired.org/a\nb',
    'ana@mired.org/\ud800',
    'ana@mired.org/\u202e',
    'ana@mired.org/\u2069',
    'ana@mired.org/\u200b',
    `ana@mired.org/${'ñ'.repeat(512)}`,
    ' ana@mired.org/phone',
  ])('%j is none', text => {
    expect(refusal(() => prepareFullJid(text))).toBe('invalid-address')
  })
})

describe('the address of an account', () => {
  it('has a local part', () => {
    expect(prepareAccountJid(' Ana@mired.org/phone ')).toBe('ana@mired.org')
    expect(refusal(() => prepareAccountJid('mired.org'))).toBe('invalid-address')
  })
})

describe('a domain for DNS', () => {
  it.each([
    ['mired.org', 'mired.org'],
    ['españa.example', 'xn--espaa-rta.example'],
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
  ])('%s is %s', (domain, expected) => {
    expect(domainToAscii(domain)).toBe(expected)
  })

  it('is refused where DNS has no room for it', () => {
    expect(refusal(() => domainToAscii(`${'a'.repeat(64)}.org`))).toBe('invalid-address')
  })
})

describe('preparing', () => {
  const letters = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 })
  const plain = fc.stringMatching(/^[a-zA-Z0-9ñÑßς.-]{1,10}$/)

  it('twice is preparing once, or it is refused', () => {
    fc.assert(
      fc.property(
        fc.oneof(letters, plain),
        fc.oneof(letters, plain),
        fc.oneof(letters, plain),
        (local, domain, end) => {
          for (const text of [`${local}@mired.org/${end}`, `ana@${domain}/${end}`]) {
            const once = refusal(() => prepareJid(text))
            if (once !== 'invalid-address') expect(prepareJid(String(once))).toBe(once)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('gives parts that make the same address again', () => {
    fc.assert(
      fc.property(plain, letters, (local, resource) => {
        const full = refusal(() => prepareFullJid(`${local}@mired.org/${resource}`))
        if (full === 'invalid-address') return
        const parts = splitJid(prepareFullJid(String(full)))
        expect(`${parts.local}@${parts.domain}/${parts.resource}`).toBe(full)
      }),
    )
  })
})
