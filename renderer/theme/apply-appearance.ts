import type { Language, Settings } from '../../shared/domain/settings.ts'

/**
 * Makes a document look as the settings say: theme, contrast, density and text size on the root element. Takes effect
 * at once; call it again whenever the settings change. Without a chosen theme or contrast the page follows the system.
 * @param language The language of the texts, for the voice of a screen reader and for hyphenation.
 */
export function applyAppearance(
  document: Document,
  settings: Pick<Settings, 'theme' | 'density' | 'textSize' | 'moreContrast'>,
  language: Language,
): void {
  const root = document.documentElement
  root.lang = language
  setOrRemove(root, 'theme', settings.theme === 'system' ? null : settings.theme)
  setOrRemove(root, 'density', settings.density === 'cozy' ? null : settings.density)
  const wantsContrast = settings.moreContrast || document.defaultView?.matchMedia('(prefers-contrast: more)').matches
  setOrRemove(root, 'contrast', wantsContrast ? 'more' : null)
  root.style.fontSize = `${settings.textSize}%`
  keepOutStyleElement(document)
}

function setOrRemove(root: HTMLElement, name: string, value: string | null): void {
  if (value === null) delete root.dataset[name]
  else root.dataset[name] = value
}

/**
 * react-aria puts a style element of one rule into the page unless one with this id is there. The content policy
 * refuses style elements and would log an error; the rule stands in base.css.
 */
function keepOutStyleElement(document: Document): void {
  const id = 'react-aria-pressable-style'
  if (document.getElementById(id) !== null) return
  const stand = document.createElement('meta')
  stand.id = id
  document.head.append(stand)
}
