import type { Page } from 'playwright'

/** The name of what has the focus; of what has none, its tag. */
export function focusedIn(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName)
}

/** Resolves when the page has been drawn: what one frame changes, the next lays out. */
export function threeFrames(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>(done =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
      ),
  )
}
