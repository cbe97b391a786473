import { Globe, Info, type LucideIcon, Palette, Shield, User, Wrench } from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import './settings-list.css'

export const settingsSections = ['account', 'appearance', 'language', 'privacy', 'xmlConsole', 'about'] as const
export type SettingsSection = (typeof settingsSections)[number]

const icons: Readonly<Record<SettingsSection, LucideIcon>> = {
  account: User,
  appearance: Palette,
  language: Globe,
  privacy: Shield,
  xmlConsole: Wrench,
  about: Info,
}

export interface SettingsListProps {
  /** Null where the list stands alone, in a narrow window. */
  readonly section: SettingsSection | null
  readonly onChoose: (section: SettingsSection) => void
}

/** What there is to set, for the list pane. */
export function SettingsList({ section, onChoose }: SettingsListProps) {
  const { t } = useText()
  return (
    <section className="settings-list" aria-label={t('settings.title')}>
      <h2 className="settings-list-title">{t('settings.title')}</h2>
      <ListBox
        className="settings-list-rows"
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
    </section>
  )
}

function choose(key: string | number, onChoose: (section: SettingsSection) => void): void {
  const section = settingsSections.find(each => each === key)
  if (section !== undefined) onChoose(section)
}
