import { describe, expect, it } from 'vitest'
import { chooseMechanism } from './choose.ts'

const encrypted = { encrypted: true, allowPlainWithoutTls: false }
const clear = { encrypted: false, allowPlainWithoutTls: false }
const consent = { encrypted: false, allowPlainWithoutTls: true }

function choice(offered: readonly string[], context: typeof clear): unknown {
  try {
    return chooseMechanism(offered, context).name
  } catch (error) {
    return error
  }
}

describe('chooseMechanism', () => {
  it.each([
    [['PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-512', 'SCRAM-SHA-256'], encrypted, 'SCRAM-SHA-512'],
    [['SCRAM-SHA-1', 'SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256'], encrypted, 'SCRAM-SHA-256'],
    [['DIGEST-MD5', 'PLAIN', 'SCRAM-SHA-1', 'CRAM-MD5'], encrypted, 'SCRAM-SHA-1'],
    [['PLAIN', 'SCRAM-SHA-1'], clear, 'SCRAM-SHA-1'],
    [['PLAIN', 'SCRAM-SHA-1'], consent, 'SCRAM-SHA-1'],
    [['PLAIN', 'ANONYMOUS', 'DIGEST-MD5'], encrypted, 'PLAIN'],
    [['PLAIN'], consent, 'PLAIN'],
  ])('of %j with %j takes %s', (offered, context, expected) => {
    expect(choice(offered, context)).toBe(expected)
  })

  it.each([
    [['ANONYMOUS', 'DIGEST-MD5', 'EXTERNAL'], encrypted, 'no-common-mechanism'],
    [[], consent, 'no-common-mechanism'],
    [['SCRAM-SHA-1-PLUS'], encrypted, 'no-common-mechanism'],
    [['PLAIN', 'DIGEST-MD5', 'ANONYMOUS'], clear, 'password-in-clear'],
  ])('of %j with %j takes none', (offered, context, code) => {
    expect(choice(offered, context)).toMatchObject({ code, details: { mechanisms: offered } })
  })
})
