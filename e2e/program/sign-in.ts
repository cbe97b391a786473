/** What a person does in the sign-in window. */
import { expect, type Page } from '@playwright/test'
import type { Language } from '../../shared/domain/settings.ts'
import type { RunningServer } from '../servers/running-server.ts'
import type { Hands } from './hands.ts'

export interface SignInForm {
  readonly address: string
  readonly password: string
  readonly host?: string
  readonly port?: number
  readonly encryption?: 'Required' | 'Optional' | 'Disabled'
  readonly remember?: boolean
  readonly automatically?: boolean
}

/** Fills in the sign-in window and presses "Sign in". */
export async function fillAndSignIn(page: Page, hands: Hands, form: SignInForm): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in to Centella' })).toBeVisible()
  await hands.type(page.getByRole('textbox', { name: 'XMPP address' }), form.address)
  if (form.host !== undefined || form.encryption !== undefined) await fillAdvanced(page, hands, form)
  await hands.type(page.getByLabel('Password', { exact: true }), form.password)
  if (form.remember === true) await hands.press(page.getByRole('checkbox', { name: 'Remember password' }))
  if (form.automatically === true) await hands.press(page.getByRole('checkbox', { name: 'Sign in automatically' }))
  await hands.press(page.getByRole('button', { name: 'Sign in', exact: true }))
}

async function fillAdvanced(page: Page, hands: Hands, form: SignInForm): Promise<void> {
  await hands.press(page.getByRole('button', { name: 'Advanced' }))
  const dialog = page.getByRole('dialog', { name: 'Advanced settings' })
  if (form.host !== undefined) {
    await hands.press(dialog.getByRole('checkbox', { name: 'Find the server automatically' }))
    await hands.type(dialog.getByRole('textbox', { name: 'Host' }), form.host)
    await hands.type(dialog.getByLabel('Port'), String(form.port))
  }
  if (form.encryption !== undefined) {
    await hands.choose(dialog.getByRole('tablist'), dialog.getByRole('tab', { name: 'Security' }))
    const modes = dialog.getByRole('radiogroup', { name: 'Encryption mode' })
    const mode = modes.getByRole('radio', { name: form.encryption })
    if (hands.name === 'keyboard') await chooseRadio(page, hands, form.encryption)
    else await mode.check({ force: true })
    await expect(mode).toBeChecked()
  }
  await hands.press(dialog.getByRole('button', { name: 'Save' }))
  await expect(dialog).toBeHidden()
}

/** Radios choose what the arrows move to. */
async function chooseRadio(page: Page, hands: Hands, name: string): Promise<void> {
  const modes = page.getByRole('radiogroup', { name: 'Encryption mode' })
  for (let step = 0; step < 80; step++) {
    if (await modes.evaluate(element => element.contains(document.activeElement))) break
    await page.keyboard.press('Tab')
  }
  for (let step = 0; step < 3; step++) {
    if (await modes.getByRole('radio', { name }).isChecked()) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`${hands.name}: the radio ${name} cannot be reached`)
}

/** Signs in to a test server, which no DNS knows, and waits until the window says "Online". */
export async function signIn(
  page: Page,
  hands: Hands,
  server: RunningServer,
  name: string,
  more: Partial<SignInForm> = {},
): Promise<void> {
  const account = server.accounts.find(each => each.name === name)
  if (account === undefined) throw new Error(`No account ${name}`)
  await fillAndSignIn(page, hands, {
    address: `${name}@${server.domain}`,
    password: account.password,
    host: server.host,
    port: server.port,
    ...more,
  })
  await expectOnline(page)
}

/** The window goes on in this language, as chosen in its settings. */
export async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate(`window.centella.call('settings.change', { language: '${language}' })`)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

export async function expectOnline(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await expect(
    page
      .getByRole('status')
      .filter({ hasText: /^(Online|Available)$/ })
      .first(),
  ).toBeVisible()
}

/** The error of the sign-in window, by its code. */
export async function expectFailure(page: Page, code: string): Promise<void> {
  await expect(page.locator(`[role=alert][data-code="${code}"]`)).toBeVisible()
}
