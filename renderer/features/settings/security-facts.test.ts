import { describe, expect, it } from 'vitest'
import type { FullJid } from '../../../shared/domain/address.ts'
import type { ConnectionSecurity, ConnectionState } from '../../../shared/domain/connection.ts'
import { createI18n } from '../../text/i18n.ts'
import { translateWith } from '../../text/text.tsx'
import { securityFacts } from './security-facts.ts'

const text = { t: translateWith(createI18n('en')) }

const online = (change: Partial<ConnectionSecurity>): ConnectionState => ({
  phase: 'online',
  address: 'ana@mired.org/casa' as FullJid,
  security: {
    encrypted: true,
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    fingerprint: 'AA:BB',
    trust: 'chain',
    mechanism: 'SCRAM-SHA-256',
    ...change,
  },
})

describe('what is said of the connection', () => {
  it('is nothing while there is none', () => {
    for (const state of [
      { phase: 'offline', failure: null },
      { phase: 'connecting', step: 'securing', attempt: 1 },
    ] as const) {
      expect(securityFacts(text, state)).toEqual([{ label: 'Connection', value: 'Not connected' }])
    }
  })

  it('names the protocol and who vouches for the server', () => {
    expect(securityFacts(text, online({}))).toEqual([
      { label: 'Connection', value: 'ana@mired.org/casa' },
      {
        label: 'Encrypted',
        hint: 'Encrypted with TLSv1.3, TLS_AES_256_GCM_SHA384',
        caution: false,
        value: 'Signed in with SCRAM-SHA-256',
      },
      {
        label: 'Certificate',
        hint: 'The certificate is signed by an authority that your computer knows. SHA-256 AA:BB',
      },
    ])
    expect(securityFacts(text, online({ trust: 'pinned' }))[2]?.hint).toBe(
      'You trusted the certificate yourself. SHA-256 AA:BB',
    )
  })

  it('warns where anyone can read along, and speaks of no certificate', () => {
    const clear = online({ encrypted: false, protocol: null, cipher: null, fingerprint: null, trust: null })
    expect(securityFacts(text, clear).slice(1)).toEqual([
      {
        label: 'Not encrypted',
        hint: 'Anyone on the network can read what you write.',
        caution: true,
        value: 'Signed in with SCRAM-SHA-256',
      },
    ])
  })
})
