// The page that stands in the window when the real one does not live: a few words and a link to try once more. Nothing
// of the program runs in it that could be the reason.

import { defaultSettings, type Theme } from '../shared/domain/settings.ts'
import { catalogues } from '../shared/lang/catalogue.ts'
import { applyAppearance } from './theme/apply-appearance.ts'
import './theme/theme.css'
import './theme/measures-window.css'
import './app/root.css'
import './ui/empty-pane/empty-pane.css'
import './ui/button/button.css'

const query = new URLSearchParams(location.search)
const language = query.get('language') === 'es' ? 'es' : 'en'
const theme: Theme = (['light', 'dark'] as const).find(each => each === query.get('theme')) ?? 'system'
const { frame } = catalogues[language]

applyAppearance(document, { ...defaultSettings, theme }, language)
const words = { title: frame.stopped, hint: frame.stoppedHint, again: frame.loadAgain }
for (const [id, text] of Object.entries(words)) {
  const place = document.getElementById(id)
  if (place !== null) place.textContent = text
}
document.getElementById('again')?.focus()
