import { useEffect, useState } from 'react'
import { assertNever } from '../../shared/assert-never.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import { isNotices, isOccupant, roomOf } from '../../shared/domain/conversation.ts'
import { BlockWish } from '../features/blocking/block-wish.tsx'
import { Chats } from '../features/chats/chats.tsx'
import { AddContactDialog } from '../features/contacts/add-contact-dialog.tsx'
import { Contacts } from '../features/contacts/contacts.tsx'
import { ProfilePage } from '../features/contacts/profile-page.tsx'
import { ProfilePanel } from '../features/contacts/profile-panel.tsx'
import { Conversation } from '../features/conversation/conversation.tsx'
import { fileParts } from '../features/files/file-parts.ts'
import { useHeldFiles } from '../features/files/use-held-files.ts'
import { useUploadLimits } from '../features/files/use-upload-limits.ts'
import { Frame } from '../features/frame/frame.tsx'
import { Welcome } from '../features/frame/welcome.tsx'
import { ParticipantsPanel } from '../features/rooms/participants-panel.tsx'
import { RoomWish } from '../features/rooms/room-wish.tsx'
import { Rooms } from '../features/rooms/rooms.tsx'
import { Search } from '../features/search/search.tsx'
import type { SettingsSection } from '../features/settings/sections.ts'
import { SettingsList } from '../features/settings/settings-list.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import { SignOutDialog } from '../features/settings/sign-out-dialog.tsx'
import type { SettingWish } from '../features/settings/use-setting-wish.ts'
import { AdvancedDialog } from '../features/sign-in/advanced-dialog.tsx'
import { Troubles } from '../features/troubles/troubles.tsx'
import { kindOf } from '../state/room-selectors.ts'
import { useStore } from '../state/store.ts'
import { useNarrow } from '../state/use-narrow.ts'
import { usePeopleShown } from '../state/use-people-shown.ts'
import { useView, useViewApi } from '../state/view.ts'
import { CertificateWish } from './certificate-wish.tsx'
import { enterPane, enterRows } from './panes.ts'
import { useDropNet } from './use-drop-net.ts'
import { useFocusNet } from './use-focus-net.ts'
import { useKeys } from './use-keys.ts'

export interface MainWindowProps {
  readonly account: AccountId
  readonly onSignIn: () => void
}

/** Puts the parts of the main window together: they do not know each other. */
export function MainWindow({ account, onSignIn }: MainWindowProps) {
  const views = useViewApi()
  const view = useView(state => state.view)
  const peer = useView(state => state.peer)
  const panel = useView(state => state.panel)
  const profile = useView(state => state.profile)
  const [leaving, setLeaving] = useState(false)
  const [adding, setAdding] = useState<{ readonly address: BareJid; readonly name: string | null } | null>(null)
  const [section, setSection] = useState<SettingsSection>('account')
  const [wish, setWish] = useState<SettingWish | null>(null)
  const choose = (chosen: SettingsSection, setting?: string) => {
    setSection(chosen)
    setWish(setting === undefined ? null : { label: setting })
  }
  const showsConversation = view !== 'settings' && profile === null && peer !== null
  const kind = useStore(state => (peer === null ? null : kindOf(state, account, peer)))
  const [peopleShown, togglePeople] = usePeopleShown(account, peer)
  useKeys(account)
  useUploadLimits(account)
  useHeldFiles(account)
  useDropNet()
  useFocusNet()

  // After signing in the focus is in the list, never nowhere; in a conversation that is open again, where one writes.
  useEffect(() => {
    // The rows are measured first.
    const frame = requestAnimationFrame(
      () => enterPane('composer') || enterRows() || enterPane('page') || enterPane('list'),
    )
    return () => cancelAnimationFrame(frame)
  }, [])

  return (
    <>
      <Frame
        account={account}
        search={<Search account={account} onAdd={(address, name) => setAdding({ address, name })} />}
        troubles={<Troubles />}
        list={<List account={account} section={section} onSection={choose} />}
        main={<Main account={account} section={section} wish={wish} />}
        panel={
          !showsConversation ? null : kind === 'room' ? (
            peopleShown ? (
              <ParticipantsPanel
                key={peer}
                account={account}
                room={roomOf(peer)}
                onClose={togglePeople}
                onAdd={(address, name) => setAdding({ address, name })}
              />
            ) : null
          ) : panel && !isNotices(peer) && !isOccupant(peer) ? (
            <ProfilePanel account={account} address={peer} onClose={() => views.setState({ panel: false })} />
          ) : null
        }
        onSignOut={() => setLeaving(true)}
        onSignIn={onSignIn}
      />
      {adding !== null && <AddContactDialog {...adding} account={account} onClose={() => setAdding(null)} />}
      <BlockWish account={account} />
      <RoomWish account={account} />
      <CertificateWish account={account} />
      {leaving && <SignOutDialog account={account} onClose={() => setLeaving(false)} />}
    </>
  )
}

interface ListProps {
  readonly account: AccountId
  readonly section: SettingsSection
  readonly onSection: (section: SettingsSection, setting?: string) => void
}

function List({ account, section, onSection }: ListProps) {
  const views = useViewApi()
  const narrow = useNarrow()
  const view = useView(state => state.view)
  switch (view) {
    case 'chats':
      return <Chats account={account} />
    case 'contacts':
      return <Contacts account={account} />
    case 'rooms':
      return <Rooms account={account} />
    case 'settings':
      return (
        <SettingsList
          section={narrow ? null : section}
          onChoose={(chosen, setting) => {
            onSection(chosen, setting)
            views.setState({ pane: 'main' })
          }}
        />
      )
    default:
      return assertNever(view)
  }
}

interface MainProps {
  readonly account: AccountId
  readonly section: SettingsSection
  readonly wish: SettingWish | null
}

function Main({ account, section, wish }: MainProps) {
  const views = useViewApi()
  const narrow = useNarrow()
  const view = useView(state => state.view)
  const peer = useView(state => state.peer)
  const target = useView(state => state.target)
  const profile = useView(state => state.profile)
  if (view === 'settings')
    return (
      <div className="main-page" data-pane="page">
        <SettingsPage
          section={section}
          account={account}
          wish={wish}
          advanced={props => <AdvancedDialog {...props} />}
          {...(narrow && { onBack: () => views.setState({ pane: 'list' }) })}
        />
      </div>
    )
  if (view === 'contacts' && profile !== null) return <ProfilePage account={account} address={profile} />
  if (peer === null)
    return (
      <div className="main-page" data-pane="page">
        <Welcome account={account} />
      </div>
    )
  return <Conversation key={peer} account={account} peer={peer} target={target} files={fileParts} />
}
