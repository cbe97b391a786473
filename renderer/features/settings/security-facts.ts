import type { ConnectionState } from '../../../shared/domain/connection.ts'
import type { Text } from '../../text/text.tsx'

export interface SecurityFact {
  readonly label: string
  readonly value?: string
  readonly hint?: string
  /** The hint is a warning. */
  readonly caution?: boolean
}

/** What the connection really is, in words: nothing is said of one that is not there. */
export function securityFacts({ t }: Pick<Text, 't'>, connection: ConnectionState): readonly SecurityFact[] {
  if (connection.phase !== 'online') return [{ label: t('settings.connection'), value: t('settings.notConnected') }]
  const { security } = connection
  const { encrypted, protocol, cipher, fingerprint, trust, mechanism } = security
  const facts: SecurityFact[] = [{ label: t('settings.connection'), value: connection.address }]
  facts.push({
    label: encrypted ? t('connection.encrypted') : t('connection.notEncrypted'),
    hint: encrypted
      ? t('connection.encryptedWith', { protocol: protocol ?? 'TLS', cipher: cipher ?? 'TLS' })
      : t('connection.inClear'),
    caution: !encrypted,
    value: t('connection.signedInWith', { mechanism }),
  })
  if (encrypted && trust !== null) {
    const reason = trust === 'pinned' ? t('connection.trustedByYou') : t('connection.trustedByChain')
    facts.push({
      label: t('settings.certificate'),
      hint: fingerprint === null ? reason : `${reason} SHA-256 ${fingerprint}`,
    })
  }
  return facts
}
