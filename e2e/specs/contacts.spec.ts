import { expect, type Page, test } from '@playwright/test'
import { catalogues } from '../../shared/lang/catalogue.ts'
import { bothHands, type Hands, mouse } from '../program/hands.ts'
import { launchProgram } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startEjabberd } from '../servers/ejabberd.ts'
import { startJabberd2 } from '../servers/jabberd2.ts'
import { startProsody } from '../servers/prosody.ts'
import type { RunningServer } from '../servers/running-server.ts'
import { type Peer, startPeer } from '../servers/slixmpp.ts'

/** Every server by one of the hands: what differs between them is in the core's tests. */
const servers = { mouse: { prosody: startProsody }, keyboard: { ejabberd: startEjabberd } } as const

const rail = (page: Page, name = 'Contacts') =>
  page.getByRole('navigation').first().getByRole('link', { name, exact: true })
const tree = (page: Page, name = 'Contacts') => page.getByRole('tree', { name })
const inList = (page: Page, name: string) => tree(page).getByRole('treeitem', { name: new RegExp(`^${name}\\b`) })

/** bob, by slixmpp. It asks for its list: Prosody tells only those of it who did. */
async function peerOf(server: RunningServer): Promise<Peer> {
  const { host, port, authority } = server
  const peer = await startPeer({ jid: 'bob@mired.org', password: 'bob-pw', host, port, authority: authority.file })
  await peer.ask({ payload: "<query xmlns='jabber:iq:roster'/>" })
  return peer
}

interface Added {
  readonly address: string
  readonly name?: string
  readonly groups?: string
}

/** From the window as it is after the sign-in. */
async function addContact(page: Page, hands: Hands, { address, name, groups }: Added): Promise<void> {
  await hands.press(rail(page))
  await hands.press(page.getByRole('button', { name: 'Add contact' }))
  const dialog = page.getByRole('dialog', { name: 'Add contact' })
  await hands.type(dialog.getByRole('textbox', { name: 'XMPP address' }), address)
  if (name !== undefined) await hands.type(dialog.getByRole('textbox', { name: 'Name' }), name)
  if (groups !== undefined) await hands.type(dialog.getByRole('textbox', { name: 'Groups' }), groups)
  if (hands.name === 'keyboard') await page.keyboard.press('Enter')
  else await hands.press(dialog.getByRole('button', { name: 'Add', exact: true }))
}

/** The contact's menu, by the right button or the menu key. */
async function choose(page: Page, hands: Hands, name: string, action: string): Promise<void> {
  const row = inList(page, name)
  if (hands.name === 'mouse') await row.click({ button: 'right' })
  else {
    // A letter goes to the person; Enter would open the conversation.
    await tree(page).locator('[tabindex="0"]').focus()
    await page.keyboard.press('Home')
    for (let step = 0; step < 20 && !(await row.evaluate(each => each === document.activeElement)); step++) {
      await page.keyboard.press('ArrowDown')
    }
    await page.keyboard.press('Shift+F10')
  }
  const menu = page.getByRole('menu')
  await hands.choose(menu, menu.getByRole('menuitem', { name: action }))
}

