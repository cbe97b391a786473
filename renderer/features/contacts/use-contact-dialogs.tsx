import { type ReactNode, useState } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { blockedBy } from '../../state/selectors.ts'
import { useStoreApi } from '../../state/store.ts'
import { openConversation, useViewApi } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { type Text, useText } from '../../text/text.tsx'
import { FailureDialog } from '../../ui/failure-dialog/failure-dialog.tsx'
import { AddContactDialog } from './add-contact-dialog.tsx'
import { EditContactDialog } from './edit-contact-dialog.tsx'
import { RemoveContactDialog } from './remove-contact-dialog.tsx'

/** What can be done with a person of the list, or one who is not in it yet (`add`). */
export type ContactAction = 'write' | 'add' | 'edit' | 'ask' | 'withdraw' | 'remove' | 'copy' | 'block' | 'unblock'

type Open =
  | { readonly kind: 'add'; readonly address: BareJid | null }
  | { readonly kind: 'edit' | 'remove'; readonly address: BareJid }
  | { readonly kind: 'failed'; readonly failure: Failure }

export interface ContactDialogs {
  /** Does it, or opens the dialog that asks for the rest. */
  readonly choose: (action: ContactAction, address: BareJid) => void
  /** An empty "Add contact". */
  readonly add: () => void
  readonly failed: (failure: Failure) => void
  /** What is open: to be rendered. */
  readonly dialog: ReactNode
}

export function useContactDialogs(account: AccountId): ContactDialogs {
  const views = useViewApi()
  const text = useText()
  const store = useStoreApi()
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const failed = (failure: Failure) => setOpen({ kind: 'failed', failure })
  const tell = (promise: Promise<unknown>) => drop(promise.catch(error => failed(failureOf(error))))

  const choose = (action: ContactAction, address: BareJid) => {
    switch (action) {
      case 'write':
        return views.setState(view => openConversation(view, address))
      case 'copy':
        return drop(call('program.copyText', { text: address }))
      case 'ask':
        return tell(call('contact.ask', { account, address }))
      case 'withdraw':
        return tell(call('contact.withdraw', { account, address }))
      case 'block':
      case 'unblock':
        return views.setState({
          blockWish: { address: blockedBy(store.getState(), account, address) ?? address, way: action },
        })
      case 'add':
      case 'edit':
      case 'remove':
        return setOpen({ kind: action, address })
      default:
        return assertNever(action)
    }
  }

  return {
    choose,
    failed,
    add: () => setOpen({ kind: 'add', address: null }),
    dialog: open === null ? null : dialogOf(open, account, text, close),
  }
}

function dialogOf(open: Open, account: AccountId, text: Text, onClose: () => void): ReactNode {
  switch (open.kind) {
    case 'add':
      return <AddContactDialog account={account} address={open.address} onClose={onClose} />
    case 'edit':
      return <EditContactDialog account={account} address={open.address} onClose={onClose} />
    case 'remove':
      return <RemoveContactDialog account={account} address={open.address} onClose={onClose} />
    case 'failed': {
      const words = failureText(text, open.failure, { address: account })
      return <FailureDialog code={open.failure.code} {...words} onClose={onClose} />
    }
    default:
      return assertNever(open)
  }
}
