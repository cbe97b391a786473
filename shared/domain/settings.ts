export type Theme = 'system' | 'light' | 'dark'
export type Density = 'cozy' | 'compact'
export const languages = ['en', 'es'] as const
export type Language = (typeof languages)[number]

/** Choices of the program, the same for every account. */
export interface Settings {
  /** Null follows the system. */
  readonly language: Language | null
  readonly theme: Theme
  readonly density: Density
  /** Percent, 87.5 to 200. */
  readonly textSize: number
  readonly moreContrast: boolean
  /** Away by itself while nobody touches the computer. */
  readonly awayWhenIdle: boolean
  /** Minutes without a touch after which that is so, 1 to 240. */
  readonly awayAfter: number
  readonly notifications: boolean
  /** Whether a notification shows what was written. */
  readonly notificationText: boolean
  readonly notificationSound: boolean
  /** The program goes on in the tray when its window is closed. */
  readonly keepInTray: boolean
  /** The person has been told that it does. */
  readonly toldOfTray: boolean
  /** Whether we say that a message has arrived (XEP-0184). */
  readonly sendReceipts: boolean
  /** Whether we say that a message was seen (XEP-0333). */
  readonly sendMarkers: boolean
  /** Whether we say that something is being written (XEP-0085). */
  readonly sendTyping: boolean
}

export const defaultSettings: Settings = {
  language: null,
  theme: 'system',
  density: 'cozy',
  textSize: 100,
  moreContrast: false,
  awayWhenIdle: true,
  awayAfter: 10,
  notifications: true,
  notificationText: true,
  notificationSound: true,
  keepInTray: true,
  toldOfTray: false,
  sendReceipts: true,
  sendMarkers: true,
  sendTyping: true,
}