for (const hands of bothHands) {
  for (const [kind, start] of Object.entries(servers[hands.name])) {
    test(`by ${hands.name}, ${kind}: ana adds bob, bob accepts and has her too; renamed, moved, removed`, async () => {
      await using server = await start()
      await using ana = await launchProgram({ trust: server.authority.file })
      await using bob = await launchProgram({ trust: server.authority.file })
      await signIn(ana.page, hands, server, 'ana')
      await signIn(bob.page, mouse, server, 'bob')

      await addContact(ana.page, hands, { address: 'bob', name: 'Alejandro <b>', groups: 'Clase' })
      await expect(ana.page.getByRole('dialog')).toBeHidden()
      await expect(inList(ana.page, 'Alejandro')).toHaveAccessibleName(/No answer yet/)
      await expect(tree(ana.page).getByRole('treeitem', { name: /^Clase/ })).toBeVisible()

      await expect(rail(bob.page)).toHaveAttribute('aria-description', /1/)
      await hands.press(rail(bob.page))
      const request = bob.page.getByRole('article', { name: 'Request from ana' })
      await expect(request).toContainText('ana@mired.org')
      await hands.press(request.getByRole('button', { name: 'Accept' }))
      await expect(request).toBeHidden()
      await expect(inList(bob.page, 'ana')).toHaveAccessibleName(/Available/)
      await expect(inList(ana.page, 'Alejandro')).toHaveAccessibleName(/Available/)
      await expect(rail(bob.page)).not.toHaveAttribute('aria-description', /1/)
      // Who added is not asked in return.
      await expect(ana.page.getByRole('article', { name: /^Request/ })).toHaveCount(0)

      await hands.press(bob.page.getByRole('button', { name: /^My status/ }))
      await hands.choose(bob.page.getByRole('menu'), bob.page.getByRole('menuitemradio', { name: 'Away', exact: true }))
      await expect(inList(ana.page, 'Alejandro')).toHaveAccessibleName(/Away/)

      await choose(ana.page, hands, 'Alejandro', 'Edit name and groups')
      const edit = ana.page.getByRole('dialog', { name: 'Edit Alejandro <b>' })
      await hands.type(edit.getByRole('textbox', { name: 'Name' }), 'Álex')
      await hands.type(edit.getByRole('textbox', { name: 'Groups' }), 'Ajedrez')
      // By mouse she is taken there; this is the way without one.
      if (hands.name === 'keyboard') await hands.press(edit.getByRole('checkbox', { name: 'Clase' }))
      await hands.press(edit.getByRole('button', { name: 'Save' }))
      await expect(edit).toBeHidden()
      await expect(inList(ana.page, 'Álex').first()).toBeVisible()
      const ajedrez = tree(ana.page).getByRole('treeitem', { name: /^Ajedrez/ })
      await expect(ajedrez).toBeVisible()
      if (hands.name === 'mouse') {
        await expect(inList(ana.page, 'Álex')).toHaveCount(2)
        await inList(ana.page, 'Álex').last().dragTo(ajedrez)
      }
      await expect(tree(ana.page).getByRole('treeitem', { name: /^Clase/ })).toHaveCount(0)

      await choose(ana.page, hands, 'Álex', 'Remove contact')
      const question = ana.page.getByRole('dialog', { name: 'Remove Álex from your list' })
      // The safe answer has the focus.
      await expect(question.getByRole('button', { name: 'Keep contact' })).toBeFocused()
      await hands.press(question.getByRole('button', { name: 'Remove contact' }))
      await expect(inList(ana.page, 'Álex')).toHaveCount(0)
      await expect(inList(bob.page, 'ana')).toHaveAccessibleName(/Offline/)
    })
  }

  test(`by ${hands.name}: what strangers write is text; an address that cannot be; a request that is withdrawn`, async () => {
    await using server = await startProsody()
    await using peer = await peerOf(server)
    await using program = await launchProgram({ trust: server.authority.file })
    const { page } = program
    await signIn(page, hands, server, 'ana')
    await peer.raw(
      "<presence to='ana@mired.org' type='subscribe'><nick xmlns='http://jabber.org/protocol/nick'>&#x202e;&lt;img src=x onerror=alert(1)&gt;</nick></presence>",
    )
    await hands.press(rail(page))
    const request = page.getByRole('article', { name: /^Request from <img src=x/ })
    await expect(request).toContainText('bob@mired.org')
    await expect(request.locator('img')).toHaveCount(0)
    await hands.press(request.getByRole('button', { name: 'Decline' }))
    await expect(request).toBeHidden()
    await peer.next(xml => xml.includes('type="unsubscribed"'))
    await expect(page.getByText('Nobody in your list yet')).toBeVisible()

    await addContact(page, hands, { address: 'ana@mired.org' })
    const dialog = page.getByRole('dialog', { name: 'Add contact' })
    await expect(dialog).toContainText('This is your own address')
    await hands.type(dialog.getByRole('textbox', { name: 'XMPP address' }), 'eva@nowhere.invalid')
    await hands.press(dialog.getByRole('button', { name: 'Add', exact: true }))
    await expect(dialog).toBeHidden()
    await expect(inList(page, 'eva')).toHaveAccessibleName(/Not accepted/)
    await choose(page, hands, 'eva', 'Withdraw request')
    await expect(inList(page, 'eva')).toHaveCount(0)

    // The server goes while the dialog is open: what was typed stays, and goes out once it is back.
    await hands.press(page.getByRole('button', { name: 'Add contact' }))
    await hands.type(dialog.getByRole('textbox', { name: 'XMPP address' }), 'bob')
    const long = 'a group without end '.repeat(30)
    await dialog.getByRole('textbox', { name: 'Groups' }).fill(long)
    await server.kill()
    await expect(page.getByText('No connection to mired.org')).toBeVisible()
    await hands.press(dialog.getByRole('button', { name: 'Add', exact: true }))
    const trouble = dialog.locator('[role=alert][data-code="not-connected"]')
    await expect(trouble).toBeVisible()
    await server.start()
    await expect(trouble).toBeHidden({ timeout: 60_000 })
    await hands.press(dialog.getByRole('button', { name: 'Add', exact: true }))
    await expect(dialog).toBeHidden()
    await expect(inList(page, 'bob')).toHaveAccessibleName(/No answer yet/)
    // Only as much of it as a name may have.
    await expect(tree(page).getByRole('treeitem', { name: new RegExp(`^${long.slice(0, 500).trim()},`) })).toBeVisible()
  })
}

