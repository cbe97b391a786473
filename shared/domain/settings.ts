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
}

export const defaultSettings: Settings = {
  language: null,
  theme: 'system',
  density: 'cozy',
  textSize: 100,
  moreContrast: false,
}
