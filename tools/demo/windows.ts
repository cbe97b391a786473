/** The windows of the demo, worked as a person works them. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { openContact, sendMessage } from '../../e2e/program/conversation.ts'
import { mouse } from '../../e2e/program/hands.ts'
import { launchProgram } from '../../e2e/program/program.ts'
import { fillAndSignIn } from '../../e2e/program/sign-in.ts'
import type { RunningServer, ServerAccount } from '../../e2e/servers/index.ts'

export interface DemoWindow {
  readonly account: ServerAccount
  readonly page: Page
  readonly place: (left: number, top: number, width: number, height: number) => Promise<void>
  readonly close: () => Promise<void>
  /** When the person has closed it. */
  readonly closed: Promise<void>
}

/** A machine that has just installed all this is slow at first. */
const patience = 60_000

/** Opens the program with a profile of its own and signs in. The server's authority is trusted as a system's would be. */
export async function openWindow(
  server: RunningServer,
  account: ServerAccount,
  profile: string,
  sandbox: boolean,
): Promise<DemoWindow> {
  const program = await launchProgram({ profile, trust: server.authority.file, sandbox })
  const { app, page } = program
  const closed = new Promise<void>(resolve => app.once('close', () => resolve()))
  try {
    await page.getByRole('heading', { name: 'Sign in to Centella' }).waitFor({ timeout: patience })
    await fillAndSignIn(page, mouse, {
      address: `${account.name}@${server.domain}`,
      password: account.password,
      host: server.host,
      port: server.port,
    })
    const failure = page.locator('[role=alert][data-code]')
    const online = page.getByRole('status').filter({ hasText: /^(Online|Available)$/ })
    await online.or(failure).first().waitFor({ timeout: patience })
    if (await failure.isVisible()) throw new Error(`${account.name} cannot sign in: ${await failure.textContent()}`)
  } catch (error) {
    await program.close()
    throw error
  }
  return {
    account,
    page,
    closed,
    close: program.close,
    place: (x, y, width, height) =>
      app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), {
        ...{ x, y, width, height },
      }),
  }
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

/** A first conversation, so that there is something to see. */
export async function talk(one: DemoWindow, other: DemoWindow): Promise<void> {
  await open(one, other.account)
  await open(other, one.account)
  const lines = [
    [one, other, 'Hi Bob, are you coming to the meeting at five?'],
    [other, one, 'Yes, I’ll be there in ten minutes 🙂'],
    [one, other, '¡Perfecto! I’ll keep a seat for you.'],
  ] as const
  for (const [from, to, text] of lines) {
    await sendMessage(from.page, mouse, text)
    await messageIn(to.page, text).waitFor({ timeout: patience })
    await stored(from.page, text)
  }
  // What is in the page is not yet on the screen.
  for (const { page } of [one, other]) await page.evaluate(() => new Promise(requestAnimationFrame))
  await pause(500)
}

async function open({ page }: DemoWindow, contact: ServerAccount): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).waitFor({ timeout: patience })
  await openContact(page, mouse, contact.label ?? contact.name)
}

/** Until the server has acknowledged it; a server that never does is no reason to stop. */
async function stored(page: Page, text: string): Promise<void> {
  const acknowledged = messageIn(page, text).and(page.locator('[data-state=stored], [data-state=delivered]'))
  await acknowledged.waitFor({ timeout: 5000 }).catch(() => undefined)
}

function messageIn(page: Page, text: string) {
  return page.getByRole('log', { name: 'Messages' }).getByRole('article').filter({ hasText: text })
}
