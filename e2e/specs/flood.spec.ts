/** A conversation when much comes at once, and the parts of the window that give way. */
import { expect, test } from '@playwright/test'
import { expectState, messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { mouse } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

test('three hundred messages at once, before the eyes and behind the back', async () => {
  await using server = await startProsody({ mutualContacts: true })
  const place = { host: server.host, port: server.port, authority: server.authority.file }
  await using bob = await startPeer({ jid: 'bob@mired.org', password: 'bob-pw', ...place })
  await using program = await launchProgram({ trust: server.authority.file })
  const { page } = program
  const send = (word: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, index) => bob.send('ana@mired.org', `${word} ${index + 1}.`)))
  const chats = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Chats' })
  const jump = page.getByRole('button', { name: /^Jump to/ })
  await signIn(page, mouse, server, 'ana')

  await send('behind', 300)
  await expect(chats).toHaveAttribute('aria-description', /300/)
  await openContact(page, mouse, 'bob')
  const log = page.getByRole('log', { name: 'Messages' })
  await expect(log.getByText('300 new messages')).toBeInViewport()
  await expect(messageWith(page, 'behind 1.')).toBeInViewport()
  await jump.click()
  await expect(messageWith(page, 'behind 300.')).toBeInViewport()
  await expect(chats).not.toHaveAttribute('aria-description', /\d/)

  // The end stays in sight, whatever grows; nothing that is looked at becomes new.
  await send('before', 300)
  await expect(messageWith(page, 'before 300.')).toBeInViewport()
  await page.getByRole('textbox', { name: 'Message' }).fill('one line\n'.repeat(12))
  await expect(messageWith(page, 'before 300.')).toBeInViewport()
  await page.setViewportSize({ width: 700, height: 480 })
  await expect(messageWith(page, 'before 300.')).toBeInViewport()
  await expect(jump).toHaveCount(0)
  await expect(chats).not.toHaveAttribute('aria-description', /\d/)

  await log.hover()
  await page.mouse.wheel(0, -3000)
  await expect(jump).toBeVisible()
  await bob.send('ana@mired.org', 'while reading above')
  await expect(page.getByRole('button', { name: 'Jump to 1 new message' })).toBeVisible()
})

test('a message to nobody comes back with its reason; the focus stays in the window', async () => {
  await using server = await startProsody({ mutualContacts: true })
  await using program = await launchProgram({ trust: server.authority.file })
  const { page } = program
  await signIn(page, mouse, server, 'ana')
  await page.keyboard.press('Control+k')
  await page.getByRole('searchbox', { name: 'Search people and chats' }).fill('Nobody@mired.org')
  const results = page.getByRole('listbox', { name: 'Search results' })
  await expect(results.getByRole('option', { name: /Nobody@mired\.org/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Conversation with nobody' })).toBeVisible()
  const field = page.getByRole('textbox', { name: 'Message' })
  await expect(field).toBeFocused()
  await sendMessage(page, mouse, '<script>alert(1)</script>')
  await expectState(page, '<script>alert(1)</script>', 'failed')
  const message = messageWith(page, '<script>')
  await expect(message.locator('[data-code="message-not-delivered"]')).toContainText('Not sent')
  await message.getByRole('button', { name: 'Retry' }).click()
  await expectState(page, '<script>', 'failed')
  await message.getByRole('button', { name: 'Delete' }).click()
  await expect(message).toHaveCount(0)
  await expect(field).toBeFocused()

  await server.kill()
  const bar = page.getByRole('button', { name: 'Try now' })
  await bar.click()
  await expect(bar).toBeFocused()
  await server.start()
  await expect(page.getByRole('status')).toHaveText('Online')
  await expect(field).toBeFocused()
})
