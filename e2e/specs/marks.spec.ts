import { expect, type Page, test } from '@playwright/test'
import { expectState, messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { bothHands, type Hands, mouse } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'

/** Switches one of Settings > Privacy, and goes back to the conversation. */
async function turnOff(page: Page, hands: Hands, name: string): Promise<void> {
  const main = page.getByRole('navigation', { name: 'Main' })
  await hands.press(main.getByRole('link', { name: 'Settings' }))
  const sections = page.getByRole('listbox', { name: 'Settings' })
  await hands.choose(sections, sections.getByRole('option', { name: 'Privacy' }))
  const toggle = page.getByRole('switch', { name })
  await expect(toggle).toBeChecked()
  if (hands.name === 'mouse') await toggle.locator('..').click()
  else {
    for (let step = 0; step < 80 && !(await toggle.evaluate(each => each === document.activeElement)); step++)
      await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
  }
  await expect(toggle).not.toBeChecked()
}

for (const hands of bothHands) {
  test(`by ${hands.name}: each sees that the other is typing, and when a message was delivered and read`, async () => {
    await using server = await startProsody({ mutualContacts: true })
    await using ana = await launchProgram({ trust: server.authority.file })
    await using bob = await launchProgram({ trust: server.authority.file })
    await signIn(ana.page, hands, server, 'ana')
    await signIn(bob.page, mouse, server, 'bob')
    await openContact(ana.page, hands, 'bob')

    // Typing, before anything was said, and in the place of the preview once there is one.
    await sendMessage(ana.page, hands, '¿Tienes el informe?')
    await expectState(ana.page, '¿Tienes el informe?', 'delivered')
    await hands.press(bob.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Chats' }))
    const row = bob.page.getByRole('listbox', { name: 'Chats' }).getByRole('option', { name: /^ana/ })
    await expect(row).toContainText('¿Tienes el informe?')
    const field = ana.page.getByRole('textbox', { name: 'Message' })
    await field.focus()
    await ana.page.keyboard.type('Lo nec')
    await expect(row).toContainText('Typing…')
    await ana.page.keyboard.press('ControlOrMeta+a')
    await ana.page.keyboard.press('Delete')
    await expect(row).toContainText('¿Tienes el informe?')

    await openContact(bob.page, hands, 'ana')
    await bob.page.bringToFront()
    await expectState(ana.page, '¿Tienes el informe?', 'displayed')
    await bob.page.getByRole('textbox', { name: 'Message' }).focus()
    await bob.page.keyboard.type('Ahora mis')
    await expect(ana.page.getByText('bob is typing…')).toBeVisible()
    await sendMessage(bob.page, hands, 'Ahora mismo')
    await expect(messageWith(ana.page, 'Ahora mismo')).toBeVisible()
    await expect(ana.page.getByText('bob is typing…')).toBeHidden()

    // How far it has come, step by step.
    const message = messageWith(ana.page, '¿Tienes el informe?')
    if (hands.name === 'mouse') {
      await message.hover()
      await message.getByRole('button', { name: 'Message actions' }).click()
    } else {
      await field.focus()
      await ana.page.keyboard.press('Shift+F6')
      await ana.page.keyboard.press('Home')
      await expect(message).toBeFocused()
      await ana.page.keyboard.press('Shift+F10')
    }
    await hands.choose(ana.page.getByRole('menu'), ana.page.getByRole('menuitem', { name: 'Delivery details' }))
    const details = ana.page.getByRole('dialog', { name: 'Delivery details' })
    const steps = details.getByRole('listitem')
    await expect(steps).toHaveText([/^Written/, /^Sent/, /^Stored by/, /^Delivered to bob/, /^Displayed/])
    await expect(details.getByRole('time')).toHaveCount(5)
    await ana.page.keyboard.press('Escape')
    await expect(details).toBeHidden()
    await expect(message.getByRole('button', { name: 'Message actions' })).toBeFocused()
  })
}

test('what is switched off is not told', async () => {
  await using server = await startProsody({ mutualContacts: true })
  await using ana = await launchProgram({ trust: server.authority.file })
  await using bob = await launchProgram({ trust: server.authority.file })
  await signIn(ana.page, mouse, server, 'ana')
  await signIn(bob.page, mouse, server, 'bob')
  for (const name of ['Send delivery receipts', 'Send read receipts', 'Show when I am typing'])
    await turnOff(bob.page, mouse, name)
  await openContact(bob.page, mouse, 'ana')
  await openContact(ana.page, mouse, 'bob')
  await sendMessage(ana.page, mouse, 'primero')
  await expect(messageWith(bob.page, 'primero')).toBeVisible()
  await bob.page.getByRole('textbox', { name: 'Message' }).focus()
  await bob.page.keyboard.type('en silencio')
  await sendMessage(bob.page, mouse, 'respuesta')
  await expect(messageWith(ana.page, 'respuesta')).toBeVisible()
  // The answer came behind whatever would have been said before it.
  await expectState(ana.page, 'primero', 'stored')
  await expect(ana.page.getByText('bob is typing…')).toBeHidden()
  // The other way nothing has changed.
  await ana.page.bringToFront()
  await expectState(bob.page, 'respuesta', /^(delivered|displayed)$/)
})

test('in Spanish the same is said', async () => {
  await using server = await startProsody({ mutualContacts: true })
  await using ana = await launchProgram({ trust: server.authority.file, language: 'es_ES' })
  await using bob = await launchProgram({ trust: server.authority.file })
  const { page } = ana
  await page.getByRole('textbox', { name: 'Dirección XMPP' }).fill('ana@mired.org')
  await page.getByRole('button', { name: 'Avanzado' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox').first().click({ force: true })
  await dialog.getByRole('textbox', { name: 'Servidor' }).fill(server.host)
  await dialog.getByLabel('Puerto').fill(String(server.port))
  await dialog.getByRole('button', { name: 'Guardar' }).click()
  await page.getByLabel('Contraseña', { exact: true }).fill('ana-pw')
  await page.getByRole('button', { name: 'Iniciar sesión', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Contactos' })).toBeVisible()
  await signIn(bob.page, mouse, server, 'bob')
  await openContact(bob.page, mouse, 'ana')
  await sendMessage(bob.page, mouse, 'hola')
  await page.getByRole('option', { name: /^bob/ }).click()
  await expectState(bob.page, 'hola', 'displayed')
  await bob.page.getByRole('textbox', { name: 'Message' }).focus()
  await bob.page.keyboard.type('y más')
  await expect(page.getByText('bob está escribiendo…')).toBeVisible()
  await page.getByRole('textbox', { name: 'Mensaje' }).fill('sí')
  await page.keyboard.press('Enter')
  const own = page.getByRole('article').filter({ hasText: 'sí' })
  await own.hover()
  await own.getByRole('button', { name: 'Acciones del mensaje' }).click()
  await page.getByRole('menuitem', { name: 'Detalles de entrega' }).click()
  await expect(page.getByRole('dialog', { name: 'Detalles de entrega' })).toContainText('Entregado a bob')
})
