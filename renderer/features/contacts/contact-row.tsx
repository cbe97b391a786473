import type { AccountId } from '../../../shared/domain/address.ts'
import { seesThem } from '../../../shared/domain/contact.ts'
import { usePicture } from '../../state/profiles.ts'
import { availabilityOf, contactOf, nameOf, presenceOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import type { RowProps } from '../../ui/virtual-list/virtual-list.tsx'
import type { ContactRow as Row } from './contact-rows.ts'
import type { DragProps } from './use-regrouping.ts'

export interface ContactRowProps {
  readonly account: AccountId
  readonly contact: Extract<Row, { kind: 'contact' }>
  readonly level: 1 | 2
  readonly selected: boolean
  readonly row: RowProps
  readonly drag: DragProps
  /** The right button, or the menu key. */
  readonly onMenu: (row: HTMLElement) => void
}

export function ContactRow({ account, contact, level, selected, row, drag, onMenu }: ContactRowProps) {
  const { t } = useText()
  const { address } = contact
  const name = useStore(state => nameOf(state, account, address))
  const availability = useStore(state => availabilityOf(state, account, address))
  const says = useStore(state => presenceOf(state, account, address)?.status ?? null)
  const waits = useStore(state => {
    const contact = contactOf(state, account, address)
    if (contact === undefined || seesThem(contact)) return null
    if (contact.problem !== undefined) return 'notAccepted'
    return contact.asked ? 'noAnswer' : null
  })
  const status = waits === null ? says : t(`contact.${waits}`)
  const presence = t(`presence.${availability}`)
  return (
    <div
      {...row}
      {...drag}
      tabIndex={row.tabIndex}
      role="treeitem"
      aria-label={[name, presence, status].filter(Boolean).join(', ')}
      className="contact-row"
      aria-level={level}
      aria-posinset={contact.place}
      aria-setsize={contact.of}
      aria-selected={selected}
      data-there={availability !== 'offline'}
      onContextMenu={event => {
        event.preventDefault()
        onMenu(event.currentTarget)
      }}
      title={status === null ? address : `${address}\n${status}`}
    >
      <Avatar
        address={address}
        name={name}
        size="contact"
        availability={availability}
        picture={usePicture(account, address)}
      />
      <span className="contact-row-words">
        <bdi className="contact-row-name cut">{name}</bdi>
        <span className="hidden">, {presence}</span>
        {status !== null && (
          <>
            <span className="hidden">: </span>
            <bdi className="contact-row-status cut">{status}</bdi>
          </>
        )}
      </span>
    </div>
  )
}
