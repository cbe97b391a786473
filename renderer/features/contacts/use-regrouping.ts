import { type DragEvent, useRef, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { contactOf } from '../../state/selectors.ts'
import { useStoreApi } from '../../state/store.ts'
import { regrouped } from './regroup.ts'

/** What a row takes so that it can be taken to a group, or be dropped on. */
export interface DragProps {
  readonly draggable?: boolean
  readonly onDragStart?: (event: DragEvent) => void
  readonly onDragEnd?: () => void
  readonly onDragOver: (event: DragEvent) => void
  readonly onDragLeave: () => void
  readonly onDrop: (event: DragEvent) => void
  /** Dropped now, it would be here. */
  readonly 'data-drop': boolean
}

export interface Regrouping {
  /** Of the head of a group, or of somebody in it; empty for those who are in none. */
  readonly rowOf: (group: string, address?: BareJid) => DragProps
}

/**
 * Somebody is taken by the mouse from one group to another, with Ctrl (or Option) to both. By keyboard the same is
 * "Edit name and groups". What is dragged is known here and never read from what is dropped: anything can be dropped.
 */
export function useRegrouping(account: AccountId, onFailure: (failure: Failure) => void): Regrouping {
  const store = useStoreApi()
  const dragged = useRef<{ readonly address: BareJid; readonly from: string } | null>(null)
  const [target, setTarget] = useState<string | null>(null)

  const after = (group: string, event: DragEvent): readonly string[] | null => {
    const state = store.getState()
    const contact = dragged.current === null ? undefined : contactOf(state, account, dragged.current.address)
    if (dragged.current === null || contact === undefined) return null
    const keep = event.ctrlKey || event.altKey
    const shared = state.accounts[account]?.sharedGroups ?? []
    return regrouped(contact.groups, { from: dragged.current.from, to: group, keep, shared })
  }

  const end = () => {
    dragged.current = null
    setTarget(null)
  }

  return {
    rowOf: (group, address) => ({
      ...(address !== undefined && {
        draggable: true,
        onDragStart: (event: DragEvent) => {
          dragged.current = { address, from: group }
          event.dataTransfer.effectAllowed = 'copyMove'
          event.dataTransfer.setData('text/plain', address)
        },
        onDragEnd: end,
      }),
      onDragOver: event => {
        if (after(group, event) === null) return
        event.preventDefault()
        event.dataTransfer.dropEffect = event.ctrlKey || event.altKey ? 'copy' : 'move'
        setTarget(group)
      },
      onDragLeave: () => setTarget(null),
      onDrop: event => {
        const groups = after(group, event)
        const address = dragged.current?.address
        end()
        if (groups === null || address === undefined) return
        event.preventDefault()
        const name = contactOf(store.getState(), account, address)?.name ?? null
        drop(
          call('contact.change', { account, address, name, groups: [...groups] }).catch(error =>
            onFailure(failureOf(error)),
          ),
        )
      },
      'data-drop': target === group,
    }),
  }
}
