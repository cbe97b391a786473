/** The parts of the settings, in the order of the list. */
export const settingsSections = [
  'account',
  'status',
  'notifications',
  'appearance',
  'language',
  'privacy',
  'xmlConsole',
  'about',
] as const
export type SettingsSection = (typeof settingsSections)[number]
