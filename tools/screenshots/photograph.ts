import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright'
import type { Screen, Step } from '../../renderer/screens/screens.ts'
import { now } from '../../renderer/screens/talks.ts'
import { assertNever } from '../../shared/assert-never.ts'
import { mediaScheme } from '../../shared/domain/profile.ts'
import type { Language } from '../../shared/domain/settings.ts'
import { catalogues, type TextKey } from '../../shared/lang/catalogue.ts'
import { faceOf } from './face.ts'

/** How long a step may take, in milliseconds: everything is there at once. */
const patience = 20_000

/** One picture: a screen in one size, theme and language. */
export interface Look {
  readonly name: string
  readonly screen: Screen
  readonly size: readonly [width: number, height: number]
  readonly theme: 'light' | 'dark'
  readonly language: Language
}

/**
 * Opens the screen, does its steps, writes `<name>.png` into the folder.
 * @returns What is wrong with it: findings of axe that are serious or critical, faults of the page, text that is cut.
 */
export async function photograph(
  browser: Browser,
  url: string,
  look: Look,
  folder: string,
): Promise<readonly string[]> {
  const [width, height] = look.size
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(patience)
    const faults: string[] = []
    page.on('pageerror', error => faults.push(`fault: ${error.message}`))
    page.on('console', message => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`)
    })
    // What the main process serves, it serves in the program alone.
    await page.route(`${mediaScheme}://**`, route => {
      const hash = new URL(route.request().url()).pathname.slice(1)
      return route.fulfill({ contentType: 'image/png', body: faceOf(hash) })
    })
    await page.clock.setFixedTime(now)
    await page.goto(`${url}?${queryOf(look)}`)
    await page.locator('.frame, .sign-in').first().waitFor()
    for (const step of look.screen.steps) await take(page, step, look.language)
    await page.evaluate(() => document.fonts.ready)
    await settled(page)
    await page.screenshot({ path: join(folder, `${look.name}.png`) })
    // What axe looks at is the same in both languages.
    const found = look.language === 'en' ? await findings(page) : []
    return [...faults, ...found, ...(await cutTexts(page))]
  } catch (error) {
    return [`failed: ${error instanceof Error ? error.message : String(error)}`]
  } finally {
    await context.close()
  }
}

function queryOf({ screen, theme, language }: Look): URLSearchParams {
  const { world, density = 'cozy', contrast = 'no', textSize = 100 } = screen
  return new URLSearchParams({ world, lang: language, theme, density, contrast, text: String(textSize) })
}

async function take(page: Page, step: Step, language: Language): Promise<void> {
  if ('press' in step) await page.keyboard.press(step.press)
  else if ('type' in step) await page.keyboard.insertText(step.type)
  else if ('click' in step)
    await page
      .getByRole(step.click[0], { name: nameOf(step.click[1], language) })
      .first()
      .click()
  else if ('open' in step)
    await page
      .getByRole('option', { name: new RegExp(step.open) })
      .first()
      .click()
  else if ('drag' in step) {
    const dataTransfer = await page.evaluateHandle(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File(['x'], 'a.pdf'))
      return transfer
    })
    await page.locator(step.drag).dispatchEvent('dragenter', { dataTransfer })
  } else if ('see' in step) await page.locator(step.see).first().waitFor()
  else if ('hover' in step) await page.getByText(step.hover).first().hover()
  else assertNever(step)
  // What has come under the pointer shows no tooltip.
  if (!('hover' in step)) await page.mouse.move(0, 0)
  await settled(page)
}

/** The text of the catalogue; where something is filled in, what stands before it. */
function nameOf(key: TextKey, language: Language): string | RegExp {
  const [noun, name] = key.split('.') as [keyof (typeof catalogues)['en'], never]
  const text: string = catalogues[language][noun][name]
  const [start = '', ...rest] = text.split('{{')
  return rest.length === 0 ? text : new RegExp(`^${start}`)
}

/** Two frames in which nothing is drawn anew but what was begun. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>(done =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
      ),
  )
}

async function findings(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `axe ${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
}

/** Text that leaves its box, and boxes that leave the window, where nothing scrolls and no ellipsis says so. */
async function cutTexts(page: Page): Promise<readonly string[]> {
  const cut = await page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const box = element.getBoundingClientRect()
      const style = getComputedStyle(element)
      if (box.width <= 1 || style.visibility === 'hidden' || element.closest('.hidden, svg, .avatar') !== null) continue
      // Inside of what ends in an ellipsis.
      if (element.parentElement?.closest('.cut') != null) continue
      const what = `${element.className || element.tagName} "${element.textContent.trim().slice(0, 40)}"`
      const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY)
      if (
        style.display !== 'inline' &&
        style.overflowX === 'visible' &&
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 0 &&
        element.children.length === 0
      )
        found.push(`too wide: ${what}`)
      if (!scrolls && box.right > innerWidth + 1) found.push(`outside: ${what}`)
    }
    return [...new Set(found)].slice(0, 5)
  })
  return cut
}
