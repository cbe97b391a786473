/** The way through the guide, worked in two windows as a person works them; a picture at each step. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { willChoose } from '../../e2e/program/files.ts'
import type { RunningServer } from '../../e2e/servers/index.ts'
import { filesIn } from '../demo/files.ts'
import { addressOf, personOf } from '../demo/people.ts'
import { room } from '../demo/talks.ts'
import { type DemoWindow, enterSignIn, go, joinRoom, messageIn, open, say } from '../demo/windows.ts'

export interface SceneOptions {
  /** Ana's and Bob's, at the sign-in. */
  readonly windows: readonly [ana: DemoWindow, bob: DemoWindow]
  readonly server: RunningServer
  /** For files that somebody has on the disk. */
  readonly folder: string
  /** @param name without language and ending; the picture is a PNG */
  readonly keep: (name: string, picture: Buffer) => void
}

/** Resolves when all pictures are taken; rejects where the window does not do what the guide says. */
export async function takeScenes({ windows: [ana, bob], server, folder, keep }: SceneOptions): Promise<void> {
  const { page, words, language } = ana
  const inLanguage = (en: string, es: string) => (language === 'es' ? es : en)
  const take = async (name: string, part: Locator | null = null) => {
    // Nothing shows a tooltip, no text field blinks.
    await page.mouse.move(2, 2)
    await page.evaluate(
      () => new Promise<void>(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))),
    )
    const options = { animations: 'disabled', caret: 'hide' } as const
    keep(name, await (part ?? page).screenshot(options))
  }
  const dialog = (name: string) => page.getByRole('dialog', { name })
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  // Signing in, with a certificate that nobody knows.
  await page.getByRole('textbox', { name: words('signIn.address') }).fill(addressOf('ana'))
  await take('sign-in')
  await enterSignIn(ana, server)
  await dialog(words('certificate.title')).waitFor()
  await take('certificate')
  await button(words('certificate.trust')).click()
  await enterSignIn(bob, server)
  await bob.page.getByRole('button', { name: words('certificate.trust') }).click()
  await Promise.all([ana, bob].map(each => each.page.getByRole('navigation', { name: words('frame.main') }).waitFor()))
  await Promise.all([joinRoom(ana, room.name), joinRoom(bob, room.name)])
  await ana.place(0, 0, 1040, 680)

  // Talking, and how far a message has come.
  await open(ana, 'bob')
  await open(bob, 'ana')
  await say(ana, inLanguage('Are you coming to the library at five?', '¿Vienes a la biblioteca a las cinco?'))
  await say(bob, inLanguage('Yes, on my way 🙂', 'Sí, voy de camino 🙂'))
  await messageIn(ana, '🙂').waitFor()
  const last = inLanguage('I keep a seat for you.', 'Te guardo un sitio.')
  await say(ana, last)
  await messageIn(ana, last).and(page.locator('[data-state=displayed]')).waitFor()
  await bob.page.getByRole('textbox', { name: words('message.field'), exact: true }).pressSequentially('Tha')
  await go(page, words('frame.chats'), words)
  await page.getByText(words('conversation.typingName', { name: personOf('bob').fullName[language] })).waitFor()
  await take('conversation')

  // Files.
  const files = filesIn(language).map(([, file]) => file)
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes)
  await willChoose(
    ana.program,
    files.map(({ name }) => join(folder, name)),
  )
  await button(words('file.attach')).click()
  const chosen = page.getByRole('list', { name: words('file.toSend') }).getByRole('listitem')
  for (const { name } of files)
    await chosen
      .filter({ hasText: name.replace(/\..*/, '') })
      .first()
      .waitFor()
  await page
    .getByRole('textbox', { name: words('message.field'), exact: true })
    .fill(inLanguage('My onion, and the sheet for Thursday', 'Mi cebolla y la hoja para el jueves'))
  await take('files')
  await button(words('message.send')).click()
  await page.getByRole('log').getByRole('img').first().waitFor()

  // Finding somebody, and adding them.
  await page.getByRole('searchbox', { name: words('search.field') }).fill('marta')
  await page.getByRole('option', { name: /Marta Soler/ }).waitFor()
  await take('search')
  await page.keyboard.press('Escape')
  await go(page, words('frame.contacts'), words)
  await button(words('contact.add')).click()
  const adding = dialog(words('contact.add'))
  await adding.getByRole('textbox', { name: words('conversation.address') }).fill('marta')
  await adding.getByRole('textbox', { name: words('contact.name'), exact: true }).fill('Marta')
  await take('add-contact')
  await adding.getByRole('button', { name: words('contact.addNow'), exact: true }).click()
  await adding.waitFor({ state: 'hidden' })
  await page.getByRole('article', { name: words('contact.requestOf', { name: 'Lucía Torres' }) }).waitFor()
  await take('contacts')

  // One's own status and picture.
  await page.getByRole('button', { name: new RegExp(`^${words('presence.menu')}`) }).click()
  await page.getByRole('menu').or(page.getByRole('dialog')).first().waitFor()
  await take('status')
  await page.keyboard.press('Escape')
  const section = async (name: string) => {
    await go(page, words('frame.settings'), words)
    await page.getByRole('option', { name, exact: true }).click()
    await page.getByRole('heading', { name }).first().waitFor()
  }
  await section(words('settings.account'))
  await take('profile')
  await section(words('settings.notifications'))
  await take('notifications')
  await section(words('settings.xmlConsole'))
  await take('xml-console')

  // What the server says.
  await go(page, words('frame.chats'), words)
  await page
    .getByRole('option', { name: new RegExp(server.domain) })
    .first()
    .click()
  await page.getByText(words('notice.kept')).waitFor()
  await take('notices')

  // Rooms.
  await go(page, words('frame.rooms'), words)
  await button(words('room.joinOrCreate')).click()
  const joining = dialog(words('room.joinOrCreate'))
  await joining.getByRole('textbox', { name: words('room.address') }).fill(inLanguage('chess', 'ajedrez'))
  await take('room-create')
  await button(words('room.create')).click()
  await joining.waitFor({ state: 'hidden' })
  await button(words('room.invite')).click()
  const inviting = dialog(words('room.invite'))
  for (const name of ['Bob', 'Elena']) {
    await inviting.locator('input').first().fill(name)
    await page
      .getByRole('option', { name: new RegExp(name) })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
  }
  await inviting
    .getByRole('textbox', { name: words('room.word') })
    .fill(inLanguage('Thursday at five', 'El jueves a las cinco'))
  await take('room-invite')
  await button(words('room.sendInvitations')).click()
  await inviting.waitFor({ state: 'hidden' })
  await ana.place(0, 0, 1200, 720)
  await go(page, words('frame.chats'), words)
  await page
    .getByRole('option', { name: new RegExp(room.name) })
    .first()
    .click()
  await page.getByRole('region', { name: words('room.region', { name: room.name }) }).waitFor()
  await messageIn(ana, '@Ana').waitFor()
  await take('room')
  await ana.place(0, 0, 1040, 680)

  // Blocking.
  await open(ana, 'dario')
  await button(words('conversation.actions')).click()
  await page.getByRole('menuitem', { name: words('blocking.block') }).click()
  const question = dialog(words('blocking.title', { name: personOf('dario').fullName[language] }))
  await question.waitFor()
  await take('block')
  await button(words('blocking.keep')).click()

  // Without a connection.
  await open(ana, 'bob')
  await server.stop()
  await page.getByRole('button', { name: words('connection.retryNow') }).waitFor({ timeout: 60_000 })
  const waiting = inLanguage('This one waits until the connection is back.', 'Este espera a que vuelva la conexión.')
  await say(ana, waiting)
  await messageIn(ana, waiting).and(page.locator('[data-state=queued]')).waitFor()
  await take('offline')
}
