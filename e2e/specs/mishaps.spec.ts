/** Signing in where one thing after the other is wrong, and what remains of a person afterwards. */
import { expect, type Page, test } from '@playwright/test'
import { openContact } from '../program/conversation.ts'
import { mouse } from '../program/hands.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { expectFailure, expectOnline, fillAndSignIn, signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

const field = (page: Page, name: string) => page.getByRole('textbox', { name })
const password = (page: Page) => page.getByLabel('Password', { exact: true })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const advanced = (page: Page) => page.getByRole('dialog', { name: 'Advanced settings' })

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^My status/ }).click()
  await press(page, 'Sign out')
  await page
    .getByRole('dialog', { name: /^Sign out/ })
    .getByRole('button', { name: 'Sign out' })
    .click()
  await expect(page.getByRole('heading', { name: 'Sign in to Centella' })).toBeVisible()
}

test('each failure has a button that leads on, and nothing that was typed is lost', async () => {
  await using server = await startProsody({ directTls: true })
  await using bare = await startProsody({ tls: 'none' })
  await using program = await launchProgram({ trust: server.authority.file })
  const { page } = program
  const dialog = advanced(page)
  await expect(page.getByRole('status')).toHaveText('Offline')
  await press(page, 'Sign in')
  await expect(field(page, 'XMPP address')).toBeFocused()
  await fillAndSignIn(page, mouse, { address: 'ANA@mired.org/desk ', password: 'ana-pw', host: '127.0.0.1', port: 1 })
  await expectFailure(page, 'connection-refused')

  await press(page, 'Enter host and port')
  await expect(field(page, 'Host')).toBeFocused()
  await dialog.getByLabel('Port').fill(String(bare.port))
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await press(page, 'Sign in')
  await expectFailure(page, 'tls-not-offered')

  await press(page, 'Open security settings')
  await dialog.getByRole('checkbox', { name: 'Use direct TLS (legacy SSL)' }).check()
  await press(page, 'Save')
  await press(page, 'Sign in')
  await expectFailure(page, 'tls-failed')

  await press(page, 'Advanced')
  await expect(dialog.getByRole('checkbox', { name: 'Find the server automatically' })).not.toBeChecked()
  await dialog.getByLabel('Port').fill(String(server.directTlsPort))
  await press(page, 'Save')
  await expect(field(page, 'XMPP address')).toHaveValue('ANA@mired.org/desk ')
  await password(page).press('Enter')
  await expectOnline(page)
})

test('a remembered password that is no longer right leads to the field, and what was begun is still there', async () => {
  await using server = await startProsody({ mutualContacts: true })
  const profile = await newProfile()
  const options = { profile, trust: server.authority.file }
  const first = await launchProgram(options)
  await signIn(first.page, mouse, server, 'ana', { remember: true, automatically: true })
  await first.close()
  {
    const place = { host: server.host, port: server.port, authority: server.authority.file }
    await using other = await startPeer({ jid: 'ana@mired.org', password: 'ana-pw', ...place })
    const payload = "<query xmlns='jabber:iq:register'><username>ana</username><password>new-pw</password></query>"
    expect(await other.ask({ to: 'mired.org', type: 'set', payload })).toContain('type="result"')
  }

  const second = await launchProgram(options)
  const { page } = second
  const alert = page.locator('[role=alert][data-code="not-authorized"]')
  await expect(alert).toBeVisible()
  await openContact(page, mouse, 'bob')
  await field(page, 'Message').fill('half a thought')
  await alert.getByRole('button', { name: 'Type the password' }).click()
  await expect(password(page)).toBeFocused()
  await password(page).fill('nor this')
  await password(page).press('Enter')
  await expect(password(page)).toBeFocused()
  await expect(alert).toBeVisible()
  await password(page).fill('new-pw')
  await password(page).press('Enter')
  await expectOnline(page)
  await expect(field(page, 'Message')).toHaveValue('half a thought')
  await second.close()

  await using third = await launchProgram(options)
  await expectOnline(third.page)
})

test('a certificate that changes, and one that is trusted no more', async () => {
  await using server = await startProsody({ certificate: 'self-signed' })
  await using program = await launchProgram()
  const { page } = program
  const dialog = page.getByRole('dialog', { name: 'Certificate not trusted' })
  const start = { address: 'ana@mired.org', password: 'ana-pw', host: server.host, port: server.port }
  await fillAndSignIn(page, mouse, start)
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
  await expectOnline(page)

  await server.restart({ certificate: 'expired' })
  const alert = page.locator('[role=alert][data-code="certificate-changed"]')
  await alert.getByRole('button', { name: 'View certificate' }).click()
  await expect(dialog.getByRole('heading', { name: 'The certificate has changed' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  // The focus is in the alert, not nowhere: the next one is its button.
  await page.keyboard.press('Tab')
  await expect(alert.getByRole('button')).toBeFocused()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click()
  await expectOnline(page)

  await signOut(page)
  await password(page).fill('ana-pw')
  await press(page, 'Advanced')
  await expect(field(page, 'Host')).toHaveValue(server.host)
  await advanced(page).getByRole('tab', { name: 'Security' }).click()
  const trusted = advanced(page).getByRole('list', { name: 'Trusted certificates' }).getByRole('listitem')
  await trusted.getByRole('button').click()
  await expect(trusted).toHaveCount(0)
  await press(page, 'Save')
  await press(page, 'Sign in')
  await expect(dialog).toBeVisible()
})
