import { UserPlus } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { displayName } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { openConversation, useView, useViewApi, withFolded } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { EmptyPane } from '../../ui/empty-pane/empty-pane.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { ListPane } from '../../ui/list-pane/list-pane.tsx'
import { VirtualList } from '../../ui/virtual-list/virtual-list.tsx'
import { ContactRowMenu } from './contact-menu.tsx'
import { ContactRow } from './contact-row.tsx'
import { contactRows } from './contact-rows.ts'
import { GroupRow } from './group-row.tsx'
import { Requests } from './requests.tsx'
import { useContactDialogs } from './use-contact-dialogs.tsx'
import { useRegrouping } from './use-regrouping.ts'
import './contacts.css'

/** Height of a row in pixels before it has been measured. */
const rowHeight = 44

/**
 * The people of the contact list. A press or Enter opens the conversation; the arrows show whom they pass, each with
 * their profile.
 */
export function Contacts({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const views = useViewApi()
  const [filter, setFilter] = useState('')
  const dialogs = useContactDialogs(account)
  const regrouping = useRegrouping(account, dialogs.failed)
  const [menuOf, setMenuOf] = useState<BareJid | null>(null)
  const menuRow = useRef<HTMLElement>(null)
  const contacts = useStore(state => state.accounts[account]?.contacts)
  const profiles = useStore(state => state.accounts[account]?.profiles)
  const online = useStore(state => state.accounts[account]?.connection.phase === 'online')
  const foldedGroups = useView(view => view.folded)
  const shown = useView(view => view.profile ?? view.peer)
  const all = useMemo(() => Object.values(contacts ?? {}), [contacts])
  const rows = useMemo(() => contactRows(all, foldedGroups, filter, profiles), [all, foldedGroups, filter, profiles])
  const keyOf = useCallback((index: number) => rows[index]?.key ?? '', [rows])

  const textOf = (index: number) => {
    const row = rows[index]
    if (row === undefined) return ''
    return row.kind === 'group' ? row.name : displayName(contacts?.[row.address], row.address, profiles?.[row.address])
  }
  const fold = (name: string, folded: boolean) => views.setState(view => withFolded(view, name, folded))
  const open = (index: number) => {
    const row = rows[index]
    if (row?.kind === 'contact') views.setState(view => openConversation(view, row.address))
    if (row?.kind === 'group') fold(row.name, row.open)
  }
  const show = (index: number) => {
    const row = rows[index]
    if (row?.kind === 'contact') views.setState({ profile: row.address })
  }
  const onKey = (index: number, key: string) => {
    const row = rows[index]
    if (row?.kind !== 'group' || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false
    fold(row.name, key === 'ArrowLeft')
    return true
  }

  return (
    <ListPane
      title={t('contact.list')}
      actions={<IconButton icon={UserPlus} name={t('contact.add')} onPress={dialogs.add} />}
      above={
        <>
          <Requests account={account} />
          {all.length > 0 && (
            <div className="contacts-filter">
              <FindField label={t('contact.filter')} clear={t('search.clear')} value={filter} onChange={setFilter} />
            </div>
          )}
        </>
      }
    >
      {rows.length === 0 ? (
        <EmptyPane small title={t(all.length === 0 ? 'contact.empty' : 'contact.nobody')}>
          {t(all.length > 0 ? 'contact.nobodyHint' : online ? 'contact.emptyHint' : 'contact.emptyOffline')}
        </EmptyPane>
      ) : (
        <VirtualList
          role="tree"
          label={t('contact.list')}
          count={rows.length}
          keyOf={keyOf}
          textOf={textOf}
          rowHeight={rowHeight}
          start={rows.findIndex(row => row.kind === 'contact' && row.address === shown)}
          onOpen={open}
          onMove={show}
          onKey={onKey}
        >
          {(index, rowProps) => {
            const row = rows[index]
            if (row === undefined) return null
            return row.kind === 'group' ? (
              <GroupRow account={account} group={row} row={rowProps} drag={regrouping.rowOf(row.name)} />
            ) : (
              <ContactRow
                account={account}
                contact={row}
                level={rows[0]?.kind === 'group' ? 2 : 1}
                selected={row.address === shown}
                row={rowProps}
                drag={regrouping.rowOf(row.group, row.address)}
                onMenu={element => {
                  menuRow.current = element
                  setMenuOf(row.address)
                }}
              />
            )
          }}
        </VirtualList>
      )}
      {menuOf !== null && (
        <ContactRowMenu
          account={account}
          address={menuOf}
          row={menuRow}
          onClose={() => setMenuOf(null)}
          onChoose={action => dialogs.choose(action, menuOf)}
        />
      )}
      {dialogs.dialog}
    </ListPane>
  )
}
