import type { i18n } from 'i18next'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { I18nProvider } from 'react-aria-components'
import { I18nextProvider, useTranslation } from 'react-i18next'
import type { Language } from '../../shared/domain/settings.ts'
import type { TextKey, ValuesOf } from '../../shared/lang/catalogue.ts'
import { createFormats, type Formats } from './formats.ts'
import { createI18n } from './i18n.ts'

/** A text of the catalogue, with its placeholders filled in. */
export type Translate = <Key extends TextKey>(key: Key, ...values: ValuesOf<Key>) => string

export interface Text extends Formats {
  readonly t: Translate
  readonly language: Language
  /** The region for dates and numbers. */
  readonly locale: string
}

const FormatsContext = createContext<{ readonly formats: Formats; readonly locale: string } | null>(null)

export interface TextProviderProps {
  readonly language: Language
  /** The system's locale; used where it is of the chosen language. */
  readonly systemLocale: string
  readonly children: ReactNode
}

export function TextProvider({ language, systemLocale, children }: TextProviderProps) {
  const texts = useMemo(() => createI18n(language), [language])
  const locale = localeFor(language, systemLocale)
  const formats = useMemo(() => ({ formats: createFormats(locale), locale }), [locale])
  return (
    <I18nProvider locale={locale}>
      <I18nextProvider i18n={texts}>
        <FormatsContext value={formats}>{children}</FormatsContext>
      </I18nextProvider>
    </I18nProvider>
  )
}

/** Texts and formats of the language in force. */
export function useText(): Text {
  const { i18n } = useTranslation()
  const context = useContext(FormatsContext)
  if (context === null) throw new Error('There is no TextProvider above this component')
  return useMemo(
    () => ({
      ...context.formats,
      t: translateWith(i18n),
      language: i18n.language === 'es' ? 'es' : 'en',
      locale: context.locale,
    }),
    [i18n, context],
  )
}

/** The same outside of React, for tests. */
export function translateWith(texts: i18n): Translate {
  // i18next's own types know nothing of our catalogue; `TextKey` and `ValuesOf` have checked the arguments.
  const translate = texts.t as unknown as (key: string, values: Readonly<Record<string, string | number>>) => string
  return (key, ...values) => translate(key, { ...values[0] })
}

/** The system's region where it speaks the chosen language, else the language alone. */
export function localeFor(language: Language, systemLocale: string): string {
  return systemLocale === language || systemLocale.startsWith(`${language}-`) ? systemLocale : language
}
