import { ChevronDown, ChevronRight, Server } from 'lucide-react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { availabilityOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import type { RowProps } from '../../ui/virtual-list/virtual-list.tsx'
import type { ContactRow } from './contact-rows.ts'
import type { DragProps } from './use-regrouping.ts'

export interface GroupRowProps {
  readonly account: AccountId
  readonly group: Extract<ContactRow, { kind: 'group' }>
  readonly row: RowProps
  readonly drag: DragProps
}

/** The head of a group: how many of it are there. A press folds it. */
export function GroupRow({ account, group, row, drag }: GroupRowProps) {
  const { t } = useText()
  const there = useStore(
    state => group.members.filter(address => availabilityOf(state, account, address) !== 'offline').length,
  )
  const count = group.members.length
  const shared = useStore(state => state.accounts[account]?.sharedGroups.includes(group.name) === true)
  const name = group.name === '' ? t('contact.noGroup') : group.name
  return (
    <div
      {...row}
      {...drag}
      tabIndex={row.tabIndex}
      role="treeitem"
      aria-label={[name, t('contact.there', { there, count }), shared && t('contact.sharedGroup')]
        .filter(Boolean)
        .join(', ')}
      className="group-row"
      aria-level={1}
      aria-expanded={group.open}
      title={shared ? `${name}\n${t('contact.sharedGroup')}` : name}
    >
      <Icon of={group.open ? ChevronDown : ChevronRight} />
      <bdi className="cut">{name}</bdi>
      {shared && <Icon of={Server} />}
      <span className="group-row-count num" aria-hidden="true">
        {there} / {count}
      </span>
    </div>
  )
}
