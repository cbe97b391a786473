import { LogOut, SlidersHorizontal, UserPlus, X } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { call, drop } from '../../ipc/call.ts'
import { roomIn } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { VirtualList } from '../../ui/virtual-list/virtual-list.tsx'
import { InvitedPeople } from './invited-people.tsx'
import { NotifyMenu } from './notify-menu.tsx'
import { ParticipantMenu } from './participant-menu.tsx'
import { ParticipantHead, ParticipantRow } from './participant-row.tsx'
import { participantRows } from './participant-rows.ts'
import { useOccupants } from './use-occupants.ts'
import './participants-panel.css'

/** Height of a row in pixels before it has been measured. */
const rowHeight = 36
/** With fewer people everybody is in sight. */
const filterFrom = 12

export interface ParticipantsPanelProps {
  readonly account: AccountId
  readonly room: BareJid
  readonly onClose: () => void
  /** Asks for what is needed to take somebody into the contact list. */
  readonly onAdd: (address: BareJid, name: string | null) => void
}

/** The side panel of a room: who is in it, whom we have invited, and what can be done with the room. */
export function ParticipantsPanel({ account, room, onClose, onAdd }: ParticipantsPanelProps) {
  const { t, number } = useText()
  const views = useViewApi()
  const [filter, setFilter] = useState('')
  const [menuOf, setMenuOf] = useState<string | null>(null)
  const menuRow = useRef<HTMLElement>(null)
  const count = useStore(state => roomIn(state, account, room)?.occupants ?? 0)
  const own = useStore(state => roomIn(state, account, room)?.nick ?? null)
  const isIn = useStore(state => roomIn(state, account, room)?.phase.type === 'joined')
  const occupants = useOccupants(account, room)
  const rows = useMemo(() => participantRows(occupants.values(), filter), [occupants, filter])
  const keyOf = useCallback((index: number) => rows[index]?.key ?? '', [rows])
  const textOf = (index: number) => {
    const row = rows[index]
    return row?.kind === 'occupant' ? row.occupant.nick : ''
  }
  const open = (index: number) => {
    const row = rows[index]
    if (row?.kind !== 'occupant' || row.occupant.nick === own) return
    menuRow.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setMenuOf(row.occupant.nick)
  }
  return (
    <aside className="participants" aria-label={t('room.participants')} data-pane="panel">
      <header className="participants-head">
        <h2>
          {t('room.participants')} <span className="participants-count num">{number(count)}</span>
        </h2>
        {isIn && (
          <IconButton
            icon={UserPlus}
            name={t('room.invite')}
            onPress={() => views.setState({ roomWish: { kind: 'invite', room } })}
          />
        )}
        <span className="participants-close">
          <IconButton icon={X} name={t('room.closeParticipants')} onPress={onClose} />
        </span>
      </header>
      {(occupants.size > filterFrom || filter !== '') && (
        <div className="participants-filter">
          <FindField label={t('room.findParticipants')} clear={t('search.clear')} value={filter} onChange={setFilter} />
        </div>
      )}
      <div className="participants-list">
        <VirtualList
          role="list"
          label={t('room.participants')}
          count={rows.length}
          keyOf={keyOf}
          textOf={textOf}
          rowHeight={rowHeight}
          start={0}
          isStop={index => rows[index]?.kind !== 'head'}
          onOpen={open}
        >
          {(index, props) => {
            const row = rows[index]
            if (row === undefined) return null
            if (row.kind === 'head') return <ParticipantHead section={row.section} count={row.count} />
            return (
              <ParticipantRow
                account={account}
                occupant={row.occupant}
                like={row.like}
                own={row.occupant.nick === own}
                row={props}
                onMenu={element => {
                  menuRow.current = element
                  setMenuOf(row.occupant.nick)
                }}
              />
            )
          }}
        </VirtualList>
        {rows.length === 0 && filter !== '' && <p className="participants-nobody">{t('room.nobodyFits')}</p>}
      </div>
      <InvitedPeople account={account} room={room} />
      <section className="participants-foot">
        <button
          type="button"
          className="menu-row"
          onClick={() => views.setState({ roomWish: { kind: 'settings', room } })}
        >
          <Icon of={SlidersHorizontal} />
          {t('room.settings')}
        </button>
        <NotifyMenu account={account} room={room} />
        <button
          type="button"
          className="menu-row"
          onClick={() => drop(call('room.leave', { account, room, keep: true }))}
        >
          <Icon of={LogOut} />
          {t('room.leave')}
        </button>
      </section>
      {menuOf !== null && (
        <ParticipantMenu
          account={account}
          room={room}
          nick={menuOf}
          row={menuRow}
          onClose={() => setMenuOf(null)}
          onAdd={onAdd}
        />
      )}
    </aside>
  )
}
