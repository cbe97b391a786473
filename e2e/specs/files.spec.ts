import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectState, messageWith, openContact } from '../program/conversation.ts'
import { give, watchOpened, willChoose, willSaveAs } from '../program/files.ts'
import { keyboard, mouse } from '../program/hands.ts'
import { pngPicture } from '../program/picture.ts'
import { launchProgram, type Program } from '../program/program.ts'
import { expectOnline, fillAndSignIn, signIn } from '../program/sign-in.ts'
import { startEjabberd } from '../servers/ejabberd.ts'
import { startOpenfire } from '../servers/openfire-replay.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

const mib = 1024 * 1024

let folder: string
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'centella-files-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}
const pdf = () => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000), Buffer.from('\n%%EOF\n')])

const log = (page: Page) => page.getByRole('log')
const tray = (page: Page) => page.getByRole('list', { name: /^(Files to send|Archivos que vas a enviar)$/ })

/** A picture that is drawn, not only spoken of. */
async function expectDrawn(picture: Locator): Promise<void> {
  await expect(picture).toBeVisible()
  await expect.poll(() => picture.evaluate(element => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
}

/** Saved byte by byte as it was sent. */
async function expectSaved(program: Program, save: () => Promise<void>, sent: string): Promise<void> {
  const target = join(folder, `saved ${Math.random()}`)
  await willSaveAs(program, target)
  await save()
  await expect.poll(() => readFile(target).catch(() => null)).toEqual(await readFile(sent))
}

test('files to a person, with two windows, by mouse on Prosody', async () => {
  test.setTimeout(300_000)
  // As a school has it: nobody's DNS knows the server, and its certificate is its own.
  const own = { certificate: 'openfire', tls: 'optional' } as const
  await using server = await startProsody({ mutualContacts: true, upload: true, ...own })
  await using ana = await launchProgram()
  await using bob = await launchProgram()
  const { page } = ana
  const question = (of: Page) => of.getByRole('dialog', { name: 'Certificate not trusted' })
  const at = { host: server.host, port: server.port }
  await fillAndSignIn(page, mouse, { address: 'ana@mired.org', password: 'ana-pw', ...at })
  await question(page).getByRole('button', { name: 'Trust this certificate' }).click()
  await expectOnline(page)
  // He has seen no certificate.
  await signIn(bob.page, mouse, server, 'bob', { encryption: 'Disabled' })
  const conversation = await openContact(page, mouse, 'bob')
  await openContact(bob.page, mouse, 'ana')
  const attach = page.getByRole('button', { name: 'Attach file' })
  const send = page.getByRole('button', { name: 'Send', exact: true })
  const message = page.getByRole('textbox', { name: 'Message' })

  // By the button, with a caption.
  const report = await write('informe células.pdf', pdf())
  await willChoose(ana, [report])
  await attach.click()
  await expect(tray(page).getByRole('listitem')).toContainText('informe células.pdf')
  await message.fill('Aquí lo tienes')
  await send.click()
  await expect(tray(page)).toBeHidden()
  await expectState(page, 'informe células.pdf', /stored|delivered|displayed/)
  await expect(messageWith(bob.page, 'Aquí lo tienes')).toBeVisible()
  const open = log(bob.page).getByRole('button', { name: 'Open informe células.pdf' })
  await expect(open).toBeVisible()

  // Who has trusted no certificate is asked before anything goes or comes: no first, then yes, and all goes on.
  const early = await write('sin prisa.txt', 'Sin prisa\n')
  await willChoose(bob, [early])
  await bob.page.getByRole('button', { name: 'Attach file' }).click()
  await bob.page.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(question(bob.page)).toContainText(`SHA-256 ${server.fingerprint()}`)
  await question(bob.page).getByRole('button', { name: 'Cancel' }).click()
  const stopped = messageWith(bob.page, 'sin prisa.txt')
  await expect(stopped.locator('[data-code="certificate-self-signed"]')).toBeVisible()
  const opened = await watchOpened(bob)
  await open.click()
  await expect(question(bob.page)).toContainText(`SHA-256 ${server.fingerprint()}`)
  await question(bob.page).getByRole('button', { name: 'Trust this certificate' }).click()
  await expect(messageWith(page, 'sin prisa.txt')).toBeVisible()

  // It opens, and is saved as it was.
  await expect.poll(opened).toHaveLength(1)
  expect(await readFile((await opened())[0] ?? '')).toEqual(await readFile(report))
  const save = log(bob.page).getByRole('button', { name: 'Save informe células.pdf' })
  await expectSaved(bob, () => save.click(), report)
  await expect(log(bob.page).getByRole('button', { name: 'Show informe células.pdf in its folder' })).toBeVisible()

  // Two that are dropped; the second thought about one of three.
  const picture = await write('cebolla 40x.png', pngPicture(200, 90))
  const notes = await write('notas.txt', 'Página 3\n')
  const script = await write('arreglo.sh', '#!/bin/sh\nrm -rf /\n')
  await give(page, conversation, 'dragenter', [{ path: picture }])
  await expect(page.getByText('Drop here to send to bob')).toBeVisible()
  await give(page, conversation, 'drop', [{ path: picture }, { path: notes }, { path: script }])
  await expect(page.getByText('Drop here to send to bob')).toBeHidden()
  await expect(tray(page).getByRole('listitem')).toHaveCount(3)
  await page.getByRole('button', { name: 'Remove notas.txt' }).click()
  await expect(tray(page).getByRole('listitem')).toHaveCount(2)
  await send.click()
  await expectDrawn(log(bob.page).getByRole('img', { name: 'cebolla 40x.png' }))
  await expectDrawn(log(page).getByRole('img', { name: 'cebolla 40x.png' }))
  // What could do harm is only saved.
  const harmful = messageWith(bob.page, 'arreglo.sh')
  await expect(harmful.getByRole('button', { name: 'Save arreglo.sh' })).toBeVisible()
  await expect(harmful.getByRole('button', { name: 'Open arreglo.sh' })).toHaveCount(0)

  // The picture opens large.
  await log(bob.page).getByRole('button', { name: 'Open cebolla 40x.png' }).click()
  const large = bob.page.getByRole('dialog', { name: 'cebolla 40x.png' })
  await expectDrawn(large.getByRole('img', { name: 'cebolla 40x.png' }))
  await expectSaved(bob, () => large.getByRole('button', { name: 'Save cebolla 40x.png' }).click(), picture)

  // A picture that was copied elsewhere.
  await give(page, message, 'paste', [{ name: 'image.png', type: 'image/png', from: picture }])
  await expect(tray(page).getByRole('listitem')).toContainText(/\.png/)
  await send.click()
  await expect(log(bob.page).getByRole('img', { name: '.png' })).toHaveCount(2)

  // Too large: said before a byte is sent.
  const huge = await write('película.mkv', '')
  await truncate(huge, 300 * mib)
  await willChoose(ana, [huge])
  await attach.click()
  await expect(page.locator('[role=alert][data-code="file-too-large"]')).toContainText(
    /película\.mkv \(315 MB\).*268 MB/,
  )
  await expect(send).toBeDisabled()
  await page.getByRole('button', { name: 'Remove película.mkv' }).click()

  // Gone when it is to be sent; back again, it goes at the second try.
  const slow = await write('más tarde.pdf', pdf())
  await willChoose(ana, [slow])
  await attach.click()
  await expect(tray(page)).toBeVisible()
  await rename(slow, `${slow}.away`)
  await send.click()
  const failed = messageWith(page, 'más tarde.pdf')
  await expect(failed).toHaveAttribute('data-state', 'failed')
  await expect(failed.locator('[data-code="file-unreadable"]')).toBeVisible()
  await rename(`${slow}.away`, slow)
  await failed.getByRole('button', { name: 'Retry' }).click()
  await expect(messageWith(bob.page, 'más tarde.pdf')).toBeVisible()
  await expect(failed).toHaveCount(1)
  await expectState(page, 'más tarde.pdf', /stored|delivered|displayed/)

  // On its way, and called off.
  server.freeze()
  await willChoose(ana, [report])
  await attach.click()
  await send.click()
  await expect(page.getByRole('progressbar', { name: 'Uploading informe células.pdf' })).toBeVisible()
  await page.getByRole('button', { name: 'Cancel upload' }).click()
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  server.thaw()
  await expect(messageWith(page, 'informe células.pdf')).toHaveCount(1)
})

test('files to a person and to a room, in Spanish, by keyboard on ejabberd', async () => {
  test.setTimeout(300_000)
  await using server = await startEjabberd({ mutualContacts: true, upload: true })
  await using ana = await launchProgram({ trust: server.authority.file })
  await using bob = await launchProgram({ trust: server.authority.file })
  await signIn(ana.page, keyboard, server, 'ana')
  await signIn(bob.page, mouse, server, 'bob')
  for (const { page } of [ana, bob]) {
    const dialog = page.getByRole('dialog', { name: 'Join or create a room' })
    await page.keyboard.press('Control+j')
    await keyboard.type(dialog.getByRole('textbox', { name: 'Room address' }), 'clase')
    await keyboard.press(dialog.getByRole('button', { name: page === ana.page ? 'Create' : 'Join', exact: true }))
    await expect(page.getByRole('region', { name: 'Room clase' })).toBeVisible()
    await page.keyboard.press('Control+,')
    await keyboard.choose(
      page.getByRole('listbox', { name: 'Settings' }),
      page.getByRole('option', { name: 'Language' }),
    )
    await keyboard.press(page.getByRole('button', { name: /Language of the program$/ }))
    await expect(page.getByRole('option', { name: 'Español' })).toBeVisible()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await keyboard.press(page.getByRole('link', { name: 'Chats' }))
  }
  const chats = (page: Page) => page.getByRole('listbox', { name: 'Chats' })
  for (const { page } of [ana, bob]) {
    await keyboard.choose(chats(page), page.getByRole('option', { name: /clase/ }))
    await expect(page.getByRole('region', { name: 'Sala clase' })).toBeVisible()
  }
  const { page } = ana

  // To the room: a picture, with words. (ejabberd would change a blank in the name.)
  const picture = await write('cebolla-40x.png', pngPicture(120, 200))
  await willChoose(ana, [picture])
  await page.keyboard.press('Control+o')
  await expect(tray(page).getByRole('listitem')).toHaveCount(1)
  await keyboard.type(page.getByRole('textbox', { name: 'Mensaje' }), 'Para la portada')
  await page.keyboard.press('Enter')
  await expectState(page, 'Para la portada', 'stored')
  await expectDrawn(log(bob.page).getByRole('img', { name: 'cebolla-40x.png' }))
  await expect(messageWith(bob.page, 'Para la portada')).toBeVisible()

  // Opened large and closed, from the message itself.
  await bob.page.keyboard.press('Shift+F6')
  await bob.page.keyboard.press('ArrowUp')
  await keyboard.press(log(bob.page).getByRole('button', { name: 'Abrir cebolla-40x.png' }))
  await expect(bob.page.getByRole('dialog', { name: 'cebolla-40x.png' })).toBeVisible()
  await bob.page.keyboard.press('Escape')
  await expect(bob.page.getByRole('dialog')).toBeHidden()

  // To a person: one of two is taken out again.
  await keyboard.press(page.getByRole('link', { name: 'Contactos' }))
  await keyboard.choose(page.getByRole('tree', { name: 'Contactos' }), page.getByRole('treeitem', { name: /^bob\b/ }))
  await expect(page.getByRole('region', { name: 'Conversación con bob' })).toBeVisible()
  const report = await write('informe.pdf', pdf())
  await willChoose(ana, [report, picture])
  await page.keyboard.press('Control+o')
  await keyboard.press(page.getByRole('button', { name: 'Quitar cebolla-40x.png' }))
  await expect(tray(page).getByRole('listitem')).toHaveCount(1)
  await expect(page.getByRole('textbox', { name: 'Mensaje' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expectState(page, 'informe.pdf', /stored|delivered|displayed/)
  await keyboard.choose(chats(bob.page), bob.page.getByRole('option', { name: /^ana/ }))
  const save = log(bob.page).getByRole('button', { name: 'Guardar informe.pdf' })
  await expect(save).toBeVisible()
  await bob.page.keyboard.press('Shift+F6')
  await expectSaved(bob, () => keyboard.press(save), report)
})

test('files of an Openfire, whose slots have no type and no range: the content tells what each is', async () => {
  test.setTimeout(180_000)
  await using server = await startOpenfire({ domain: 'mired.org', mutualContacts: true, upload: true })
  const { host, port, upload } = server
  if (upload === null) throw new Error('no upload')
  await using program = await launchProgram()
  const { page } = program
  await fillAndSignIn(page, mouse, { address: 'ana@mired.org', password: 'ana-pass', host, port })
  const question = page.getByRole('dialog', { name: 'Certificate not trusted' })
  await question.getByRole('button', { name: 'Trust this certificate' }).click()
  await expectOnline(page)
  await using bob = await startPeer({ jid: 'bob@mired.org', password: 'bob-pass', host, port, authority: null })
  const offer = async (name: string, bytes: Uint8Array): Promise<void> => {
    const path = `/httpfileupload/of-bob/${name}`
    upload.files.set(path, { bytes, size: bytes.length, sha256: '' })
    const link = `${upload.origin}${path}`
    // As Spark writes it.
    const inside = `<body>${link}</body><x xmlns='jabber:x:oob'><url>${link}</url></x><thread>1T5GAB</thread>`
    await bob.raw(`<message to='ana@mired.org' type='chat'>${inside}</message>`)
  }
  await openContact(page, mouse, 'bob')
  await offer('foto.jpg', pngPicture(60, 40))
  await expect(log(page).getByRole('img', { name: 'foto.jpg' })).toBeVisible()
  const opened = await watchOpened(program)
  await offer('apuntes', Buffer.from('%PDF-1.7 apuntes'))
  await log(page).getByRole('button', { name: 'Open apuntes' }).click()
  await expect.poll(opened).toHaveLength(1)
  await expect(messageWith(page, 'apuntes')).toContainText('PDF')
  // A program by any other name stays one.
  await offer('informe.pdf', Buffer.from('MZ\u0090\u0000'))
  await log(page).getByRole('button', { name: 'Open informe.pdf' }).click()
  await expect(messageWith(page, 'informe.pdf').locator('[data-code="file-not-opened"]')).toBeVisible()
  await expect(log(page).getByRole('button', { name: 'Open informe.pdf' })).toHaveCount(0)
  expect(await opened()).toHaveLength(1)

  // And what it does where it has no upload service: said with a way on, and refused, so that Spark does not wait.
  const here = /from="(ana@mired\.org\/[^"]+)"/
  const place = here.exec(await bob.next(xml => xml.startsWith('<presence') && here.test(xml), 60_000))?.[1]
  const about = "name='deberes.odt' size='5200' xmlns='http://jabber.org/protocol/si/profile/file-transfer'"
  const si = `<si xmlns='http://jabber.org/protocol/si' id='jsi_1' profile='http://jabber.org/protocol/si/profile/file-transfer'><file ${about}/></si>`
  await bob.raw(`<iq to='${place}' id='IB62H-37' type='set'>${si}</iq>`)
  expect(await bob.next(xml => xml.includes('IB62H-37'), 60_000)).toContain('service-unavailable')
  await expect(messageWith(page, 'deberes.odt')).toContainText('5.2 kB')

  await willChoose(program, [await write('notas.txt', 'Página 3')])
  await page.getByRole('button', { name: 'Attach file' }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await expectState(page, 'notas.txt', /stored|delivered|displayed/)
  expect(await bob.next(xml => xml.includes('jabber:x:oob'), 60_000)).toContain(upload.origin)
})
