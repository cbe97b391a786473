import { createInstance, type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../shared/domain/settings.ts'
import { catalogues } from '../../shared/lang/catalogue.ts'

/**
 * The texts of one language, ready at once: the catalogues are part of the program. React escapes what is shown, so
 * i18next does not; values are never searched for placeholders or keys again (they may come from the network).
 */
export function createI18n(language: Language): i18n {
  const instance = createInstance({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: catalogues.en }, es: { translation: catalogues.es } },
    initAsync: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
    react: { useSuspense: false },
  })
  instance.use(initReactI18next)
  void instance.init()
  return instance
}
