/** A person with a mouse, or one with the keyboard alone: what people do each day is done by both. */
import { expect, type Locator, type Page } from '@playwright/test'

export interface Hands {
  readonly name: 'mouse' | 'keyboard'
  /** Presses a button, opens a link, ticks a box. */
  press(target: Locator): Promise<void>
  /** Goes to one item of a group that has a single tab stop: a list, tabs, radios. */
  choose(group: Locator, item: Locator): Promise<void>
  /** Replaces what stands in a field. */
  type(field: Locator, text: string): Promise<void>
}

/** Milliseconds that somebody looks for a button. */
const patience = 15_000

export const mouse: Hands = {
  name: 'mouse',
  press: target => target.click({ timeout: patience }),
  choose: (_group, item) => item.click(),
  type: (field, text) => field.fill(text),
}

export const keyboard: Hands = {
  name: 'keyboard',
  async press(target) {
    await reach(target)
    const role = await target.evaluate(
      element =>
        element instanceof HTMLInputElement ? element.type : (element.getAttribute('role') ?? element.tagName),
      undefined,
      { timeout: patience },
    )
    await target.page().keyboard.press(role === 'checkbox' || role === 'radio' ? 'Space' : 'Enter')
  },
  async choose(group, item) {
    const page = item.page()
    await reach(group)
    await page.keyboard.press('Home')
    for (let step = 0; step < 60; step++) {
      if (await hasFocus(item)) {
        if ((await item.getAttribute('role')) !== 'tab') await page.keyboard.press('Enter')
        return
      }
      await page.keyboard.press(step % 2 === 0 ? 'ArrowDown' : 'ArrowRight')
      if (await hasFocus(item)) continue
    }
    throw new Error(`The arrows do not reach ${item}`)
  },
  async type(field, text) {
    await reach(field)
    await field.page().keyboard.press('ControlOrMeta+a')
    await field.page().keyboard.press('Delete')
    await field.page().keyboard.type(text)
  },
}

export const bothHands: readonly Hands[] = [mouse, keyboard]

/** Tab, or Shift+Tab to what stands before, until the focus is on the target or inside it. */
async function reach(target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  const page = target.page()
  let key: 'Tab' | 'Shift+Tab' | null = null
  for (let step = 0; step < 80; ) {
    // Found once for as many steps as it stays: by its role and name it is dear to find.
    const found = await target.elementHandle({ timeout: patience }).catch(() => null)
    if (found === null) throw new Error(`Gone while going there: ${target}`)
    for (; step < 80; step++) {
      const place = await found.evaluate(placeOf)
      if (place === 'here') return
      if (place === 'gone') break
      key ??= place === 'before' ? 'Shift+Tab' : 'Tab'
      await page.keyboard.press(key)
    }
    await found.dispose()
  }
  throw new Error(`Tab does not reach ${target}; the focus is on ${await focused(page)}`)
}

function placeOf(element: Node): 'here' | 'before' | 'behind' | 'gone' {
  const focus = document.activeElement
  if (!element.isConnected) return 'gone'
  if (element.contains(focus)) return 'here'
  const before = focus !== null && focus !== document.body && focus.compareDocumentPosition(element) & 2
  return before ? 'before' : 'behind'
}

function hasFocus(target: Locator): Promise<boolean> {
  // What is not there has no focus: without the limit it would be waited for.
  return target
    .evaluate(element => element.contains(document.activeElement), undefined, { timeout: 1000 })
    .catch(() => false)
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing')
}
