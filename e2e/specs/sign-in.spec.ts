import { expect, test } from '@playwright/test'
import { bothHands } from '../program/hands.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { expectFailure, expectOnline, fillAndSignIn, signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'

for (const hands of bothHands) {
  test.describe(`by ${hands.name}`, () => {
    test('sign in from nothing', async () => {
      await using server = await startProsody({ mutualContacts: true })
      await using program = await launchProgram({ trust: server.authority.file })
      const { page } = program
      await signIn(page, hands, server, 'ana')
      await expect(page.getByLabel('Connection security')).toHaveText('Encrypted')
      await expect(page.getByRole('button', { name: /^My status/ })).toBeVisible()
    })

    test('a wrong password says so, and the right one leads in', async () => {
      await using server = await startProsody()
      await using program = await launchProgram({ trust: server.authority.file })
      const { page } = program
      await fillAndSignIn(page, hands, {
        address: 'ana@mired.org',
        password: 'not-this',
        host: server.host,
        port: server.port,
      })
      await expectFailure(page, 'not-authorized')
      await hands.type(page.getByLabel('Password', { exact: true }), 'ana-pw')
      await hands.press(page.getByRole('button', { name: 'Sign in', exact: true }))
      await expectOnline(page)
    })

    test('an untrusted certificate is shown, cancelled, trusted, and known after a restart', async () => {
      await using server = await startProsody({ certificate: 'self-signed' })
      const profile = await newProfile()
      const first = await launchProgram({ profile })
      await fillAndSignIn(first.page, hands, {
        address: 'ana@mired.org',
        password: 'ana-pw',
        host: server.host,
        port: server.port,
        remember: true,
        automatically: true,
      })
      const dialog = first.page.getByRole('dialog', { name: 'Certificate not trusted' })
      await expect(dialog).toContainText(`SHA-256 ${server.fingerprint()}`)
      // The safe answer has the focus.
      await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
      await first.page.keyboard.press('Enter')
      await expect(dialog).toBeHidden()
      await expectFailure(first.page, 'certificate-self-signed')
      await hands.press(first.page.getByRole('button', { name: 'Sign in', exact: true }))
      await hands.press(dialog.getByRole('button', { name: 'Trust this certificate' }))
      await expectOnline(first.page)
      await expect(first.page.getByLabel('Connection security')).toHaveText('Encrypted')
      await first.close()

      await using second = await launchProgram({ profile })
      await expectOnline(second.page)
    })

    test('a server without encryption, with encryption disabled', async () => {
      await using server = await startProsody({ tls: 'none' })
      await using program = await launchProgram()
      const { page } = program
      await fillAndSignIn(page, hands, {
        address: 'ana@mired.org',
        password: 'ana-pw',
        host: server.host,
        port: server.port,
      })
      await expectFailure(page, 'tls-not-offered')
      await fillAndSignIn(page, hands, { address: 'ana@mired.org', password: 'ana-pw', encryption: 'Disabled' })
      await expectOnline(page)
      await expect(page.getByLabel('Connection security')).toHaveText('Not encrypted')
    })

    test('a password that would go in the clear waits for consent', async () => {
      await using server = await startProsody({ tls: 'none', mechanisms: ['PLAIN'] })
      await using program = await launchProgram()
      const { page } = program
      await fillAndSignIn(page, hands, {
        address: 'ana@mired.org',
        password: 'ana-pw',
        host: server.host,
        port: server.port,
        encryption: 'Optional',
      })
      await expectFailure(page, 'password-in-clear')
      await hands.press(page.getByRole('button', { name: 'Allow and sign in' }))
      await expectOnline(page)
    })
  })
}
