import fc from 'fast-check'
import { expect, test } from 'vitest'
import { xml } from '../element.ts'
import { redactLog } from './redact-log.ts'

/** As long as what one would call a code; shorter ones cannot be told from words. */
const value = fc.stringMatching(/^[A-Za-z0-9+/]{12,60}$/).map(text => `aB9${text}`)

/** How libraries put what they stumble over into their words. */
const sayings: Readonly<Record<string, (secret: string) => string>> = {
  'a parser of JSON': secret => `Unexpected token 'x', "{"password": ${secret}" is not valid JSON`,
  'a parser of XML': secret =>
    `text data outside of root node.<response xmlns="urn:ietf:params:xml:ns:xmpp-sasl">${secret}`,
  'a whole stanza': secret => `cannot handle ${xml('iq', {}, xml('password', {}, secret))} here`,
  'an address': secret => `Invalid URL: https://ana:${secret}@u.mired.org/f`,
  'a signed address': secret => `GET https://u.mired.org/f?token=${secret} failed`,
  'a room address': secret => `not an address: xmpp:r@c.mired.org?join;password=${secret}`,
  'a name and a value': secret => `bad option password=${secret}`,
  'a header': secret => `invalid header Authorization: Bearer ${secret}`,
  'a quoted value': secret => `not allowed: "${secret} and more"`,
  'a value in back quotes': secret => `not allowed: \`${secret} and more\``,
  'a value that is open': secret => `not allowed: "${secret}`,
  'a bare code': secret => `the proof ${Buffer.from(secret).toString('base64')} is wrong`,
  'several lines': secret => `bad input\n<auth>\n${secret}\n</auth>`,
}

test.each(Object.entries(sayings))('%s says it, and the log does not', (_, saying) => {
  fc.assert(
    fc.property(value, secret => {
      const error = new Error(saying(secret))
      const texts = [redactLog(error.message), redactLog(error.stack ?? ''), redactLog(String(error))]
      return texts.every(text => !text.includes(secret) && !text.includes(Buffer.from(secret).toString('base64')))
    }),
  )
})

test('what helps to find the fault stays', () => {
  const error = new TypeError("Cannot read properties of undefined (reading 'length')")
  expect(redactLog(error.stack ?? '')).toBe(error.stack)
  for (const text of [
    "EACCES: permission denied, open '/home/ana/.config/Centella/settings-20261121T084200.json'",
    'the connection ended ECONNRESET',
    'u.mired.org:5222 ECONNREFUSED',
    'stanza error item-not-found',
  ]) {
    expect(redactLog(text)).toBe(text)
  }
})
