/** What remains when the page, the window, the program, the disk or a file fails. */
import { rmSync, symlinkSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import { crashPage, pageAgain, reopenWindow } from '../program/again.ts'
import { expectState, messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { willChoose } from '../program/files.ts'
import { type Hands, keyboard, mouse } from '../program/hands.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { expectOnline, signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'

const message = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const alert = (page: Page, code: string) => page.locator(`[role=alert][data-code="${code}"]`)
const tray = (page: Page) => page.getByRole('list', { name: 'Files to send' })
const start = { remember: true, automatically: true }

/** Types, and waits until it is safe: a third of a second. */
async function begin(page: Page, hands: Hands, text: string): Promise<void> {
  await hands.type(message(page), text)
  const kept = () =>
    page.evaluate(async () => {
      const { centella } = window as unknown as { readonly centella: Bridge }
      const answer = await centella.call('program.snapshot', {})
      return answer.ok ? answer.value.accounts.flatMap(each => each.conversations.map(({ draft }) => draft)) : []
    })
  await expect.poll(kept).toContain(text)
}

/** The conversation is open with what was begun; one goes on writing where one was. */
async function goOn(page: Page, hands: Hands, begun: string): Promise<void> {
  await expectOnline(page)
  await expect(page.getByRole('region', { name: 'Conversation with bob' })).toBeVisible()
  await expect(message(page)).toHaveValue(begun)
  await expect(message(page)).toBeFocused()
  await page.keyboard.type(' and the rest')
  if (hands.name === 'keyboard') await page.keyboard.press('Enter')
  else await hands.press(page.getByRole('button', { name: 'Send', exact: true }))
  await expectState(page, `${begun} and the rest`, 'stored')
  await expect(message(page)).toHaveValue('')
}

test('a page that crashes is back with the conversation, what was begun and its file, and says so', async () => {
  await using server = await startProsody({ mutualContacts: true, upload: true })
  await using program = await launchProgram({ trust: server.authority.file })
  await signIn(program.page, keyboard, server, 'ana')
  await openContact(program.page, keyboard, 'bob')
  await sendMessage(program.page, keyboard, 'before')
  await expectState(program.page, 'before', 'stored')
  await willChoose(program, [join(import.meta.dirname, 'crash.spec.ts')])
  await keyboard.press(program.page.getByRole('button', { name: 'Attach file' }))
  await expect(tray(program.page)).toContainText('crash.spec.ts')
  await begin(program.page, keyboard, 'half a thought')

  await crashPage(program)
  await using again = await pageAgain(program)
  await expect(tray(again.page)).toContainText('crash.spec.ts')
  await goOn(again.page, keyboard, 'half a thought')
  await expect(messageWith(again.page, 'before')).toBeVisible()
  await expect(messageWith(again.page, 'crash.spec.ts')).toBeVisible()
  const said = alert(again.page, 'window-reloaded')
  await expect(said).toContainText('The window had to be loaded again')
  await keyboard.press(said.getByRole('button', { name: 'Dismiss' }))
  await expect(said).toHaveCount(0)
})

test('a window that is closed and opened again has what was begun; other chats say that there is a draft', async () => {
  await using server = await startProsody({ mutualContacts: true })
  await using program = await launchProgram({ trust: server.authority.file })
  await signIn(program.page, mouse, server, 'ana')
  await openContact(program.page, mouse, 'admin')
  await mouse.type(message(program.page), 'to admin')
  await openContact(program.page, mouse, 'bob')
  // Not waited for: closing keeps it.
  await mouse.type(message(program.page), 'half a thought')

  const page = await reopenWindow(program)
  await goOn(page, mouse, 'half a thought')
  const chats = page.getByRole('listbox', { name: 'Chats' })
  const draft = chats.getByRole('option', { name: /^admin\b/ })
  await expect(draft).toContainText('Draft: to admin')
  await mouse.choose(chats, draft)
  await expect(message(page)).toHaveValue('to admin')
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a program that is killed has what was begun when it starts again, and what was sent is no draft', async () => {
  await using server = await startProsody({ mutualContacts: true })
  const options = { profile: await newProfile(), trust: server.authority.file }
  const first = await launchProgram(options)
  await signIn(first.page, mouse, server, 'ana', start)
  await openContact(first.page, mouse, 'bob')
  await begin(first.page, mouse, 'half a thought')
  await first.kill()

  const second = await launchProgram(options)
  await goOn(second.page, mouse, 'half a thought')
  await second.kill()

  await using third = await launchProgram(options)
  await expect(messageWith(third.page, 'half a thought and the rest')).toHaveCount(1)
  await expect(message(third.page)).toHaveValue('')
})

test('a page that crashes again and again is not loaded for ever: a plain one has a link to it', async () => {
  await using server = await startProsody({ mutualContacts: true })
  await using program = await launchProgram({ trust: server.authority.file })
  await signIn(program.page, mouse, server, 'ana')
  await openContact(program.page, mouse, 'bob')
  await begin(program.page, mouse, 'half a thought')
  for (let count = 0; count < 4; count++) await crashPage(program)
  await using again = await pageAgain(program)
  const { page } = again
  await expect(page.getByRole('heading', { name: 'This window stops working again and again' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Load again' })).toBeFocused()
  await page.keyboard.press('Enter')
  await goOn(page, mouse, 'half a thought')
})

test('a damaged history is told once, with what was kept and where the damaged file is', async () => {
  await using server = await startProsody({ mutualContacts: true })
  const options = { profile: await newProfile(), trust: server.authority.file }
  const first = await launchProgram(options)
  await signIn(first.page, mouse, server, 'ana', start)
  await openContact(first.page, mouse, 'bob')
  await sendMessage(first.page, mouse, 'para la historia')
  await expectState(first.page, 'para la historia', 'stored')
  await begin(first.page, mouse, 'half a thought')
  await first.close()
  const file = await open(join(options.profile, 'archive.sqlite'), 'r+')
  await file.write('damage', 0)
  await file.close()

  const second = await launchProgram(options)
  const { page } = second
  const said = alert(page, 'archive-damaged')
  await expect(said).toContainText('The history was damaged and has been repaired. 1 message was kept.')
  await second.app.evaluate(({ shell }) => {
    shell.showItemInFolder = path => Object.assign(globalThis, { shown: path })
  })
  await said.getByRole('button', { name: 'Show the folder' }).click()
  const shown = () => second.app.evaluate(() => (globalThis as { shown?: string }).shown)
  await expect.poll(shown).toContain('archive.damaged-')
  const [kept = ''] = (await readdir(options.profile)).filter(name => name.startsWith('archive.damaged-'))
  expect(await shown()).toBe(join(options.profile, kept))
  await expect(messageWith(page, 'para la historia')).toBeVisible()
  await expect(message(page)).toHaveValue('half a thought')
  await said.getByRole('button', { name: 'Dismiss' }).click()
  await expect(said).toHaveCount(0)
  await second.close()

  await using third = await launchProgram(options)
  await expect(messageWith(third.page, 'para la historia')).toBeVisible()
  await expect(third.page.getByRole('alert')).toHaveCount(0)
})

test('a disk that is full is told for as long as it is', async () => {
  await using server = await startProsody({ mutualContacts: true })
  await using program = await launchProgram({ trust: server.authority.file })
  const { page } = program
  await signIn(page, mouse, server, 'ana')
  const temporary = join(program.profile, 'settings.json.new')
  symlinkSync('/dev/full', temporary)
  await page.keyboard.press('ControlOrMeta+Comma')
  await page.getByRole('option', { name: 'Appearance' }).click()
  await page.getByRole('switch').first().click()
  const said = alert(page, 'disk-full')
  await expect(said).toContainText('The disk is full')
  rmSync(temporary)
  await expect(said).toHaveCount(0)
})
