import { describe, expect, it } from 'vitest'
import type { FullJid } from '../../../shared/domain/address.ts'
import type { ConnectionState } from '../../../shared/domain/connection.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { viewOf } from './sign-in-view.ts'

const wrong: Failure = { code: 'not-authorized', details: {} }
const refused: Failure = { code: 'connection-refused', details: {} }
const quiet: ConnectionState = { phase: 'offline', failure: null }
const failed: ConnectionState = { phase: 'offline', failure: wrong }
const busy = (step: 'resolving' | 'securing' | 'binding') => ({ phase: 'busy', step })
const form = (failure: Failure | null) => ({ phase: 'form', failure })

describe('the sign-in window', () => {
  it('starts with the form', () => {
    expect(viewOf(undefined, null, null)).toEqual(form(null))
    expect(viewOf(quiet, null, null)).toEqual(form(null))
  })

  it('is busy from the press on, before main has told of anything', () => {
    expect(viewOf(undefined, { connection: undefined }, null)).toEqual(busy('resolving'))
    expect(viewOf(quiet, { connection: undefined }, null)).toEqual(busy('resolving'))
  })

  it('does not show the failure of the attempt before', () => {
    expect(viewOf(failed, { connection: failed }, null)).toEqual(busy('resolving'))
    expect(viewOf({ ...failed }, { connection: failed }, null)).toEqual(form(wrong))
  })

  it('shows each step', () => {
    expect(viewOf({ phase: 'connecting', step: 'securing', attempt: 1 }, null, wrong)).toEqual(busy('securing'))
    expect(viewOf(online(), null, null)).toEqual(busy('binding'))
  })

  it('shows what ended the attempt, or what a later one waits for', () => {
    expect(viewOf(failed, null, null)).toEqual(form(wrong))
    expect(viewOf({ phase: 'waiting', failure: refused, retryAt: 0 }, null, null)).toEqual(form(refused))
  })

  it('keeps what the call itself failed with', () => {
    expect(viewOf(undefined, null, refused)).toEqual(form(refused))
    expect(viewOf(quiet, null, refused)).toEqual(form(refused))
  })
})

function online(): ConnectionState {
  const security = {
    encrypted: false,
    protocol: null,
    cipher: null,
    fingerprint: null,
    trust: null,
    mechanism: 'PLAIN',
  }
  return { phase: 'online', address: 'ana@mired.org/x' as FullJid, security }
}
