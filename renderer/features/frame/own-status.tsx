import { Check, LogOut } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { OwnPresence } from '../../../shared/domain/presence.ts'
import { longestStatus } from '../../../shared/ipc/presence.ts'
import { call, drop } from '../../ipc/call.ts'
import { usePicture } from '../../state/profiles.ts'
import { connectionOf, nameOf, ownAvailability } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Menu, MenuRow } from '../../ui/menu/menu.tsx'
import { PresenceMark } from '../../ui/presence-mark/presence-mark.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import './own-status.css'

const choices = ['available', 'chat', 'away', 'xa', 'dnd'] as const

/** The own picture at the foot of the rail: how one is, and the way out. */
export function OwnStatus({ account, onSignOut }: { readonly account: AccountId; readonly onSignOut: () => void }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  const narrow = useNarrow()
  const presence = useStore(state => state.accounts[account]?.account.presence)
  const inForce = useStore(state => ownAvailability(state, account))
  const online = useStore(state => connectionOf(state, account).phase === 'online')
  const name = useStore(state => nameOf(state, account, account))
  const picture = usePicture(account, account)
  if (presence === undefined) return null
  const shown = online ? inForce : 'offline'
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <AriaButton className="rail-own" aria-label={t('presence.mine', { status: t(`presence.${shown}`) })}>
        <Avatar address={account} name={name} size="own" availability={shown} picture={picture} />
      </AriaButton>
      <Popover className="menu own-status" placement={narrow ? 'top end' : 'right bottom'} offset={8}>
        <Dialog className="own-status-inside" aria-label={t('presence.menu')}>
          <StatusMenu
            account={account}
            presence={presence}
            onDone={() => setOpen(false)}
            onSignOut={() => {
              setOpen(false)
              onSignOut()
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

interface StatusMenuProps {
  readonly account: AccountId
  readonly presence: OwnPresence
  readonly onDone: () => void
  readonly onSignOut: () => void
}

function StatusMenu({ account, presence, onDone, onSignOut }: StatusMenuProps) {
  const { t } = useText()
  const [status, setStatus] = useState(presence.status ?? '')
  const choose = (availability: OwnPresence['availability']) => {
    drop(call('presence.set', { account, presence: { availability, status: status.trim() || null } }))
    onDone()
  }
  return (
    <>
      <p className="own-status-who cut" title={account}>
        {t('frame.signedInAs', { address: account })}
      </p>
      <Menu label={t('presence.menu')} chosen={presence.availability} autoFocus onChoose={choose}>
        {choices.map(each => (
          <MenuRow key={each} id={each} text={t(`presence.${each}`)} start={<PresenceMark availability={each} />}>
            {each === presence.availability && <Icon of={Check} />}
          </MenuRow>
        ))}
      </Menu>
      <form
        className="own-status-text"
        onSubmit={event => {
          event.preventDefault()
          choose(presence.availability)
        }}
      >
        <TextField
          label={t('presence.statusText')}
          value={status}
          onChange={value => setStatus(value.slice(0, longestStatus))}
        />
        {status.trim() !== (presence.status ?? '') && (
          <Button type="submit" size="small">
            {t('presence.setStatus')}
          </Button>
        )}
      </form>
      <button type="button" className="menu-row" onClick={onSignOut}>
        <Icon of={LogOut} />
        {t('frame.signOut')}
      </button>
    </>
  )
}
