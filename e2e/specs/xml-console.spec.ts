import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { openContact, sendMessage } from '../program/conversation.ts'
import { bothHands, type Hands } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

async function openConsole(page: Page, hands: Hands): Promise<void> {
  await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }))
  const sections = page.getByRole('listbox', { name: 'Settings' })
  await hands.choose(sections, sections.getByRole('option', { name: 'XML console' }))
  await expect(page.getByRole('heading', { name: 'XML console' })).toBeVisible()
}

/** Radios are chosen by a press, or by what the arrows move to. */
async function chooseKind(page: Page, hands: Hands, name: string): Promise<void> {
  const radio = page.getByRole('radiogroup', { name: 'Kind' }).getByRole('radio', { name })
  if (hands.name === 'mouse') await radio.check({ force: true })
  else {
    await hands.type(page.getByRole('searchbox', { name: 'Filter' }), '')
    await page.keyboard.press('Tab')
    for (let step = 0; step < 5 && !(await radio.isChecked()); step++) await page.keyboard.press('ArrowRight')
  }
  await expect(radio).toBeChecked()
}

for (const hands of bothHands) {
  test(`the XML console shows what goes out and comes in, and no secret, by ${hands.name}`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'centella-saved-'))
    try {
      await using server = await startProsody({ mutualContacts: true })
      const place = { host: server.host, port: server.port, authority: server.authority.file }
      await using bob = await startPeer({ jid: 'bob@mired.org', password: 'bob-pw', ...place })
      await using program = await launchProgram({ trust: server.authority.file })
      const { page } = program
      await signIn(page, hands, server, 'ana')

      await openConsole(page, hands)
      const log = page.getByRole('log', { name: 'Stanzas' })
      const entryWith = (text: string) => log.getByRole('article').filter({ hasText: text })
      // How signing in went is there, without what proved the password.
      await chooseKind(page, hands, 'Stream')
      await hands.type(page.getByRole('searchbox', { name: 'Filter' }), 'urn:ietf:params:xml:ns:xmpp-sasl')
      await expect(entryWith('<auth').first()).toContainText('hidden')
      await hands.type(page.getByRole('searchbox', { name: 'Filter' }), '')
      await chooseKind(page, hands, 'All')

      await bob.send('ana@mired.org', 'From Bob <b>&</b>')
      await expect(entryWith('From Bob')).toHaveAttribute('data-direction', 'in')
      await expect(entryWith('From Bob')).toContainText('<body>From Bob &lt;b&gt;&amp;&lt;/b&gt;</body>')

      await openContact(page, hands, 'bob')
      await sendMessage(page, hands, 'From Ana')
      await openConsole(page, hands)
      await chooseKind(page, hands, 'Messages')
      await expect(entryWith('From Ana').first()).toHaveAttribute('data-direction', 'out')
      await expect(log.getByRole('article').filter({ hasText: 'jabber:iq:roster' })).toHaveCount(0)
      await hands.type(page.getByRole('searchbox', { name: 'Filter' }), 'from bob')
      await expect(entryWith('From Ana')).toHaveCount(0)
      await expect(entryWith('From Bob')).toHaveCount(1)
      await hands.type(page.getByRole('searchbox', { name: 'Filter' }), '')

      await hands.press(page.getByRole('button', { name: 'Pause' }))
      await bob.send('ana@mired.org', 'While it stands still')
      await expect(page.getByText(/^Paused, \d+ new$/)).toBeVisible()
      await expect(entryWith('While it stands still')).toHaveCount(0)
      await hands.press(page.getByRole('button', { name: 'Go on' }))
      await expect(entryWith('While it stands still')).toHaveCount(1)

      const file = join(folder, 'console.txt')
      await hands.press(page.getByRole('button', { name: 'Save to file' }))
      const dialog = page.getByRole('dialog', { name: 'Save' })
      await expect(dialog.getByRole('textbox', { name: 'Path' })).toHaveValue(/centella-xml-ana@mired\.org-.*\.txt$/)
      await hands.type(dialog.getByRole('textbox', { name: 'Path' }), file)
      await hands.press(dialog.getByRole('button', { name: 'Save' }))
      await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible()
      const saved = await readFile(file, 'utf8')
      expect(saved).toContain('From Ana')
      expect(saved).toContain('OUT stream')
      expect(saved).toContain('mechanism="SCRAM-')
      for (const secret of ['ana-pw', Buffer.from('ana-pw').toString('base64'), 'biws', 'bixh']) {
        expect(saved).not.toContain(secret)
      }

      await hands.press(page.getByRole('button', { name: 'Clear', exact: true }))
      await expect(entryWith('From Bob')).toHaveCount(0)
      await bob.send('ana@mired.org', 'After it was cleared')
      await expect(entryWith('After it was cleared')).toHaveCount(1)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

test('a crash in the program leaves no secret in its log', async () => {
  await using program = await launchProgram()
  await program.app.evaluate(() => {
    const stanza = '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl">AGFuYQBhbmEtcHctYW5hLXB3</auth>'
    setTimeout(() => {
      throw new Error(`cannot write ${stanza}`)
    }, 0)
    void Promise.reject(new Error(`password=ana-pw-ana-pw in ${stanza}`))
  })
  const log = () => readFile(join(program.profile, 'logs/centella.log'), 'utf8').catch(() => '')
  await expect.poll(log).toMatch(/uncaught exception/)
  await expect.poll(log).toMatch(/unhandled rejection/)
  for (const secret of ['AGFuYQBhbmEtcHctYW5hLXB3', 'ana-pw-ana-pw']) expect(await log()).not.toContain(secret)
})
