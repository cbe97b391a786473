import type { AccountId } from '../../../shared/domain/address.ts'
import { availabilityOf, nameOf, presenceOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import type { RowProps } from '../../ui/virtual-list/virtual-list.tsx'
import type { ContactRow as Row } from './contact-rows.ts'

export interface ContactRowProps {
  readonly account: AccountId
  readonly contact: Extract<Row, { kind: 'contact' }>
  readonly level: 1 | 2
  readonly selected: boolean
  readonly row: RowProps
}

export function ContactRow({ account, contact, level, selected, row }: ContactRowProps) {
  const { t } = useText()
  const { address } = contact
  const name = useStore(state => nameOf(state, account, address))
  const availability = useStore(state => availabilityOf(state, account, address))
  const status = useStore(state => presenceOf(state, account, address)?.status ?? null)
  const presence = t(`presence.${availability}`)
  return (
    <div
      {...row}
      tabIndex={row.tabIndex}
      role="treeitem"
      aria-label={[name, presence, status].filter(Boolean).join(', ')}
      className="contact-row"
      aria-level={level}
      aria-posinset={contact.place}
      aria-setsize={contact.of}
      aria-selected={selected}
      data-there={availability !== 'offline'}
      title={status === null ? address : `${address}\n${status}`}
    >
      <Avatar address={address} name={name} size="contact" availability={availability} />
      <span className="contact-row-words">
        <span className="contact-row-name cut">{name}</span>
        <span className="hidden">, {presence}</span>
        {status !== null && (
          <>
            <span className="hidden">: </span>
            <span className="contact-row-status cut">{status}</span>
          </>
        )}
      </span>
    </div>
  )
}
