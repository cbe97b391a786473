import type { ReactNode } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'
import type { FoundRooms } from './use-public-rooms.ts'

interface NotesProps {
  readonly account: AccountId
  readonly found: FoundRooms
  /** No room is shown. */
  readonly nothing: boolean
  /** Only rooms with some words are. */
  readonly filtered: boolean
}

/** How it stands with each service below its rooms: who is waited for, who has failed, and what can be done. */
export function PublicRoomsNotes({ account, found, nothing, filtered }: NotesProps) {
  const { t } = useText()
  const { services, failure, retry } = found
  if (failure !== null) return <Trouble address={account} failure={failure} onRetry={() => retry(null)} />
  if (services === null) return <Waiting>{t('room.askingPublic')}</Waiting>
  const open = services.filter(each => each.phase === 'asking' || each.phase === 'slow')
  const failed = services.filter(each => each.phase === 'failed')
  return (
    <>
      {services.length === 0 && (
        <Trouble address={account} failure={{ code: 'no-room-service', details: {} }} onRetry={null} />
      )}
      {nothing && services.length > 0 && open.length === 0 && failed.length < services.length && (
        <p className="public-rooms-note">{t(filtered ? 'room.noPublicFits' : 'room.noPublic')}</p>
      )}
      {open.map(each => (
        <Waiting key={each.address}>
          {each.phase === 'slow'
            ? t('room.slowService', { service: each.address })
            : t('room.askingService', { service: each.address })}
        </Waiting>
      ))}
      {failed.map(({ address, failure: why }) => (
        <Trouble
          key={address}
          address={address}
          service={address}
          failure={why ?? { code: 'internal', details: {} }}
          onRetry={() => retry(address)}
        />
      ))}
    </>
  )
}

function Waiting({ children }: { readonly children: ReactNode }) {
  return (
    <p className="public-rooms-note" role="status">
      <Spinner />
      <span>{children}</span>
    </p>
  )
}

interface TroubleProps {
  readonly address: BareJid
  /** Which one has failed, where there may be several. */
  readonly service?: BareJid
  readonly failure: Failure
  readonly onRetry: (() => void) | null
}

function Trouble({ address, service, failure, onRetry }: TroubleProps) {
  const text = useText()
  const { t } = text
  const said =
    service === undefined
      ? failureText(text, failure, { address }).title
      : t(failure.code === 'request-timed-out' ? 'room.silentService' : 'room.failedService', { service })
  return (
    <p className="public-rooms-note" role="alert" data-code={failure.code}>
      <span>{said}</span>
      {onRetry !== null && (
        <Button size="small" onPress={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </p>
  )
}
