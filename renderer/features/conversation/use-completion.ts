import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { roomIn } from '../../state/room-selectors.ts'
import { useStoreApi } from '../../state/store.ts'
import { type NickStart, nickAt, nicksBeginning, withNick } from './nick-at.ts'

export interface Completion {
  readonly id: string
  /** Nobody: nothing is offered. */
  readonly nicks: readonly string[]
  readonly chosen: number
  /** What the field says of it. */
  readonly field: { readonly 'aria-controls'?: string; readonly 'aria-activedescendant'?: string }
  /** The text has changed under the hand of the person. */
  look(): void
  take(nick: string): void
  /** True where the key was for it. */
  onKey(event: KeyboardEvent): boolean
}

const none: readonly string[] = []

/** Nicknames of a room: an @ offers them, Tab ends the one that was begun. Anywhere else it does nothing. */
export function useCompletion(
  account: AccountId,
  peer: Peer,
  text: string,
  field: RefObject<HTMLTextAreaElement | null>,
  onText: (text: string) => void,
): Completion {
  const store = useStoreApi()
  const id = useId()
  const [offer, setOffer] = useState<{ readonly nicks: readonly string[]; readonly chosen: number } | null>(null)
  const cursorWish = useRef<number | null>(null)

  useEffect(() => {
    if (cursorWish.current === null) return
    field.current?.setSelectionRange(cursorWish.current, cursorWish.current)
    cursorWish.current = null
  })

  const found = (start: NickStart | null): readonly string[] => {
    const state = store.getState()
    const occupants = state.accounts[account]?.occupants[peer]
    if (start === null || occupants === undefined) return none
    return nicksBeginning(start.begun, occupants.keys(), roomIn(state, account, peer)?.nick ?? null)
  }
  const here = (): NickStart | null => {
    const element = field.current
    return element === null ? null : nickAt(element.value, element.selectionStart)
  }
  const take = (nick: string) => {
    const element = field.current
    const start = here()
    setOffer(null)
    if (element === null || start === null) return
    const [next, cursor] = withNick(element.value, element.selectionStart, start, nick)
    cursorWish.current = cursor
    onText(next)
    element.focus()
  }
  const look = () => {
    const start = here()
    const nicks = start?.marked === true ? found(start) : none
    setOffer(nicks.length === 0 ? null : { nicks, chosen: 0 })
  }
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
    const isOpen = offer !== null && text !== ''
    if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1
      setOffer({ ...offer, chosen: (offer.chosen + step + offer.nicks.length) % offer.nicks.length })
    } else if (isOpen && event.key === 'Escape') setOffer(null)
    else if (isOpen && (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey)
      take(offer.nicks[offer.chosen] ?? '')
    else if (event.key === 'Tab' && !event.shiftKey) {
      const [first, ...others] = found(here())
      // Nobody is meant: the key goes on to the next control, as everywhere.
      if (first === undefined) return false
      if (others.length === 0) take(first)
      else setOffer({ nicks: [first, ...others], chosen: 0 })
    } else return false
    event.preventDefault()
    return true
  }

  const shown = text === '' ? null : offer
  return {
    id,
    nicks: shown?.nicks ?? none,
    chosen: shown?.chosen ?? 0,
    field: shown === null ? {} : { 'aria-controls': id, 'aria-activedescendant': `${id}-${shown.chosen}` },
    look,
    take,
    onKey,
  }
}
