import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { call } from '../../ipc/call.ts'
import { useStoreApi } from '../../state/store.ts'
import { openConversation, openMessage, useView, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { nextIndex } from '../../ui/virtual-list/next-index.ts'
import { candidatesOf } from './candidates.ts'
import { findPeople, looksLikeAddress } from './match.ts'
import { keyOf, type Option, sectionsOf } from './options.ts'
import { SearchResults } from './search-results.tsx'
import { useFindings } from './use-findings.ts'
import './search.css'

export interface SearchProps {
  readonly account: AccountId
  /** Asks for what is needed to take somebody of the directory into the contact list. Absent: nobody can be added here. */
  readonly onAdd?: (address: BareJid, name: string | null) => void
}

/** The search of the title strip: contacts, chats, messages, the server's directory, and any address that is typed whole. */
export function Search({ account, onAdd }: SearchProps) {
  const { t } = useText()
  const store = useStoreApi()
  const views = useViewApi()
  const wish = useView(view => view.searchWish)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState(false)
  /** By its key: what comes in meanwhile does not choose for the person. Null: the first one. */
  const [chosenKey, setChosenKey] = useState<string | null>(null)
  const [refused, setRefused] = useState(false)
  const before = useRef<Element | null>(null)
  const findings = useFindings(account, query)

  useEffect(() => {
    if (wish === 0) return
    field.current?.focus()
    field.current?.select()
  }, [wish])

  // Read while typing, not while things change: what is listed does not move under the hand.
  const found = useMemo(() => findPeople(query, candidatesOf(store.getState(), account)), [store, account, query])
  const isKnown = [...found.contacts, ...found.rooms, ...found.chats].some(
    each => each.address === query.trim().toLowerCase(),
  )
  const sections = sectionsOf(found, looksLikeAddress(query) && !isKnown ? query.trim() : null, findings)
  const options = sections.flatMap(section => section.options)
  const chosen = Math.max(
    0,
    options.findIndex(option => keyOf(option) === chosenKey),
  )
  const shown = open && query.trim() !== ''

  const type = (next: string) => {
    setQuery(next)
    setOpen(true)
    setChosenKey(null)
    setRefused(false)
  }
  const close = () => {
    setOpen(false)
    setQuery('')
    setRefused(false)
  }
  const choose = (option: Option | undefined) => {
    if (option === undefined) return
    switch (option.kind) {
      case 'person':
      case 'stranger':
        close()
        return views.setState(view => openConversation(view, option.person.address))
      case 'room':
        close()
        return views.setState({ roomWish: { kind: 'join', address: option.room.address } })
      case 'message':
        close()
        return views.setState(view => openMessage(view, option.message))
      case 'more':
        // The next ones take its place, below the last that was there.
        setChosenKey(keyOf(options[options.indexOf(option) - 1] ?? option))
        return findings.showMore()
      case 'address':
        call('conversation.resolve', { address: option.address }).then(
          address => {
            close()
            views.setState(view => openConversation(view, address))
          },
          () => setRefused(true),
        )
        return
      default:
        return assertNever(option)
    }
  }
  const add = (option: Option | undefined) => {
    if (onAdd === undefined || option?.kind !== 'stranger') return
    close()
    onAdd(option.person.address, option.person.name)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      // With nothing to close and nowhere to go back to it leads to the list, as everywhere.
      const back = before.current instanceof HTMLElement && before.current.isConnected ? before.current : null
      if (query === '' && back === null) return
      event.preventDefault()
      if (query === '') back?.focus()
      else close()
    } else if (event.target instanceof HTMLButtonElement) {
      // Its keys are its own.
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      if (event.shiftKey) add(options[chosen])
      else choose(options[chosen])
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const next = options[nextIndex(event.key, chosen, options.length) ?? chosen]
      if (next !== undefined) setChosenKey(keyOf(next))
    }
  }

  return (
    <search
      className="search"
      onKeyDown={onKeyDown}
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
        {...(shown && { 'aria-controls': id })}
        {...(shown && options.length > 0 && { 'aria-activedescendant': `${id}-${chosen}` })}
      />
      {shown && (
        <SearchResults
          account={account}
          id={id}
          query={query}
          sections={sections}
          findings={findings}
          chosen={chosen}
          refused={refused}
          onChoose={choose}
          onAdd={onAdd && add}
        />
      )}
    </search>
  )
}
