import { Bell, Clock, Globe, Info, type LucideIcon, Palette, Shield, User, Wrench } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { useText } from '../../text/text.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { type FoundSetting, findSettings } from './find-settings.ts'
import { type SettingsSection, settingsSections } from './sections.ts'
import './settings-list.css'

const icons: Readonly<Record<SettingsSection, LucideIcon>> = {
  account: User,
  status: Clock,
  notifications: Bell,
  appearance: Palette,
  language: Globe,
  privacy: Shield,
  xmlConsole: Wrench,
  about: Info,
}

export interface SettingsListProps {
  /** Null where the list stands alone, in a narrow window. */
  readonly section: SettingsSection | null
  /** @param setting the label of one of its settings, where that was looked for */
  readonly onChoose: (section: SettingsSection, setting?: string) => void
}

/** What there is to set, for the list pane: the sections, or the settings that fit what was typed. */
export function SettingsList({ section, onChoose }: SettingsListProps) {
  const { t } = useText()
  const [query, setQuery] = useState('')
  const rows = useRef<HTMLDivElement>(null)
  const found = query.trim() === '' ? null : findSettings(t, query)
  const onKey = (event: KeyboardEvent) => {
    const [first] = found ?? []
    if (event.key === 'Enter' && first !== undefined) onChoose(first.section, first.label)
    else if (event.key === 'ArrowDown') rows.current?.querySelector<HTMLElement>('[role="option"]')?.focus()
    else if (event.key === 'Escape' && query !== '') setQuery('')
    else return
    event.preventDefault()
  }
  return (
    <section className="settings-list" aria-label={t('settings.title')}>
      <h2 className="settings-list-title">{t('settings.title')}</h2>
      <div className="settings-list-find">
        <FindField
          label={t('settings.search')}
          clear={t('search.clear')}
          value={query}
          onChange={setQuery}
          onKeyDown={onKey}
        />
      </div>
      <div ref={rows} className="settings-list-rows">
        {found === null ? (
          <Sections section={section} onChoose={onChoose} />
        ) : (
          <FoundSettings found={found} onChoose={onChoose} />
        )}
      </div>
    </section>
  )
}

function Sections({ section, onChoose }: SettingsListProps) {
  const { t } = useText()
  return (
    <ListBox
      className="settings-list-box"
      aria-label={t('settings.title')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={section === null ? [] : [section]}
      onSelectionChange={keys => {
        if (keys !== 'all') for (const key of keys) choose(key, onChoose)
      }}
    >
      {settingsSections.map(each => (
        <ListBoxItem key={each} id={each} className="settings-list-row" textValue={t(`settings.${each}`)}>
          <Icon of={icons[each]} />
          <span className="cut">{t(`settings.${each}`)}</span>
        </ListBoxItem>
      ))}
    </ListBox>
  )
}

interface FoundProps extends Pick<SettingsListProps, 'onChoose'> {
  readonly found: readonly FoundSetting[]
}

function FoundSettings({ found, onChoose }: FoundProps) {
  const { t } = useText()
  return (
    <>
      {/* Nothing else says that there are fewer now. */}
      <p className="settings-list-none" role="status">
        {found.length === 0 && (
          <>
            <span className="settings-list-none-title">{t('settings.nothing')}</span>
            {t('settings.nothingHint')}
          </>
        )}
      </p>
      {found.length > 0 && (
        <ListBox
          className="settings-list-box"
          aria-label={t('settings.found')}
          items={found}
          onAction={key => {
            const setting = found.find(each => each.id === key)
            if (setting !== undefined) onChoose(setting.section, setting.label)
          }}
        >
          {each => (
            <ListBoxItem
              id={each.id}
              className="settings-list-row"
              textValue={t('settings.inSection', { setting: each.label, section: t(`settings.${each.section}`) })}
            >
              <Icon of={icons[each.section]} />
              <span className="settings-list-found">
                <span className="cut">{each.label}</span>
                <span className="settings-list-where cut">{t(`settings.${each.section}`)}</span>
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      )}
    </>
  )
}

function choose(key: string | number, onChoose: (section: SettingsSection) => void): void {
  const section = settingsSections.find(each => each === key)
  if (section !== undefined) onChoose(section)
}
