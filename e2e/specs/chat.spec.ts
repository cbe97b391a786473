import { expect, test } from '@playwright/test'
import { expectState, messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { bothHands, mouse } from '../program/hands.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { expectOnline, signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'

for (const hands of bothHands) {
  test.describe(`by ${hands.name}`, () => {
    test('two windows talk both ways', async () => {
      await using server = await startProsody({ mutualContacts: true })
      await using ana = await launchProgram({ trust: server.authority.file })
      await using bob = await launchProgram({ trust: server.authority.file })
      await signIn(ana.page, hands, server, 'ana')
      await signIn(bob.page, mouse, server, 'bob')

      await openContact(ana.page, hands, 'bob')
      await sendMessage(ana.page, hands, '¿Tienes el informe?')
      await expectState(ana.page, '¿Tienes el informe?', 'delivered')

      // Unread where it is not looked at.
      const chats = bob.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Chats' })
      await expect(chats).toHaveAttribute('aria-description', /1/)
      await openContact(bob.page, hands, 'ana')
      await expect(messageWith(bob.page, '¿Tienes el informe?')).toBeVisible()
      await expect(chats).not.toHaveAttribute('aria-description', /1/)

      await sendMessage(bob.page, hands, 'Sí: <b>mañana</b> & siempre')
      await expect(messageWith(ana.page, 'Sí: <b>mañana</b> & siempre')).toBeVisible()
      await expectState(bob.page, 'Sí: <b>mañana</b> & siempre', /^(delivered|displayed)$/)
    })

    test('presence of a contact is live', async () => {
      await using server = await startProsody({ mutualContacts: true })
      await using ana = await launchProgram({ trust: server.authority.file })
      await signIn(ana.page, hands, server, 'ana')
      await hands.press(ana.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Contacts' }))
      const bobInList = ana.page.getByRole('tree', { name: 'Contacts' }).getByRole('treeitem', { name: /^bob/ })
      await expect(bobInList).toHaveAccessibleName(/Offline/)

      await using bob = await launchProgram({ trust: server.authority.file })
      await signIn(bob.page, mouse, server, 'bob')
      await expect(bobInList).toHaveAccessibleName(/Available/)

      await hands.press(bob.page.getByRole('button', { name: /^My status/ }))
      await hands.choose(bob.page.getByRole('menu'), bob.page.getByRole('menuitemradio', { name: 'Do not disturb' }))
      await expect(bobInList).toHaveAccessibleName(/Do not disturb/)
      await bob.close()
      await expect(bobInList).toHaveAccessibleName(/Offline/)
    })

    test('after a restart the history is there, also when the server is down, and the server comes back', async () => {
      await using server = await startProsody({ mutualContacts: true })
      const profile = await newProfile()
      const first = await launchProgram({ profile, trust: server.authority.file })
      await signIn(first.page, hands, server, 'ana', { remember: true, automatically: true })
      await openContact(first.page, hands, 'bob')
      await sendMessage(first.page, hands, 'Para la historia')
      await expectState(first.page, 'Para la historia', 'stored')
      await first.close()

      await server.stop()
      await using second = await launchProgram({ profile, trust: server.authority.file })
      await openContact(second.page, hands, 'bob')
      await expect(messageWith(second.page, 'Para la historia')).toBeVisible()
      await expectState(second.page, 'Para la historia', 'stored')
      await sendMessage(second.page, hands, 'Escrito sin red')
      await expectState(second.page, 'Escrito sin red', 'queued')

      await server.start()
      const tryNow = second.page.getByRole('button', { name: 'Try now' })
      await hands.press(tryNow).catch(async (error: unknown) => {
        // It may have tried by itself meanwhile: then there is nothing to press.
        if (await tryNow.isVisible()) throw error
      })
      await expectOnline(second.page)
      await expectState(second.page, 'Escrito sin red', 'stored')
    })

    test('a server that goes away and comes back is found again without a hand', async () => {
      await using server = await startProsody({ mutualContacts: true })
      await using program = await launchProgram({ trust: server.authority.file })
      await signIn(program.page, hands, server, 'ana')
      await server.kill()
      await expect(program.page.getByRole('button', { name: 'Try now' })).toBeVisible()
      await server.start()
      await expectOnline(program.page)
    })

    test('the same resource twice: the older window says so and stays away', async () => {
      await using server = await startProsody()
      const older = await newProfile()
      await using first = await launchProgram({ profile: older, trust: server.authority.file })
      await using second = await launchProgram({ trust: server.authority.file })
      for (const { page } of [first, second]) {
        await page.getByRole('button', { name: 'Advanced' }).click()
        await page.getByRole('textbox', { name: 'Resource' }).fill('the-same')
        await page.getByRole('button', { name: 'Save' }).click()
        await signIn(page, hands, server, 'ana')
      }
      await expect(first.page.locator('[data-code="conflict"]')).toBeVisible()
      await expectOnline(second.page)
      await expect(first.page.locator('[data-code="conflict"]')).toBeVisible()
    })
  })
}
