import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { call } from '../../ipc/call.ts'
import { useStoreApi } from '../../state/store.ts'
import { openConversation, useView, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { nextIndex } from '../../ui/virtual-list/next-index.ts'
import { candidatesOf } from './candidates.ts'
import { findPeople, looksLikeAddress } from './match.ts'
import { type Option, optionsOf, SearchResults } from './search-results.tsx'
import './search.css'

/** The search of the title strip: people of the list, chats, and any address that is typed whole. */
export function Search({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const store = useStoreApi()
  const views = useViewApi()
  const wish = useView(view => view.searchWish)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState(0)
  const [refused, setRefused] = useState(false)
  const before = useRef<Element | null>(null)

  useEffect(() => {
    if (wish === 0) return
    field.current?.focus()
    field.current?.select()
  }, [wish])

  // Read while typing, not while things change: what is listed does not move under the hand.
  const found = findPeople(query, candidatesOf(store.getState(), account))
  const isKnown = [...found.contacts, ...found.chats].some(each => each.address === query.trim().toLowerCase())
  const options = optionsOf(found, looksLikeAddress(query) && !isKnown ? query.trim() : null)
  const shown = open && query.trim() !== ''

  const type = (next: string) => {
    setQuery(next)
    setOpen(true)
    setChosen(0)
    setRefused(false)
  }
  const close = () => {
    setOpen(false)
    setQuery('')
    setRefused(false)
  }
  const choose = (option: Option | undefined) => {
    if (option === undefined) return
    if (option.kind === 'person') {
      close()
      views.setState(view => openConversation(view, option.person.address))
      return
    }
    call('conversation.resolve', { address: option.address }).then(
      address => {
        close()
        views.setState(view => openConversation(view, address))
      },
      () => setRefused(true),
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // With nothing to close and nowhere to go back to it leads to the list, as everywhere.
      const back = before.current instanceof HTMLElement && before.current.isConnected ? before.current : null
      if (query === '' && back === null) return
      event.preventDefault()
      if (query === '') back?.focus()
      else close()
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      choose(options[chosen])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      if (options.length > 0) setChosen(nextIndex(event.key, chosen, options.length) ?? chosen)
    }
  }

  return (
    <search
      className="search"
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <FindField
        ref={field}
        label={t('search.field')}
        clear={t('search.clear')}
        keys="Ctrl K"
        value={query}
        onChange={type}
        onFocus={event => {
          setOpen(true)
          before.current = event.relatedTarget
        }}
        onKeyDown={onKeyDown}
        {...(shown && { 'aria-controls': id })}
        {...(shown && options.length > 0 && { 'aria-activedescendant': `${id}-${chosen}` })}
      />
      {shown && (
        <SearchResults
          account={account}
          id={id}
          query={query}
          options={options}
          chosen={chosen}
          refused={refused}
          onChoose={choose}
        />
      )}
    </search>
  )
}
