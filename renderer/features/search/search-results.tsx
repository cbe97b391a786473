import { AtSign, DoorOpen, Hash, MessageCircle, MessagesSquare, Server, Users } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'
import { keyOf, type Option, type Section, type SectionId } from './options.ts'
import { MessageRow, PersonRow, PublicRoomRow, RoomRow, StrangerRow } from './result-rows.tsx'
import { SearchNotes } from './search-notes.tsx'
import type { Findings } from './use-findings.ts'

export interface SearchResultsProps {
  readonly account: AccountId
  readonly id: string
  readonly query: string
  readonly sections: readonly Section[]
  readonly findings: Findings
  /** Place of the chosen option among all. */
  readonly chosen: number
  /** The typed address is none. */
  readonly refused: boolean
  readonly onChoose: (option: Option) => void
  readonly onAdd: ((option: Option) => void) | undefined
}

const sectionIcons = {
  people: Users,
  rooms: Hash,
  chats: MessageCircle,
  addresses: AtSign,
  messages: MessagesSquare,
  directory: Server,
  publicRooms: DoorOpen,
} as const

export function SearchResults(props: SearchResultsProps) {
  const { account, id, query, sections, findings, chosen, refused, onChoose, onAdd } = props
  const { t } = useText()
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen one comes into sight when it changes
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const domain = account.slice(account.indexOf('@') + 1)
  const nameOf = (section: SectionId) =>
    section === 'directory' ? t('search.directory', { domain }) : t(`search.${section}`)
  const asking = findings.directory === null
  const places = new Map(sections.flatMap(section => section.options).map((option, index) => [option, index]))
  return (
    <div className="search-results menu">
      {/* Always there, so that a screen reader finds the list that the field names. */}
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={t('search.results')}
        className="search-list"
        // Where there are more than fit it is scrolled: that, too, goes by keys.
        {...(places.size > 0 && { tabIndex: 0, 'aria-activedescendant': `${id}-${chosen}` })}
      >
        {sections.map(section => (
          // biome-ignore lint/a11y/useSemanticElements: groups of options, which no element is made for outside of select
          <div key={section.id} role="group" aria-label={nameOf(section.id)}>
            <Heading section={section.id} name={nameOf(section.id)} />
            {section.options.map(option => {
              const index = places.get(option) ?? 0
              return (
                // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
                <div
                  key={keyOf(option)}
                  id={`${id}-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  className="search-option"
                  onPointerDown={event => event.preventDefault()}
                  onClick={() => onChoose(option)}
                >
                  <Row account={account} option={option} query={query} onAdd={onAdd} />
                </div>
              )
            })}
          </div>
        ))}
      </div>
      {asking && <Heading section="directory" name={nameOf('directory')} busy />}
      <SearchNotes query={query} nothing={sections.length === 0} findings={findings} />
      {refused && (
        <p className="search-refused" role="alert" data-code="invalid-address">
          {t('failure.invalid-address-title')}
        </p>
      )}
      {sections.length > 0 && (
        <p className="search-keys" aria-hidden="true">
          <span>
            <kbd>↵</kbd> {t('search.opens')}
          </span>
          {onAdd !== undefined && (
            <span>
              <kbd>⇧ ↵</kbd> {t('search.adds')}
            </span>
          )}
        </p>
      )}
    </div>
  )
}

interface HeadingProps {
  readonly section: SectionId
  readonly name: string
  readonly busy?: boolean
}

/** Where what stands below came from. The group says the same to a screen reader. */
function Heading({ section, name, busy = false }: HeadingProps) {
  return (
    <div className="search-section" role="presentation">
      <Icon of={sectionIcons[section]} size={14} />
      <span aria-hidden="true">{name}</span>
      {busy && <Spinner size="small" />}
    </div>
  )
}

interface RowProps {
  readonly account: AccountId
  readonly option: Option
  readonly query: string
  readonly onAdd: ((option: Option) => void) | undefined
}

function Row({ account, option, query, onAdd }: RowProps) {
  const { t } = useText()
  switch (option.kind) {
    case 'person':
      return option.section === 'rooms' ? (
        <RoomRow account={account} person={option.person} query={query} />
      ) : (
        <PersonRow account={account} person={option.person} query={query} />
      )
    case 'stranger':
      return <StrangerRow person={option.person} query={query} onAdd={onAdd && (() => onAdd(option))} />
    case 'room':
      return <PublicRoomRow room={option.room} query={query} />
    case 'message':
      return <MessageRow account={account} message={option.message} query={query} />
    case 'more':
      return <span className="search-more">{t('search.moreMessages', { count: option.count })}</span>
    case 'address':
      return (
        <>
          <Avatar address={option.address} name={option.address} size="small" />
          <span className="search-words cut">{t('search.writeTo', { address: option.address })}</span>
        </>
      )
    default:
      return assertNever(option)
  }
}
