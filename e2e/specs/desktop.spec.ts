/** The program on its desktop: away by itself, notifications, the tray, and a computer that others use too. */
import { expect, type Page, test } from '@playwright/test'
import type { Language } from '../../shared/domain/settings.ts'
import { catalogues } from '../../shared/lang/catalogue.ts'
import { messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { type Desktop, watchDesktop } from '../program/desktop.ts'
import { type Hands, keyboard, mouse } from '../program/hands.ts'
import { launchProgram, type Program } from '../program/program.ts'
import { expectOnline, fillAndSignIn, signIn, speak } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'
import type { RunningServer } from '../servers/running-server.ts'
import { type Peer, startPeer } from '../servers/slixmpp.ts'

/** Both hands and both languages. */
const people = [
  [mouse, 'en'],
  [keyboard, 'es'],
] as const

const placeOf = ({ host, port, authority }: RunningServer) => ({ host, port, authority: authority.file })

const bobOf = (server: RunningServer): Promise<Peer> =>
  startPeer({ ...placeOf(server), jid: 'bob@mired.org', password: 'bob-pw' })

/** Ana, signed in; the sign-in is in English, all that follows in the language. */
async function ana(program: Program, hands: Hands, server: RunningServer, language: Language): Promise<Desktop> {
  const desktop = await watchDesktop(program)
  await signIn(program.page, hands, server, 'ana')
  await speak(program.page, language)
  return desktop
}

/** Whatever the log is called in the language. */
const messageOf = (page: Page, text: string) => page.getByRole('log').getByRole('article').filter({ hasText: text })

const rail = (page: Page) => page.getByRole('navigation').first()

/** Finds a setting by its name and switches it over. */
async function switchOver(page: Page, hands: Hands, language: Language, setting: 'keepInTray' | 'awayWhenIdle') {
  const { frame, settings } = catalogues[language]
  await hands.press(rail(page).getByRole('link', { name: frame.settings }))
  const find = page.getByRole('searchbox', { name: settings.search })
  await hands.type(find, settings[setting])
  const found = page.getByRole('listbox', { name: settings.found })
  await hands.choose(found, found.getByRole('option', { name: new RegExp(`^${settings[setting]}`) }))
  const control = page.getByRole('switch', { name: settings[setting] })
  await expect(control).toBeFocused()
  await page.keyboard.press('Space')
  await expect(control).not.toBeChecked()
}

for (const [hands, language] of people) {
  const { contact, conversation, frame, notification, presence, tray } = catalogues[language]
  const withBob = (page: Page) =>
    page.getByRole('region', { name: conversation.with.replace('{{name}}', 'bob'), exact: true })

  test.describe(`by ${hands.name}, in ${language}`, () => {
    test('what comes while nobody looks is told with a sound, and a click leads to it', async () => {
      await using server = await startProsody()
      await using program = await launchProgram({ trust: server.authority.file })
      await using bob = await bobOf(server)
      const { page } = program
      const desktop = await ana(program, hands, server, language)

      await bob.send('ana@mired.org', 'Hola <b>Ana</b> & \u202ecía')
      await expect(page).toHaveTitle('(1) Centella')
      await expect.poll(desktop.notices).toMatchObject([{ title: 'bob', silent: false, closed: false }])
      // Without what turns the direction of words; as markup, where desktops read that.
      const [first] = await desktop.notices()
      expect(first?.body.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(
        'Hola <b>Ana</b> & cía',
      )
      await expect.poll(desktop.toolTip).toBe(tray.unread_one.replace('{{count}}', '1'))

      await desktop.click('bob')
      await expect(withBob(page)).toBeVisible()
      await expect(page).toHaveTitle('Centella')
      await expect.poll(desktop.toolTip).toBe('Centella')

      // In view, none.
      await bob.send('ana@mired.org', 'Aquí')
      await expect(messageOf(page, 'Aquí')).toBeVisible()
      expect(await desktop.notices()).toHaveLength(1)

      // In the settings it is not, nor in another place.
      await hands.press(rail(page).getByRole('link', { name: frame.settings }))
      await bob.send('ana@mired.org', 'Otra vez')
      await expect.poll(desktop.notices).toMatchObject([{ closed: true }, { title: 'bob', body: 'Otra vez' }])

      // Not to be disturbed: what was there goes, and nothing comes.
      await hands.press(page.getByRole('button', { name: presence.mine.replace('{{status}}', presence.available) }))
      const menu = page.getByRole('menu')
      await hands.choose(menu, menu.getByRole('menuitemradio', { name: presence.dnd }))
      await expect.poll(async () => (await desktop.notices()).at(-1)?.closed).toBe(true)
      await bob.send('ana@mired.org', 'Silencio')
      await expect(page).toHaveTitle('(2) Centella')
      expect(await desktop.notices()).toHaveLength(2)

      // Somebody who wants to be a contact.
      await desktop.choose('available')
      await using eve = await startPeer({ ...placeOf(server), jid: 'admin@mired.org', password: 'admin-pw' })
      await eve.presence({ to: 'ana@mired.org', type: 'subscribe' })
      await expect
        .poll(async () => (await desktop.notices()).at(-1))
        .toMatchObject({ title: 'admin@mired.org', body: notification.request })
      await desktop.click('admin@mired.org')
      await expect(page.getByRole('button', { name: contact.accept })).toBeVisible()
    })

    test('a closed window leaves the program in the tray, and a click brings it back', async () => {
      await using server = await startProsody()
      await using program = await launchProgram({ trust: server.authority.file })
      await using bob = await bobOf(server)
      const desktop = await ana(program, hands, server, language)
      await desktop.closeWindow()
      // It says so, once.
      await expect.poll(desktop.notices).toMatchObject([{ title: tray.goesOn, body: tray.goesOnHint, silent: true }])

      await bob.send('ana@mired.org', 'Mientras no estabas')
      await expect.poll(desktop.notices).toMatchObject([{}, { title: 'bob', body: 'Mientras no estabas' }])
      const second = await desktop.newWindow(() => desktop.click('bob'))
      await expect(messageOf(second, 'Mientras no estabas')).toBeVisible()

      await desktop.choose('hide')
      await expect.poll(() => program.app.windows().length).toBe(0)
      expect(await desktop.notices()).toHaveLength(2)
      const third = await desktop.newWindow(() => desktop.choose('show'))
      await expect(withBob(third)).toBeVisible()

      // A request that comes while there is no window leads to the contacts, too.
      await desktop.closeWindow()
      await bob.presence({ to: 'ana@mired.org', type: 'subscribe' })
      await expect
        .poll(async () => (await desktop.notices()).at(-1))
        .toMatchObject({ title: 'bob@mired.org', body: notification.request })
      const fourth = await desktop.newWindow(() => desktop.click('bob@mired.org'))
      await expect(fourth.getByRole('button', { name: contact.accept })).toBeVisible()

      // With the setting off, closing it ends the program.
      await switchOver(fourth, hands, language, 'keepInTray')
      const ended = new Promise(done => program.app.process().once('exit', done))
      await desktop.closeWindow().catch(() => {
        // The program may end before it answers.
      })
      await ended
    })

    test('away by itself while nobody touches the computer, and back; with the setting off, not', async () => {
      await using server = await startProsody({ mutualContacts: true })
      await using program = await launchProgram({ trust: server.authority.file })
      await using bob = await bobOf(server)
      await bob.ask({ payload: "<query xmlns='jabber:iq:roster'/>" })
      const { page } = program
      const desktop = await ana(program, hands, server, language)
      const own = (availability: 'available' | 'away') =>
        page.getByRole('button', { name: presence.mine.replace('{{status}}', presence[availability]), exact: true })

      await desktop.idle(599)
      await expect(own('available')).toBeVisible()
      await desktop.idle(600)
      await expect(own('away')).toBeVisible()
      await expect(page.getByRole('status').filter({ hasText: presence.away })).toBeVisible()
      await bob.next(xml => xml.includes('from="ana@mired.org/') && xml.includes('<show>away</show>'))
      await desktop.idle(0)
      await expect(own('available')).toBeVisible()

      await switchOver(page, hands, language, 'awayWhenIdle')
      await desktop.idle(6000)
      await desktop.idle(6003)
      // It has seen that, and knows of nobody who is gone.
      const answer = await page.evaluate("window.centella.call('program.snapshot', {})")
      expect(answer).toMatchObject({ ok: true, value: { idleSince: null, settings: { awayWhenIdle: false } } })
      await expect(own('available')).toBeVisible()
    })
  })
}

test('who signs in after somebody else sees nothing of them; who comes back finds their own', async () => {
  const users = ['ana', 'bob', 'carla'].map(name => ({ name, password: `${name}-pw` }))
  await using server = await startProsody({ mutualContacts: true, users })
  await using program = await launchProgram({ trust: server.authority.file })
  await using bob = await bobOf(server)
  const { page } = program
  const desktop = await ana(program, mouse, server, 'en')
  await openContact(page, mouse, 'bob')
  await sendMessage(page, mouse, 'Mi secreto')
  await page.getByRole('textbox', { name: 'Message' }).fill('Mi borrador')
  await mouse.press(rail(page).getByRole('link', { name: 'Settings' }))
  await bob.send('ana@mired.org', 'Tu secreto')
  await expect.poll(desktop.notices).toMatchObject([{ title: 'bob', closed: false }])

  /** Whatever the page has been told, and whatever it shows. */
  const known = async () => {
    const snapshot = await page.evaluate("window.centella.call('program.snapshot', {}).then(JSON.stringify)")
    const shown = await page.locator('body').textContent()
    return `${snapshot} ${shown} ${await page.title()} ${await desktop.toolTip()}`
  }
  const traces = /secreto|borrador|bob@|\(1\)|1 new/
  expect(await known()).toMatch(traces)

  await signOut(page)
  expect(await known()).not.toMatch(traces)
  expect((await desktop.notices()).every(({ closed }) => closed)).toBe(true)

  await bob.send('ana@mired.org', 'Otro secreto')
  const { host, port } = server
  await fillAndSignIn(page, mouse, { address: 'carla@mired.org', password: 'carla-pw', host, port })
  await expectOnline(page)
  await mouse.press(rail(page).getByRole('link', { name: 'Chats' }))
  await page.getByRole('searchbox', { name: 'Search people and chats' }).fill('secreto')
  await expect(page.getByText('Nothing found for “secreto”')).toBeVisible()
  await page.keyboard.press('Escape')
  // bob is in her list, too; what he wrote to ana is not.
  expect(await known()).not.toMatch(/[tT]u secreto|Mi secreto|Otro secreto|borrador|\(1\)|1 new/)
  expect(await desktop.notices()).toHaveLength(1)

  await signOut(page)
  // Where the server is has been kept with the account.
  await fillAndSignIn(page, mouse, { address: 'ana@mired.org', password: 'ana-pw' })
  await expectOnline(page)
  await openContact(page, mouse, 'bob')
  for (const text of ['Mi secreto', 'Tu secreto', 'Otro secreto']) await expect(messageWith(page, text)).toBeVisible()
})

async function signOut(page: Page): Promise<void> {
  await mouse.press(page.getByRole('button', { name: /^My status/ }))
  await mouse.press(page.getByRole('dialog', { name: 'My status' }).getByRole('button', { name: 'Sign out' }))
  await mouse.press(
    page.getByRole('dialog', { name: /^Sign out of/ }).getByRole('button', { name: 'Sign out', exact: true }),
  )
  await expect(page.getByRole('heading', { name: 'Sign in to Centella' })).toBeVisible()
}
