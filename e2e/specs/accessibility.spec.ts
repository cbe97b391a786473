import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { openContact, sendMessage } from '../program/conversation.ts'
import { mouse } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { expectOnline, fillAndSignIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'

/** Nothing serious on what the window shows now. */
async function look(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(
    grave.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`),
    what,
  ).toEqual([])
}

for (const language of ['en_US', 'es_ES'] as const) {
  test(`axe finds nothing serious on the way from signing in to talking (${language})`, async () => {
    // The whole way in one program, and axe on each of its screens.
    test.slow()
    await using server = await startProsody({ mutualContacts: true, certificate: 'self-signed' })
    await using program = await launchProgram({ language })
    const { page } = program
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await look(page, 'sign-in')
    if (language === 'es_ES') {
      await expect(page.getByRole('heading', { name: 'Inicia sesión en Centella' })).toBeVisible()
      await page.getByRole('button', { name: 'Avanzado' }).click()
      await look(page, 'advanced')
      return
    }
    await page.getByRole('button', { name: 'Advanced' }).click()
    await look(page, 'advanced, connection')
    await page.getByRole('tab', { name: 'Security' }).click()
    await look(page, 'advanced, security')
    await page.getByRole('button', { name: 'Cancel' }).click()
    const { host, port } = server
    await fillAndSignIn(page, mouse, { address: 'ana@mired.org', password: 'ana-pw', host, port })
    await expect(page.getByRole('dialog', { name: 'Certificate not trusted' })).toBeVisible()
    await look(page, 'certificate')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await look(page, 'sign-in with its error')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'Trust this certificate' }).click()
    await expectOnline(page)
    await look(page, 'chats')
    await openContact(page, mouse, 'bob')
    await sendMessage(page, mouse, 'Hola')
    await look(page, 'conversation')
    // This server takes no files: the button says so, and a press what to do.
    await page.getByRole('button', { name: 'Attach file: mired.org takes no files' }).click()
    await expect(page.locator('[role=alert][data-code="no-upload-service"]')).toBeVisible()
    await look(page, 'conversation without files')
    const rail = page.getByRole('navigation', { name: 'Main' })
    for (const place of ['Rooms', 'Settings']) {
      await rail.getByRole('link', { name: place }).click()
      await look(page, place)
    }
    await page.getByRole('button', { name: /^My status/ }).click()
    await look(page, 'own status')
  })
}
