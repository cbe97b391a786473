import { useId, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { ContactRequest } from '../../../shared/domain/request.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { usePicture } from '../../state/profiles.ts'
import { contactOf, localPart } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Button } from '../../ui/button/button.tsx'
import { ContactAlert } from './contact-alert.tsx'
import './request-card.css'

/** Somebody who wants to see us: who they say they are, and the address, which is what they are. */
export function RequestCard({
  account,
  request,
  first = true,
}: {
  readonly account: AccountId
  readonly request: ContactRequest
  /** Among several, only the first one has the filled button. */
  readonly first?: boolean
}) {
  const { t } = useText()
  const { address, nickname, text } = request
  const known = useStore(state => contactOf(state, account, address)?.name)
  const words = useId()
  const [busy, setBusy] = useState<'accept' | 'decline' | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const name = known ?? nickname ?? localPart(address)

  const answer = (how: 'accept' | 'decline') => {
    if (busy !== null) return
    setBusy(how)
    setFailure(null)
    const answered = call(`request.${how}`, { account, address }).catch(error => setFailure(failureOf(error)))
    drop(answered.finally(() => setBusy(null)))
  }

  return (
    <article className="request-card" aria-label={t('contact.requestOf', { name })}>
      <div className="request-card-who">
        <Avatar address={address} name={name} size="contact" picture={usePicture(account, address)} />
        <div className="request-card-words" id={words}>
          <div className="request-card-name cut" title={name}>
            <bdi>{name}</bdi>
          </div>
          <div className="request-card-what">{t('contact.requestText', { address })}</div>
          {text !== null && (
            <div className="request-card-text">
              <bdi>{t('contact.quoted', { text })}</bdi>
            </div>
          )}
        </div>
      </div>
      {failure !== null && <ContactAlert account={account} failure={failure} />}
      <div className="request-card-buttons">
        <Button
          kind={first ? 'main' : 'plain'}
          size="small"
          wide
          aria-describedby={words}
          busy={busy === 'accept'}
          onPress={() => answer('accept')}
        >
          {t('contact.accept')}
        </Button>
        <Button size="small" wide aria-describedby={words} busy={busy === 'decline'} onPress={() => answer('decline')}>
          {t('contact.decline')}
        </Button>
      </div>
    </article>
  )
}
