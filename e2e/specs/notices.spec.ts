import { expect, test } from '@playwright/test'
import { messageWith } from '../program/conversation.ts'
import { bothHands } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

const users = ['ana', 'bob', 'admin'].map(name => ({ name, password: `${name}-pw` }))

for (const hands of bothHands) {
  test(`by ${hands.name}: what the server says is a notice, and what cannot be done yet is said`, async () => {
    await using server = await startProsody({ users, mutualContacts: true, motd: 'Bienvenida <b>al curso</b>' })
    const { host, port } = server
    const place = { host, port, authority: server.authority.file }
    await using program = await launchProgram({ trust: server.authority.file })
    const { page } = program
    await signIn(page, hands, server, 'ana')

    const chats = page.getByRole('listbox', { name: 'Chats' })
    await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Chats' }))
    await expect(chats.getByRole('option', { name: /Notices from mired\.org/ })).toContainText('Bienvenida')
    await using admin = await startPeer({ jid: 'admin@mired.org', password: 'admin-pw', ...place })
    await admin.raw(
      "<message to='mired.org/announce/online'><subject>Corte</subject><body>A las seis, treinta minutos</body></message>",
    )
    const row = chats.getByRole('option', { name: /Notices from mired\.org/ })
    await expect(row).toContainText('Corte')
    await hands.choose(chats, row)
    const notices = page.getByRole('region', { name: 'Notices from mired.org' })
    await expect(notices).toBeVisible()
    await expect(messageWith(page, 'A las seis')).toContainText('Corte')
    await expect(messageWith(page, '<b>al curso</b>')).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Message' })).toHaveCount(0)

    // Found again among the messages.
    await hands.type(page.getByRole('searchbox', { name: 'Search people and chats' }), 'treinta')
    await expect(page.getByRole('listbox', { name: 'Search results' })).toContainText('treinta minutos')
    await page.keyboard.press('Escape')

    // In Spark's words.
    await using bob = await startPeer({ jid: 'bob@mired.org/Spark', password: 'bob-pw', ...place })
    await bob.raw(
      "<message to='ana@mired.org' type='chat' id='x1'><body>cifrado</body><encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/><payload>AAAA</payload></encrypted></message>",
    )
    const bobs = chats.getByRole('option', { name: /^bob/ })
    await expect(bobs).toContainText('Encrypted with')
    await hands.choose(chats, bobs)
    await expect(messageWith(page, 'Centella cannot read it yet')).toContainText('OMEMO')
  })
}
