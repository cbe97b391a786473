/** What a person does in a conversation. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Hands } from './hands.ts'

/** Opens the conversation with a contact from the contact list. */
export async function openContact(page: Page, hands: Hands, name: string): Promise<Locator> {
  await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Contacts' }))
  const list = page.getByRole('tree', { name: 'Contacts' })
  await hands.choose(list, list.getByRole('treeitem', { name: new RegExp(`^${name}\\b`) }))
  const conversation = page.getByRole('region', { name: `Conversation with ${name}` })
  await expect(conversation).toBeVisible()
  return conversation
}

export async function sendMessage(page: Page, hands: Hands, text: string): Promise<void> {
  await hands.type(page.getByRole('textbox', { name: /^(Message|Mensaje)$/ }), text)
  if (hands.name === 'keyboard') await page.keyboard.press('Enter')
  else await hands.press(page.getByRole('button', { name: /^(Send|Enviar)$/ }))
}

/** The message with this text in the open conversation. */
export function messageWith(page: Page, text: string): Locator {
  return page
    .getByRole('log', { name: /^(Messages|Mensajes)$/ })
    .getByRole('article')
    .filter({ hasText: text })
}

export async function expectState(page: Page, text: string, state: string | RegExp): Promise<void> {
  await expect(messageWith(page, text)).toHaveAttribute('data-state', state)
}
