import { memo } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Occupant } from '../../../shared/domain/room.ts'
import { usePicture } from '../../state/profiles.ts'
import { colourOf } from '../../state/room-selectors.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import type { RowProps } from '../../ui/virtual-list/virtual-list.tsx'
import type { ParticipantSection } from './participant-rows.ts'

/** Above those who may do the same: to be seen. What somebody may do is said with their name. */
export function ParticipantHead({ section, count }: { readonly section: ParticipantSection; readonly count: number }) {
  const { t, number } = useText()
  return (
    <div className="participant-head" aria-hidden="true">
      <span className="participant-head-name">{t(`room.${section}`)}</span>
      <span className="participant-head-count num">{number(count)}</span>
    </div>
  )
}

export interface ParticipantRowProps {
  readonly account: AccountId
  readonly occupant: Occupant
  /** Somebody else of the room for whom they are easily taken: then it is said who they are. */
  readonly like: string | null
  /** It is ourselves. */
  readonly own: boolean
  readonly row: RowProps
  /** The right button, or the menu key. */
  readonly onMenu: (row: HTMLElement) => void
}

/** Somebody who is in the room. A press opens what can be done with them. */
export const ParticipantRow = memo(
  function ParticipantRow({ account, occupant, like, own, row, onMenu }: ParticipantRowProps) {
    const { t } = useText()
    const { nick, address, availability, status, affiliation, role } = occupant
    const picture = usePicture(account, address ?? account)
    const standing = own ? t('room.you') : affiliation === 'none' ? null : t(`room.${affiliation}`)
    const apart = like === null || own ? null : (address ?? t('room.lookAlike', { nick: like }))
    const presence = t(`presence.${availability}`)
    const inside = (
      <>
        <Avatar
          address={colourOf(occupant)}
          name={nick}
          size="person"
          availability={availability}
          picture={address === null ? undefined : picture}
        />
        <span className="participant-words cut">
          <bdi className="participant-name">{nick}</bdi>
          {standing !== null && <span className="participant-standing"> {standing}</span>}
          {apart !== null && <bdi className="participant-standing"> {apart}</bdi>}
        </span>
      </>
    )
    const label = [
      nick,
      role === 'moderator' && t('room.moderator'),
      role === 'visitor' && t('room.visitorWord'),
      standing,
      apart,
      presence,
      status,
    ]
      .filter(Boolean)
      .join(', ')
    const title = [address ?? nick, presence, status].filter(Boolean).join('\n')
    if (own)
      return (
        <li {...row} tabIndex={row.tabIndex} aria-label={label} className="participant" title={title}>
          {inside}
        </li>
      )
    return (
      <li>
        <button
          {...row}
          type="button"
          className="participant"
          aria-label={label}
          aria-haspopup="menu"
          title={title}
          onContextMenu={event => {
            event.preventDefault()
            onMenu(event.currentTarget)
          }}
        >
          {inside}
        </button>
      </li>
    )
  },
  (one, other) =>
    one.occupant === other.occupant &&
    one.like === other.like &&
    one.own === other.own &&
    one.account === other.account &&
    one.row.tabIndex === other.row.tabIndex,
)
