import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { useView, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { useFind } from './use-find.ts'
import './find-bar.css'

export interface FindBarProps {
  readonly account: AccountId
  readonly peer: Peer
}

/** The search in one conversation: Enter goes to older messages, Shift+Enter back, Escape to where the focus was. */
export function FindBar({ account, peer }: FindBarProps) {
  const { t } = useText()
  const views = useViewApi()
  const wish = useView(view => view.find?.wish ?? 0)
  const bar = useRef<HTMLElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const before = useRef<Element | null>(null)
  const [typed, setTyped] = useState('')
  const { total, at, step } = useFind(account, peer, typed)
  const isEmpty = typed.trim() === ''
  const hasNone = !isEmpty && total === 0

  useEffect(() => {
    if (wish === 0) return
    if (bar.current?.contains(document.activeElement) === false) before.current = document.activeElement
    field.current?.focus()
    field.current?.select()
  }, [wish])

  const close = () => {
    const back = before.current instanceof HTMLElement && before.current.isConnected ? before.current : null
    // The log is another one where it has been gone to something that was found.
    const row = bar.current?.parentElement?.querySelector<HTMLElement>('article[tabindex="0"]') ?? null
    views.setState({ find: null })
    const place = back === null || back === document.body ? row : back
    place?.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      close()
    } else if (event.key === 'Enter' && event.target === field.current) {
      event.preventDefault()
      step(event.shiftKey ? -1 : 1)
    }
  }

  return (
    <search
      ref={bar}
      className="find-bar"
      aria-label={t('search.inConversation')}
      data-pane="find"
      onKeyDown={onKeyDown}
    >
      <FindField
        ref={field}
        label={t('search.inConversation')}
        clear={t('search.clear')}
        value={typed}
        onChange={setTyped}
      />
      <span className="find-bar-place" role="status">
        {hasNone && t('search.notHere')}
        {!isEmpty && total !== null && total > 0 && t('search.place', { at: at + 1, count: total })}
      </span>
      <IconButton icon={ChevronUp} name={t('search.older')} keys="Enter" onPress={() => step(1)} />
      <IconButton icon={ChevronDown} name={t('search.newer')} keys="Shift Enter" onPress={() => step(-1)} />
      <IconButton icon={X} name={t('search.close')} keys="Esc" onPress={close} />
    </search>
  )
}
