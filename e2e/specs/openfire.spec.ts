import { expect, test } from '@playwright/test'
import { bothHands } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { expectOnline, fillAndSignIn } from '../program/sign-in.ts'
import { startOpenfire } from '../servers/openfire-replay.ts'

for (const hands of bothHands) {
  test(`by ${hands.name}: ana types the server's number; its offer, and its certificate, lead in`, async () => {
    await using server = await startOpenfire({ domain: 'mired.org' })
    await using program = await launchProgram()
    const { page } = program
    await fillAndSignIn(page, hands, {
      address: 'ana@127.0.0.1',
      password: 'ana-pass',
      host: server.host,
      port: server.port,
    })
    const alert = page.locator('[role=alert][data-code="domain-mismatch"]')
    await expect(alert).toContainText('mired.org')
    expect(server.attempts).toHaveLength(0)
    await hands.press(alert.getByRole('button', { name: /ana@mired\.org/ }))
    const dialog = page.getByRole('dialog', { name: 'Certificate not trusted' })
    await expect(dialog).toContainText(server.fingerprint())
    expect(server.attempts).toHaveLength(0)
    await hands.press(dialog.getByRole('button', { name: 'Trust this certificate' }))
    await expectOnline(page)
    await expect(page.getByLabel('Connection security')).toHaveText('Encrypted')
    expect(server.attempts).toEqual([{ mechanism: 'SCRAM-SHA-1', right: true }])
  })
}
