import { ArrowLeft } from 'lucide-react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import { useText } from '../../text/text.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { AboutSection } from './about-section.tsx'
import { AccountSection, type AdvancedSlot } from './account-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { LanguageSection } from './language-section.tsx'
import { NotificationsSection } from './notifications-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import type { SettingsSection } from './sections.ts'
import { StatusSection } from './status-section.tsx'
import { type SettingWish, useSettingWish } from './use-setting-wish.ts'
import { XmlConsole } from './xml-console/xml-console.tsx'
import './settings-page.css'

export interface SettingsPageProps {
  readonly section: SettingsSection
  readonly account: AccountId
  /** The setting that was looked for, by its label: it takes the focus. A new value at each wish. */
  readonly wish: SettingWish | null
  /** The dialog of `features/sign-in`: features do not know each other. */
  readonly advanced: AdvancedSlot
  /** Back to the list, in a narrow window. */
  readonly onBack?: () => void
}

/** One section of the settings, for the page pane. Every choice takes effect at once. */
export function SettingsPage({ section, account, wish, advanced, onBack }: SettingsPageProps) {
  const { t } = useText()
  const page = useSettingWish(wish)
  return (
    <section ref={page} className="settings" aria-label={t(`settings.${section}`)}>
      <header className="settings-head">
        {onBack !== undefined && <IconButton icon={ArrowLeft} name={t('common.back')} onPress={onBack} />}
        <h2 className="settings-title">{t(`settings.${section}`)}</h2>
      </header>
      {section === 'xmlConsole' ? (
        // It has a list that scrolls by itself.
        <XmlConsole key={account} account={account} />
      ) : (
        <div className="settings-groups">{contentOf(section, account, advanced)}</div>
      )}
    </section>
  )
}

function contentOf(section: Exclude<SettingsSection, 'xmlConsole'>, account: AccountId, advanced: AdvancedSlot) {
  switch (section) {
    case 'account':
      return <AccountSection account={account} advanced={advanced} />
    case 'status':
      return <StatusSection />
    case 'notifications':
      return <NotificationsSection />
    case 'appearance':
      return <AppearanceSection />
    case 'language':
      return <LanguageSection />
    case 'privacy':
      return <PrivacySection account={account} />
    case 'about':
      return <AboutSection />
    default:
      return assertNever(section)
  }
}