test('en español, con jabberd2: añadir, esperar, verse y escribirse, sin archivo ni directorio', async () => {
  await using server = await startJabberd2()
  await using peer = await peerOf(server)
  await using program = await launchProgram({ trust: server.authority.file, language: 'es_ES' })
  const { page } = program
  await page.getByRole('textbox', { name: 'Dirección XMPP' }).fill('ana@mired.org')
  await page.getByLabel('Contraseña', { exact: true }).fill('ana-pw')
  await page.getByRole('button', { name: 'Avanzado' }).click()
  await page.getByRole('checkbox', { name: 'Buscar el servidor automáticamente' }).click()
  await page.getByRole('textbox', { name: 'Servidor' }).fill(server.host)
  await page.getByLabel('Puerto').fill(String(server.port))
  await page.getByRole('button', { name: 'Guardar' }).click()
  await page.getByRole('button', { name: 'Iniciar sesión', exact: true }).click()
  await rail(page, 'Contactos').click()
  await page.getByRole('button', { name: 'Añadir contacto' }).click()
  const dialog = page.getByRole('dialog', { name: 'Añadir contacto' })
  await dialog.getByRole('textbox', { name: 'Dirección XMPP' }).fill('bob')
  await dialog.getByRole('button', { name: 'Añadir', exact: true }).click()
  const row = tree(page, 'Contactos').getByRole('treeitem', { name: /^bob/ })
  await expect(row).toHaveAccessibleName(/Aún sin respuesta/)
  await peer.next(xml => xml.includes('type="subscribe"'))
  // As Spark accepts, and adds later.
  await peer.raw("<presence to='ana@mired.org' type='subscribed'/><presence to='ana@mired.org' type='subscribe'/>")
  await expect(row).toHaveAccessibleName(/Disponible/)
  await peer.next(xml => xml.includes('type="subscribed"'))

  const { search, message } = catalogues.es
  await page.getByRole('searchbox', { name: search.field }).click()
  await page.keyboard.type('alejandro')
  await expect(page.getByText(search.noDirectory)).toBeVisible()
  await page.keyboard.press('Escape')
  await row.click()
  const field = page.getByRole('textbox', { name: message.field })
  await field.fill('¿Estás?')
  await page.keyboard.press('Enter')
  const sent = (text: string) => page.getByRole('log').getByRole('article').filter({ hasText: text })
  await peer.next(xml => xml.includes('¿Estás?'))
  await expect(sent('¿Estás?')).toHaveAttribute('data-state', 'stored')
  // It waits at the server, which keeps no archive.
  await peer.presence({ type: 'unavailable' })
  await expect(page.getByText('Desconectado').first()).toBeVisible()
  await field.fill('Para luego')
  await page.keyboard.press('Enter')
  await expect(sent('Para luego')).toHaveAttribute('data-state', 'stored')
  await peer.presence()
  await peer.next(xml => xml.includes('Para luego'))
  await peer.send('ana@mired.org', 'Ya estoy')
  await expect(sent('Ya estoy')).toBeVisible()
})
