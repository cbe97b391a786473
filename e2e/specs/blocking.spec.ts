import { expect, test } from '@playwright/test'
import { messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { bothHands } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startEjabberd } from '../servers/ejabberd.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

const users = ['ana', 'bob'].map(name => ({ name, password: `${name}-pw` }))
const starts = { mouse: startProsody, keyboard: startEjabberd }

for (const hands of bothHands) {
  test(`by ${hands.name}: ana blocks bob, sees it, and lets him in again`, async () => {
    await using server = await starts[hands.name]({ users, mutualContacts: true })
    const { host, port } = server
    await using bob = await startPeer({
      jid: 'bob@mired.org',
      password: 'bob-pw',
      host,
      port,
      authority: server.authority.file,
    })
    await using program = await launchProgram({ trust: server.authority.file })
    const { page } = program
    await signIn(page, hands, server, 'ana')
    await openContact(page, hands, 'bob')
    await bob.send('ana@mired.org', 'antes')
    await expect(messageWith(page, 'antes')).toBeVisible()

    const actions = page.getByRole('button', { name: 'Conversation actions' })
    await hands.press(actions)
    await hands.press(page.getByRole('menuitem', { name: 'Block' }))
    const question = page.getByRole('dialog', { name: 'Block bob?' })
    await expect(question.getByRole('button', { name: 'Do not block' })).toBeFocused()
    await hands.press(question.getByRole('button', { name: 'Block', exact: true }))
    await expect(question).toHaveCount(0)
    await expect(page.getByText('You have blocked bob')).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveCount(0)
    await bob.send('ana@mired.org', 'mientras')

    await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }))
    const settings = page.getByRole('listbox', { name: 'Settings' })
    await hands.choose(settings, settings.getByRole('option', { name: 'Privacy' }))
    await expect(page.getByRole('list', { name: 'Blocked addresses' })).toContainText('bob@mired.org')
    await hands.press(page.getByRole('button', { name: 'Unblock bob@mired.org' }))
    await expect(page.getByText('You have blocked nobody')).toBeVisible()

    await openContact(page, hands, 'bob')
    await bob.send('ana@mired.org', 'después')
    await expect(messageWith(page, 'después')).toBeVisible()
    await expect(messageWith(page, 'mientras')).toHaveCount(0)
    await sendMessage(page, hands, 'hola otra vez')
    await bob.next(xml => xml.includes('hola otra vez'))
  })
}
