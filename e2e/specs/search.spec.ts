import { expect, type Locator, type Page, test } from '@playwright/test'
import type { Language } from '../../shared/domain/settings.ts'
import { catalogues } from '../../shared/lang/catalogue.ts'
import { bothHands, type Hands } from '../program/hands.ts'
import { launchProgram, newProfile, type Program } from '../program/program.ts'
import { expectOnline, fillAndSignIn, signIn } from '../program/sign-in.ts'
import { startOpenfire } from '../servers/openfire-replay.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

const users = [
  { name: 'ricky', password: 'ricky-pw' },
  { name: 'alejandro', password: 'alejandro-pw', label: 'Alejandro Ruiz' },
  { name: 'lucia', password: 'lucia-pw', label: '<b>Alejandra</b> \u202eoruM' },
]

interface Server {
  readonly domain: string
  readonly host: string
  readonly port: number
  readonly authority: { readonly file: string }
}

/** Signed in, in a language: the sign-in window is English, the second start need not be. */
async function open(server: Server, hands: Hands, name: string, language: Language): Promise<Program> {
  const trust = server.authority.file
  const form = {
    address: `${name}@${server.domain}`,
    password: `${name}-pw`,
    host: server.host,
    port: server.port,
  }
  if (language === 'en') {
    const program = await launchProgram({ trust })
    await fillAndSignIn(program.page, hands, form)
    await expectOnline(program.page)
    return program
  }
  const profile = await newProfile()
  const first = await launchProgram({ trust, profile })
  await fillAndSignIn(first.page, hands, { ...form, remember: true, automatically: true })
  await expectOnline(first.page)
  await first.close()
  return launchProgram({ trust, profile, language: 'es_ES' })
}

/** Types into the search box, from wherever the focus is. */
async function look(page: Page, hands: Hands, language: Language, text: string): Promise<Locator> {
  const { field, results } = catalogues[language].search
  const box = page.getByRole('searchbox', { name: field })
  await expect(box).toBeVisible()
  // The window that has just opened puts the focus somewhere by itself.
  await expect(async () => {
    if (hands.name === 'mouse') await box.click()
    else await page.keyboard.press('Control+k')
    await expect(box).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(text)
  return page.getByRole('listbox', { name: results })
}

/** Goes through what is said twice in the conversation, newest first, and back to where one writes. */
async function findHere(page: Page, hands: Hands, language: Language): Promise<void> {
  const { search, message } = catalogues[language]
  const composer = page.getByRole('textbox', { name: message.field })
  await composer.focus()
  const bar = page.getByRole('search', { name: search.inConversation })
  const press = (key: string, name: string) =>
    hands.name === 'keyboard' ? page.keyboard.press(key) : page.getByRole('button', { name }).last().click()
  await press('Control+f', search.inConversation)
  await expect(bar.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('INFORME')
  const found = page.locator('article[data-found="true"]')
  const expectFound = async (place: string, text: string) => {
    await expect(bar.getByRole('status')).toHaveText(place)
    await expect(found).toContainText(text)
  }
  await expectFound(language === 'en' ? '1 of 2' : '1 de 2', 'El otro informe')
  await press('Enter', search.older)
  await expectFound(language === 'en' ? '2 of 2' : '2 de 2', 'informe de Begoña')
  await press('Shift+Enter', search.newer)
  await expectFound(language === 'en' ? '1 of 2' : '1 de 2', 'El otro informe')
  await bar.getByRole('searchbox').fill('nada así')
  await expect(bar.getByRole('status')).toHaveText(search.notHere)
  await press('Escape', search.close)
  await expect(bar).toBeHidden()
  await expect(
    hands.name === 'keyboard' ? composer : page.getByRole('button', { name: search.inConversation }),
  ).toBeFocused()
}

/** Chooses a result; by keyboard the focus stays in the field. */
async function choose(page: Page, hands: Hands, option: Locator): Promise<void> {
  await option.waitFor()
  if (hands.name === 'mouse') return option.click()
  for (let step = 0; step < 20 && (await option.getAttribute('aria-selected')) !== 'true'; step++)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
}

for (const [hands, language] of [
  [bothHands[0], 'en'],
  [bothHands[1], 'es'],
] as const) {
  if (hands === undefined) throw new Error('Nobody is there')
  const words = catalogues[language]
  const filled = (text: string, values: Readonly<Record<string, string>>) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')

  test(`by ${hands.name}, ${language}: somebody of Openfire's directory is found, written to, and what was written is found`, async () => {
    // Without -PLUS, which slixmpp cannot do here.
    await using server = await startOpenfire({ domain: 'mired.org', users, mechanisms: ['SCRAM-SHA-1'] })
    await using alejandro = await startPeer({
      jid: 'alejandro@mired.org',
      password: 'alejandro-pw',
      host: server.host,
      port: server.port,
      authority: server.authority.file,
    })
    await using program = await open(server, hands, 'ricky', language)
    const { page } = program

    const results = await look(page, hands, language, 'ale')
    const directory = results.getByRole('group', { name: filled(words.search.directory, { domain: 'mired.org' }) })
    // Names are text, and turn nothing round.
    await expect(directory.getByRole('option', { name: /<b>Alejandra<\/b> oruM.*lucia@mired\.org/ })).toBeVisible()
    await choose(page, hands, directory.getByRole('option', { name: /Alejandro Ruiz.*alejandro@mired\.org/ }))
    await expect(page.getByRole('heading', { level: 2 }).and(page.getByTitle('alejandro@mired.org'))).toBeVisible()
    await expect(page.getByRole('textbox', { name: words.message.field })).toBeFocused()
    await page.keyboard.type('¿Tienes el informe de Begoña?')
    await page.keyboard.press('Enter')
    await page.keyboard.type('El otro informe, no')
    await page.keyboard.press('Enter')
    await alejandro.next(xml => xml.includes('El otro informe, no'))

    const again = await look(page, hands, language, 'inform bego')
    const messages = again.getByRole('group', { name: words.search.messages })
    await choose(page, hands, messages.getByRole('option', { name: /alejandro@mired\.org.*informe de Begoña/ }))
    const found = page.getByRole('log').getByRole('article').filter({ hasText: 'informe de Begoña' })
    await expect(found).toBeFocused()
    await expect(found).toHaveAttribute('data-found', 'true')
    await findHere(page, hands, language)
  })
}

test('a server without a directory says so, and a whole address can be written to all the same', async () => {
  await using server = await startProsody({ users })
  await using program = await launchProgram({ trust: server.authority.file })
  const [mouse] = bothHands
  if (mouse === undefined) throw new Error('Nobody is there')
  const { page } = program
  await signIn(page, mouse, server, 'ricky')
  await look(page, mouse, 'en', 'alejandro')
  await expect(page.getByText('No directory was found on your server.')).toBeVisible()
  const results = await look(page, mouse, 'en', 'alejandro@mired.org')
  await choose(page, mouse, results.getByRole('option', { name: 'Write to alejandro@mired.org' }))
  await expect(page.getByRole('region', { name: 'Conversation with alejandro' })).toBeVisible()
})
