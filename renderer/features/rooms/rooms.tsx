import { ChevronDown, ChevronRight, Plus } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { roomName } from '../../../shared/domain/room.ts'
import { useStore } from '../../state/store.ts'
import { openConversation, useView, useViewApi, withFolded } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { EmptyPane } from '../../ui/empty-pane/empty-pane.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { ListPane } from '../../ui/list-pane/list-pane.tsx'
import { type RowProps, VirtualList } from '../../ui/virtual-list/virtual-list.tsx'
import { Invitations } from './invitations.tsx'
import { RoomRow } from './room-row.tsx'
import { foldKey, type RoomRow as Row, roomRows } from './room-rows.ts'
import './rooms.css'

/** Height of a row in pixels before it has been measured. */
const rowHeight = 56
/** With fewer rooms everything is in sight. */
const filterFrom = 12

/** The rooms of the list, and who wants us in others. A press or Enter opens one. */
export function Rooms({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const views = useViewApi()
  const [filter, setFilter] = useState('')
  const rooms = useStore(state => state.accounts[account]?.rooms)
  const invited = useStore(state => Object.keys(state.accounts[account]?.invitations ?? {}).length > 0)
  const foldedGroups = useView(view => view.folded)
  const peer = useView(view => view.peer)
  const all = useMemo(() => Object.values(rooms ?? {}), [rooms])
  const rows = useMemo(() => roomRows(all, foldedGroups, filter), [all, foldedGroups, filter])
  const keyOf = useCallback((index: number) => rows[index]?.key ?? '', [rows])
  const join = () => views.setState({ roomWish: { kind: 'join' } })

  const textOf = (index: number) => {
    const row = rows[index]
    if (row === undefined) return ''
    if (row.kind === 'group') return t(`room.${row.group}`)
    const room = rooms?.[row.address]
    return room === undefined ? '' : roomName(room)
  }
  const fold = (row: Extract<Row, { kind: 'group' }>, folded: boolean) =>
    views.setState(view => withFolded(view, foldKey(row.group), folded))
  const open = (index: number) => {
    const row = rows[index]
    if (row?.kind === 'room') views.setState(view => openConversation(view, row.address))
    if (row?.kind === 'group') fold(row, row.open)
  }
  const onKey = (index: number, key: string) => {
    const row = rows[index]
    if (row?.kind !== 'group' || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false
    fold(row, key === 'ArrowLeft')
    return true
  }

  return (
    <ListPane
      title={t('room.list')}
      actions={<IconButton icon={Plus} name={t('room.joinOrCreate')} keys="Ctrl J" onPress={join} />}
      above={
        <>
          <Invitations account={account} />
          {all.length > filterFrom && (
            <div className="rooms-filter">
              <FindField label={t('room.filter')} clear={t('search.clear')} value={filter} onChange={setFilter} />
            </div>
          )}
        </>
      }
    >
      {rows.length > 0 ? (
        <VirtualList
          role="tree"
          label={t('room.list')}
          count={rows.length}
          keyOf={keyOf}
          textOf={textOf}
          rowHeight={rowHeight}
          start={rows.findIndex(row => row.kind === 'room' && row.address === peer)}
          onOpen={open}
          onKey={onKey}
        >
          {(index, props) => {
            const row = rows[index]
            if (row === undefined) return null
            return row.kind === 'group' ? (
              <GroupRow group={row} row={props} />
            ) : (
              <RoomRow account={account} room={row} selected={row.address === peer} row={props} />
            )
          }}
        </VirtualList>
      ) : all.length > 0 ? (
        <EmptyPane small title={t('room.noRoomFits')}>
          {t('contact.nobodyHint')}
        </EmptyPane>
      ) : invited ? null : (
        <EmptyPane small title={t('room.empty')}>
          {t('room.emptyHint')}
        </EmptyPane>
      )}
    </ListPane>
  )
}

interface GroupRowProps {
  readonly group: Extract<Row, { kind: 'group' }>
  readonly row: RowProps
}

/** The head of a group. A press folds it. */
function GroupRow({ group, row }: GroupRowProps) {
  const { t } = useText()
  const name = t(`room.${group.group}`)
  return (
    <div
      {...row}
      tabIndex={row.tabIndex}
      role="treeitem"
      aria-label={`${name}, ${group.count}`}
      className="room-group"
      aria-level={1}
      aria-expanded={group.open}
    >
      <Icon of={group.open ? ChevronDown : ChevronRight} />
      <span className="cut">{name}</span>
      <span className="room-group-count num" aria-hidden="true">
        {group.count}
      </span>
    </div>
  )
}
