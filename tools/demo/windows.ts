/** The windows of the demo, worked as a person works them. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Locator, Page } from '@playwright/test'
import { launchProgram, type Program } from '../../e2e/program/program.ts'
import type { RunningServer } from '../../e2e/servers/index.ts'
import type { Language } from '../../shared/domain/settings.ts'
import { addressOf, passwordOf, personOf } from './people.ts'
import { type WordsOf, wordsOf } from './words.ts'

export interface DemoWindow {
  /** Whose window it is: the part before the `@`. */
  readonly name: string
  readonly program: Program
  readonly page: Page
  readonly words: WordsOf
  readonly language: Language
  readonly place: (left: number, top: number, width: number, height: number) => Promise<void>
  readonly close: () => Promise<void>
  /** When the person has closed it. */
  readonly closed: Promise<void>
}

export interface WindowOptions {
  readonly name: string
  readonly language: Language
  /** Folder of its own. */
  readonly profile: string
  readonly sandbox: boolean
  /** Whether the server's authority is trusted as a system's would be. */
  readonly trusts: RunningServer['authority'] | null
}

/** A machine that has just installed all this is slow at first. */
const patience = 60_000

/** Opens the program with a profile of its own; resolves when it asks to sign in. */
export async function openWindow(options: WindowOptions): Promise<DemoWindow> {
  const { name, language, profile, sandbox, trusts } = options
  const program = await launchProgram({
    ...{ profile, sandbox, language: language === 'es' ? 'es_ES' : 'en_US' },
    ...(trusts === null ? {} : { trust: trusts.file }),
  })
  const { app, page } = program
  const words = wordsOf(language)
  const closed = new Promise<void>(resolve => app.once('close', () => resolve()))
  try {
    await page.getByRole('heading', { name: words('signIn.title') }).waitFor({ timeout: patience })
  } catch (error) {
    await program.close()
    throw error
  }
  return {
    ...{ name, language, program, page, words, closed },
    close: program.close,
    place: (x, y, width, height) =>
      app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), {
        ...{ x, y, width, height },
      }),
  }
}

/** Fills in the form and presses "Sign in". No DNS knows the server: its host and port are given. */
export async function enterSignIn({ name, page, words }: DemoWindow, server: RunningServer): Promise<void> {
  await page.getByRole('textbox', { name: words('signIn.address') }).fill(addressOf(name))
  await page.getByRole('button', { name: words('signIn.advanced') }).click()
  const dialog = page.getByRole('dialog', { name: words('signIn.advancedTitle') })
  await dialog.getByRole('checkbox', { name: words('signIn.automaticServer') }).click()
  await dialog.getByRole('textbox', { name: words('signIn.host') }).fill(server.host)
  await dialog.getByLabel(words('signIn.port'), { exact: true }).fill(String(server.port))
  await dialog.getByRole('button', { name: words('common.save'), exact: true }).click()
  await page.getByLabel(words('signIn.password'), { exact: true }).fill(passwordOf(name))
  await page.getByRole('button', { name: words('signIn.submit'), exact: true }).click()
}

/** Signs in; rejects with what the window says where that fails. */
export async function signIn(window: DemoWindow, server: RunningServer): Promise<void> {
  const { name, page, words } = window
  await enterSignIn(window, server)
  const failure = page.locator('[role=alert][data-code]')
  const inside = page.getByRole('navigation', { name: words('frame.main') })
  await inside.or(failure).first().waitFor({ timeout: patience })
  if (await failure.isVisible()) throw new Error(`${name} cannot sign in: ${await failure.textContent()}`)
  await online(window)
}

async function online({ page, words }: DemoWindow): Promise<void> {
  const said = new RegExp(`^(${words('connection.online')}|${words('presence.available')})$`)
  const status = page.getByRole('status').filter({ hasText: said })
  await status.first().waitFor({ timeout: patience })
}

