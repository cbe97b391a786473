import { AtSign, MessageCircle, Users } from 'lucide-react'
import { Fragment, useEffect, useRef } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { availabilityOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { type Candidate, type Found, hitIn } from './match.ts'

export type Option =
  | { readonly kind: 'person'; readonly section: 'people' | 'chats'; readonly person: Candidate }
  /** As it was typed: the main process prepares it. */
  | { readonly kind: 'address'; readonly section: 'addresses'; readonly address: string }

/** What can be chosen, in the order in which it stands. */
export function optionsOf(found: Found, address: string | null): readonly Option[] {
  return [
    ...found.contacts.map((person): Option => ({ kind: 'person', section: 'people', person })),
    ...found.chats.map((person): Option => ({ kind: 'person', section: 'chats', person })),
    ...(address === null ? [] : [{ kind: 'address', section: 'addresses', address } as const]),
  ]
}

export interface SearchResultsProps {
  readonly account: AccountId
  readonly id: string
  readonly query: string
  readonly options: readonly Option[]
  readonly chosen: number
  /** The typed address is none. */
  readonly refused: boolean
  readonly onChoose: (option: Option) => void
}

const sectionIcons = { people: Users, chats: MessageCircle, addresses: AtSign } as const

export function SearchResults({ account, id, query, options, chosen, refused, onChoose }: SearchResultsProps) {
  const { t } = useText()
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen one comes into sight when it changes
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div className="search-results menu">
      {/* Always there, so that a screen reader finds the list that the field names. */}
      <div ref={list} id={id} role="listbox" aria-label={t('search.results')} className="search-list">
        {options.map((option, index) => (
          <Fragment key={option.kind === 'person' ? option.person.address : 'typed'}>
            {option.section !== options[index - 1]?.section && (
              <div className="search-section" role="presentation">
                <Icon of={sectionIcons[option.section]} size={14} />
                {t(`search.${option.section}`)}
              </div>
            )}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys */}
            <div
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              className="search-option"
              onPointerDown={event => event.preventDefault()}
              onClick={() => onChoose(option)}
            >
              {option.kind === 'person' ? (
                <Person account={account} person={option.person} query={query} />
              ) : (
                <>
                  <Avatar address={option.address} name={option.address} size="small" />
                  <span className="search-words cut">{t('search.writeTo', { address: option.address })}</span>
                </>
              )}
            </div>
          </Fragment>
        ))}
      </div>
      {options.length === 0 && (
        <div className="search-nothing" aria-live="polite">
          <p className="search-nothing-title">{t('search.nothing', { query: query.trim() })}</p>
          <p>{t('search.nothingHint')}</p>
        </div>
      )}
      {refused && (
        <p className="search-refused" role="alert" data-code="invalid-address">
          {t('failure.invalid-address-title')}
        </p>
      )}
    </div>
  )
}

interface PersonProps {
  readonly account: AccountId
  readonly person: Candidate
  readonly query: string
}

function Person({ account, person, query }: PersonProps) {
  const { t } = useText()
  const availability = useStore(state => availabilityOf(state, account, person.address))
  return (
    <>
      <Avatar address={person.address} name={person.name} size="small" availability={availability} />
      <span className="search-words">
        <span className="search-name cut">
          <Hit text={person.name} query={query} />
        </span>
        <span className="hidden">, </span>
        <span className="search-address cut">
          <Hit text={person.address} query={query} />
        </span>
        <span className="hidden">, </span>
      </span>
      <span className="search-presence">{t(`presence.${availability}`)}</span>
    </>
  )
}

function Hit({ text, query }: { readonly text: string; readonly query: string }) {
  const hit = hitIn(text, query)
  if (hit === null) return text
  const [start, end] = hit
  return (
    <>
      {text.slice(0, start)}
      <span className="search-hit">{text.slice(start, end)}</span>
      {text.slice(end)}
    </>
  )
}
