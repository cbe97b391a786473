import { expect, test } from 'vitest'
import { type Screen, screens } from './screens.ts'

// What stands for itself in the window: the first component of each feature, dialogs, pages, panels, bars and menus.
const windows =
  /^\.\.\/features\/(?:(?<feature>[^/]+)\/(?:\k<feature>|[^/]+-(?:dialog|page|panel|bar|list|status)|welcome))\.tsx$/

const files = Object.keys(import.meta.glob('../features/**/*.tsx')).filter(file => windows.test(file))
const there = files.map(file => file.replace('../features/', '').replace('.tsx', '')).sort()
const shown = Object.values<Screen>(screens).flatMap(screen => screen.shows)

test('every window of the program has a screen, and no screen shows one that is not there', () => {
  expect([...new Set(shown)].sort()).toEqual(there)
  expect(there.length).toBeGreaterThan(10)
})
