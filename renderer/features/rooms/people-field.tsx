import { Server, TriangleAlert, X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { usePicture } from '../../state/profiles.ts'
import { availabilityOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { isSeveral, type Token, tokensOf } from './people-tokens.ts'
import { type Suggestion, suggestionsFor } from './suggestions.ts'
import { useDirectory } from './use-directory.ts'
import { useKnownPeople } from './use-known-people.ts'
import './people-field.css'

export interface PeopleFieldProps {
  readonly account: AccountId
  /** Who cannot be chosen: they are in the room. */
  readonly there: ReadonlySet<string>
  readonly tokens: readonly Token[]
  readonly typed: string
  readonly error: string | null
  readonly onChange: (tokens: readonly Token[], typed: string) => void
  /** Enter with nothing typed: the choice is made. */
  readonly onDone: () => void
}

/** Several people: contacts by name, others by address. Enter or a comma takes what is typed, Backspace the last one away. */
export function PeopleField({ account, there, tokens, typed, error, onChange, onDone }: PeopleFieldProps) {
  const { t } = useText()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  /** Null: nobody has walked through the suggestions. */
  const [walked, setWalked] = useState<number | null>(null)
  const [closed, setClosed] = useState(false)
  const people = useKnownPeople(account)
  const directory = useDirectory(account, typed)
  const suggestions = useMemo(
    () => suggestionsFor(typed, people, directory, new Set([account, ...there, ...tokens.map(each => each.address)])),
    [typed, people, directory, account, there, tokens],
  )
  const open = suggestions.length > 0 && !closed
  // Whoever types a whole address means that one.
  const first = typed.includes('@') ? -1 : 0
  const chosen = open ? Math.min(walked ?? first, suggestions.length - 1) : -1

  const type = (next: string) => {
    setWalked(null)
    setClosed(false)
    onChange(tokens, next)
  }
  const take = (suggestion: Suggestion) => {
    setWalked(null)
    onChange([...tokens, { address: suggestion.address, name: suggestion.name }], '')
    field.current?.focus()
  }
  const takeTyped = () => {
    setWalked(null)
    onChange([...tokens, ...tokensOf(typed, account, tokens, people)], '')
  }
  const remove = (token: Token) => {
    onChange(
      tokens.filter(each => each !== token),
      typed,
    )
    field.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const suggestion = suggestions[chosen]
    if (event.key === 'Enter' || event.key === ',' || event.key === ';') {
      event.preventDefault()
      if (typed.trim() === '') {
        if (event.key === 'Enter') onDone()
      } else if (suggestion !== undefined) take(suggestion)
      else takeTyped()
    } else if (event.key === 'Backspace' && typed === '' && tokens.length > 0) {
      event.preventDefault()
      onChange(tokens.slice(0, -1), '')
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && suggestions.length > 0) {
      event.preventDefault()
      setClosed(false)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setWalked((chosen + step + suggestions.length) % suggestions.length)
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      event.stopPropagation()
      setClosed(true)
    }
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = `${typed}${event.clipboardData.getData('text')}`
    if (!isSeveral(pasted)) return
    event.preventDefault()
    onChange([...tokens, ...tokensOf(pasted, account, tokens, people)], '')
  }

  return (
    <div className="people-field">
      <label className="text-field-label" htmlFor={`${id}-field`}>
        {t('room.inviteField')}
      </label>
      <div
        className="people-field-box"
        data-invalid={error !== null}
        onPointerDown={event => {
          if (event.target !== event.currentTarget) return
          event.preventDefault()
          field.current?.focus()
        }}
      >
        {tokens.length > 0 && (
          <ul className="people-field-tokens" aria-label={t('room.chosen')}>
            {tokens.map(token => (
              <PersonToken key={token.address} account={account} token={token} onRemove={() => remove(token)} />
            ))}
          </ul>
        )}
        <input
          ref={field}
          id={`${id}-field`}
          className="people-field-input"
          type="text"
          // biome-ignore lint/a11y/noAutofocus: the first field of the dialog
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck="false"
          aria-autocomplete="list"
          aria-invalid={error !== null}
          aria-describedby={`${id}-hint`}
          {...(open && { 'aria-controls': `${id}-list` })}
          {...(chosen >= 0 && { 'aria-activedescendant': `${id}-${chosen}` })}
          value={typed}
          onChange={event => type(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
      </div>
      {open && (
        <div id={`${id}-list`} className="people-field-list" role="listbox" aria-label={t('room.suggestions')}>
          {suggestions.map((suggestion, index) => (
            <SuggestionRow
              key={suggestion.address}
              id={`${id}-${index}`}
              account={account}
              suggestion={suggestion}
              begins={suggestion.from === 'directory' && suggestions[index - 1]?.from !== 'directory'}
              chosen={index === chosen}
              onTake={() => take(suggestion)}
            />
          ))}
        </div>
      )}
      {error === null ? (
        <span id={`${id}-hint`} className="text-field-hint">
          {t('room.inviteHint')}
        </span>
      ) : (
        <span id={`${id}-hint`} className="text-field-error" role="alert">
          <Icon of={TriangleAlert} />
          {error}
        </span>
      )}
    </div>
  )
}

interface PersonTokenProps {
  readonly account: AccountId
  readonly token: Token
  readonly onRemove: () => void
}

function PersonToken({ account, token, onRemove }: PersonTokenProps) {
  const { t } = useText()
  const name = token.name ?? token.address
  const picture = usePicture(account, token.address as BareJid)
  return (
    <li className="person-token" title={token.address}>
      <Avatar address={token.address} name={name} size="person" picture={picture} />
      <bdi className="cut">{name}</bdi>
      {/* By keys, Backspace takes the last one away. */}
      <button
        type="button"
        className="person-token-remove"
        tabIndex={-1}
        aria-label={t('room.removePerson', { name })}
        onClick={onRemove}
      >
        <Icon of={X} size={14} />
      </button>
    </li>
  )
}

interface SuggestionRowProps {
  readonly id: string
  readonly account: AccountId
  readonly suggestion: Suggestion
  /** The first one of the directory: it says so. */
  readonly begins: boolean
  readonly chosen: boolean
  readonly onTake: () => void
}

function SuggestionRow({ id, account, suggestion, begins, chosen, onTake }: SuggestionRowProps) {
  const { t } = useText()
  const { address, name, from } = suggestion
  const availability = useStore(state => availabilityOf(state, account, address))
  const picture = usePicture(account, address)
  const domain = account.slice(account.indexOf('@') + 1)
  return (
    <>
      {begins && (
        <div className="people-field-section" role="presentation">
          <Icon of={Server} size={14} />
          {t('search.directory', { domain })}
        </div>
      )}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys */}
      <div
        id={id}
        role="option"
        aria-selected={chosen}
        className="person-option"
        onPointerDown={event => event.preventDefault()}
        onClick={onTake}
      >
        <Avatar
          address={address}
          name={name}
          size="small"
          picture={picture}
          {...(from === 'contacts' && { availability })}
        />
        <span className="person-option-words">
          <bdi className="person-option-name cut">{name}</bdi>
          <bdi className="person-option-address cut">{address}</bdi>
        </span>
        <span className="person-option-address">{from === 'contacts' && t(`presence.${availability}`)}</span>
      </div>
    </>
  )
}
