import type { Language, Settings } from '../../shared/domain/settings.ts'
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts'
import { type WorldId, worldIds, worldOf } from './worlds.ts'

// The page of `npm run screenshots`: the program's own, on a main process that only knows a world.
// ?world=usual&lang=en&theme=dark&density=compact&contrast=more

declare global {
  interface Window {
    /** For tests of the page in a browser. */
    fakeBridge: FakeBridge
  }
}

const query = new URLSearchParams(location.search)
const world: WorldId = worldIds.find(each => each === query.get('world')) ?? 'usual'
const language: Language = query.get('lang') === 'es' ? 'es' : 'en'
const settings: Partial<Settings> = {
  theme: query.get('theme') === 'dark' ? 'dark' : 'light',
  density: query.get('density') === 'compact' ? 'compact' : 'cozy',
  moreContrast: query.get('contrast') === 'more',
  textSize: Number(query.get('text') ?? 100),
}
window.fakeBridge = createFakeBridge(worldOf(world, language, settings))
Object.defineProperty(window, 'centella', { value: window.fakeBridge })
await import('../main.tsx')
