import type { Translate } from '../../text/text.tsx'
import { folded } from '../../ui/fold-text.ts'
import type { SettingsSection } from './sections.ts'

/** Every setting by its label, with the sentences that stand beside it: what is found by the search of the settings. */
export const settingsIndex = [
  {
    section: 'account',
    label: 'profile.own',
    hints: ['profile.fullName', 'profile.nickname', 'profile.choosePicture'],
  },
  { section: 'account', label: 'settings.address', hints: ['settings.signedInAs'] },
  { section: 'account', label: 'settings.signOut', hints: ['settings.signOutHint'] },
  { section: 'account', label: 'settings.connection', hints: ['settings.advanced'] },
  { section: 'account', label: 'settings.certificate', hints: ['settings.security'] },
  { section: 'account', label: 'signIn.advancedTitle', hints: ['settings.advancedHint', 'settings.advanced'] },
  { section: 'status', label: 'settings.awayWhenIdle', hints: ['settings.awayWhenIdleHint', 'settings.whenAway'] },
  { section: 'status', label: 'settings.awayAfter', hints: ['settings.whenAway'] },
  { section: 'notifications', label: 'settings.showNotifications', hints: ['settings.showNotificationsHint'] },
  { section: 'notifications', label: 'settings.notificationText', hints: ['settings.notificationTextHint'] },
  { section: 'notifications', label: 'settings.notificationSound', hints: ['settings.notificationSoundHint'] },
  {
    section: 'appearance',
    label: 'settings.theme',
    hints: ['settings.colours', 'settings.themeSystem', 'settings.themeLight', 'settings.themeDark'],
  },
  { section: 'appearance', label: 'settings.moreContrast', hints: ['settings.moreContrastHint', 'settings.colours'] },
  { section: 'appearance', label: 'settings.textSize', hints: ['settings.textAndDensity'] },
  {
    section: 'appearance',
    label: 'settings.density',
    hints: ['settings.densityHint', 'settings.cozy', 'settings.compact'],
  },
  { section: 'appearance', label: 'settings.keepInTray', hints: ['settings.keepInTrayHint', 'settings.window'] },
  {
    section: 'language',
    label: 'settings.languageOfProgram',
    hints: ['settings.languageHint', 'common.english', 'common.spanish'],
  },
  { section: 'privacy', label: 'settings.sendReceipts', hints: ['settings.sendReceiptsHint', 'settings.othersSee'] },
  { section: 'privacy', label: 'settings.sendMarkers', hints: ['settings.sendMarkersHint', 'settings.othersSee'] },
  { section: 'privacy', label: 'settings.sendTyping', hints: ['settings.sendTypingHint', 'settings.othersSee'] },
  { section: 'privacy', label: 'blocking.list', hints: ['blocking.block', 'blocking.unblock', 'blocking.field'] },
  { section: 'xmlConsole', label: 'settings.xmlConsole', hints: [] },
  { section: 'about', label: 'settings.version', hints: [] },
  { section: 'about', label: 'settings.runtime', hints: [] },
  { section: 'about', label: 'settings.keychain', hints: ['settings.keychainYes'] },
] as const

export interface FoundSetting {
  readonly id: string
  readonly section: SettingsSection
  /** As it stands in the section, in the language in force. */
  readonly label: string
}

/**
 * The settings that fit what was typed, in the language in force: each of its words begins a word of the setting's name,
 * of the sentences beside it or of its section. Those whose own name fits come first.
 */
export function findSettings(t: Translate, query: string): readonly FoundSetting[] {
  const words = wordsOf(query)
  if (words.length === 0) return []
  const ranked = settingsIndex.map(({ section, label, hints }) => {
    const name = wordsOf(t(label))
    const all = [...name, ...hints.flatMap(hint => wordsOf(t(hint))), ...wordsOf(t(`settings.${section}`))]
    const rank = fits(words, name) ? 2 : fits(words, all) ? 1 : 0
    return { rank, setting: { id: `${section} ${label}`, section, label: t(label) } }
  })
  return ranked
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .map(({ setting }) => setting)
}

function fits(words: readonly string[], text: readonly string[]): boolean {
  return words.every(word => text.some(each => each.startsWith(word)))
}

function wordsOf(text: string): readonly string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
}