/** Puts the windows next to each other over the whole screen. */
export async function sideBySide(windows: readonly DemoWindow[]): Promise<void> {
  const [first] = windows
  if (first === undefined) return
  const screen = await first.page.evaluate(() => ({
    width: window.screen.availWidth,
    height: window.screen.availHeight,
  }))
  const width = Math.floor(screen.width / windows.length)
  for (const [index, one] of windows.entries()) await one.place(index * width, 0, width, screen.height)
}

/** Enters a room of the server's list, and goes back to the chats. */
export async function joinRoom({ page, words }: DemoWindow, room: string): Promise<void> {
  await go(page, words('frame.rooms'), words)
  await page.getByRole('button', { name: words('room.joinOrCreate') }).click()
  const dialog = page.getByRole('dialog', { name: words('room.joinOrCreate') })
  await dialog.getByRole('textbox', { name: words('room.address') }).fill(room)
  await dialog.getByRole('button', { name: words('room.join'), exact: true }).click()
  await dialog.waitFor({ state: 'hidden', timeout: patience })
  const region = page.getByRole('region', { name: words('room.region', { name: room }) })
  await region.getByRole('article').first().waitFor({ timeout: patience })
  await go(page, words('frame.chats'), words)
}

/** A first conversation, so that there is something to see. */
export async function talk(one: DemoWindow, other: DemoWindow): Promise<void> {
  await Promise.all([open(one, other.name), open(other, one.name)])
  const said =
    one.language === 'es'
      ? [
          '¡Hola, Bob! ¿Vienes a la reunión de las cinco?',
          'Sí, llego en diez minutos 🙂',
          '¡Perfecto! Te guardo un sitio.',
        ]
      : [
          'Hi Bob, are you coming to the meeting at five?',
          'Yes, I’ll be there in ten minutes 🙂',
          'Perfect! I’ll keep a seat for you.',
        ]
  for (const [index, text] of said.entries()) {
    const [from, to] = index % 2 === 0 ? [one, other] : [other, one]
    await say(from, text)
    await messageIn(to, text).waitFor({ timeout: patience })
    await stored(from, text)
  }
  for (const { page, words } of [one, other]) {
    await go(page, words('frame.chats'), words)
    // The pointer rests on nothing.
    await page.mouse.move(400, 2)
  }
  // What is in the page is not yet on the screen.
  for (const { page } of [one, other]) await page.evaluate(() => new Promise(requestAnimationFrame))
  await pause(500)
}

/** Opens the conversation with somebody from the contact list. */
export async function open(window: DemoWindow, name: string): Promise<Locator> {
  const { page, words, language } = window
  const label = personOf(name).fullName[language]
  await go(page, words('frame.contacts'), words)
  await page
    .getByRole('treeitem', { name: new RegExp(`^${label}`) })
    .first()
    .click({ timeout: patience })
  const conversation = page.getByRole('region', { name: words('conversation.with', { name: label }) })
  await conversation.waitFor({ timeout: patience })
  return conversation
}

export async function go(page: Page, place: string, words: WordsOf): Promise<void> {
  const main = page.getByRole('navigation', { name: words('frame.main') })
  // Behind the name may stand how much is new there.
  await main.getByRole('link', { name: new RegExp(`^${place}`) }).click({ timeout: patience })
}

export async function say({ page, words }: DemoWindow, text: string): Promise<void> {
  await page.getByRole('textbox', { name: words('message.field'), exact: true }).fill(text)
  await page.getByRole('button', { name: words('message.send'), exact: true }).click()
}

/** Until the server has acknowledged it; a server that never does is no reason to stop. */
async function stored(window: DemoWindow, text: string): Promise<void> {
  const acknowledged = messageIn(window, text).and(
    window.page.locator('[data-state=stored], [data-state=delivered], [data-state=displayed]'),
  )
  await acknowledged.waitFor({ timeout: 5000 }).catch(() => undefined)
}

export function messageIn({ page, words }: DemoWindow, text: string): Locator {
  const log = page.getByRole('log', { name: words('conversation.messages') })
  return log.getByRole('article').filter({ hasText: text }).last()
}
