import { expect, type Locator, type Page, test } from '@playwright/test'
import { openContact } from '../program/conversation.ts'
import { type Hands, keyboard, mouse } from '../program/hands.ts'
import { pngPicture, sha1, vcardWith } from '../program/picture.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { expectOnline, signIn } from '../program/sign-in.ts'
import { startEjabberd } from '../servers/ejabberd.ts'
import { startProsody } from '../servers/prosody.ts'
import type { RunningServer, ServerOptions } from '../servers/running-server.ts'
import { type Peer, startPeer } from '../servers/slixmpp.ts'

const options: ServerOptions = {
  mutualContacts: true,
  users: [
    { name: 'ana', password: 'ana-pw' },
    { name: 'begoña', password: 'contraseña' },
  ],
}
const journeys = [
  { hands: mouse, kind: 'Prosody', start: startProsody },
  { hands: keyboard, kind: 'ejabberd', start: startEjabberd },
] as const

const startAna = (server: RunningServer): Promise<Peer> =>
  startPeer({
    ...{ jid: 'ana@mired.org', password: 'ana-pw' },
    ...{ host: server.host, port: server.port, authority: server.authority.file },
  })

/** A picture that has been drawn, in its place. */
const pictureIn = (place: Locator): Locator => place.locator('.avatar[data-picture="true"] img').first()

async function announce(peer: Peer, names: string, picture: Uint8Array): Promise<void> {
  const answer = await peer.ask({ type: 'set', payload: vcardWith(names, picture) })
  expect(answer).toContain('type="result"')
  await peer.raw(`<presence><x xmlns='vcard-temp:x:update'><photo>${sha1(picture)}</photo></x></presence>`)
}

async function openSettings(page: Page, hands: Hands): Promise<Locator> {
  await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }))
  const own = page.getByRole('group', { name: 'Your profile' })
  await expect(own).toBeVisible()
  return own
}

async function chooseFile(page: Page, hands: Hands, own: Locator, name: string, buffer: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await hands.press(own.getByRole('button', { name: 'Choose a picture' }))
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
}

for (const { hands, kind, start } of journeys) {
  test(`by ${hands.name}: pictures and names go both ways through ${kind}`, async () => {
    await using server = await start(options)
    await using peer = await startAna(server)
    await announce(peer, '<FN>Ana &lt;b&gt;Mired&lt;/b&gt;</FN><TITLE>Profe\u202esora</TITLE>', pngPicture(64, 40))
    const profile = await newProfile()
    await using program = await launchProgram({ profile, trust: server.authority.file })
    const { page } = program
    await signIn(page, hands, server, 'begoña', { remember: true, automatically: true })

    const conversation = await openContact(page, hands, 'ana')
    await expect(pictureIn(conversation.locator('header'))).toBeVisible()
    await hands.press(conversation.getByRole('button', { name: 'Show profile' }))
    const panel = page.getByRole('complementary', { name: 'Profile of ana' })
    await expect(panel).toContainText('Ana <b>Mired</b>')
    await expect(panel).toContainText('Profesora')
    await expect(pictureIn(panel)).toBeVisible()

    const own = await openSettings(page, hands)
    await chooseFile(page, hands, own, 'yo.png', pngPicture(700, 200))
    await expect(pictureIn(own)).toBeVisible()
    await hands.type(own.getByRole('textbox', { name: 'Full name' }), 'Begoña Ruiz')
    await hands.type(own.getByRole('textbox', { name: 'Nickname' }), 'Bego')
    await hands.press(own.getByRole('button', { name: 'Save profile' }))
    await expect(own.getByRole('status')).toHaveText('Profile saved')
    await expect(pictureIn(page.getByRole('button', { name: /^My status/ }))).toBeVisible()

    const card = (await peer.ask({ to: 'begoña@mired.org', payload: "<vCard xmlns='vcard-temp'/>" })) ?? ''
    expect(card).toContain('<FN>Begoña Ruiz</FN>')
    expect(card).toContain('<NICKNAME>Bego</NICKNAME>')
    const sent = Buffer.from(/<BINVAL>([^<]*)</.exec(card)?.[1] ?? '', 'base64')
    expect(sent.length).toBeGreaterThan(500)
    expect(sent.length).toBeLessThanOrEqual(12_000)
    await peer.next(xml => xml.startsWith('<presence') && xml.includes(`<photo>${sha1(sent)}</photo>`))

    // After a restart nobody is asked for what is known, and it is there at once.
    await program.close()
    await using again = await launchProgram({ profile, trust: server.authority.file })
    await expectOnline(again.page)
    await expect(pictureIn(again.page.getByRole('button', { name: /^My status/ }))).toBeVisible()
    await openContact(again.page, hands, 'ana')
    await expect(pictureIn(again.page.getByRole('region', { name: 'Conversation with ana' }))).toBeVisible()

    const mine = await openSettings(again.page, hands)
    await hands.press(mine.getByRole('button', { name: 'Remove the picture' }))
    await hands.press(mine.getByRole('button', { name: 'Save profile' }))
    await expect(mine.getByRole('status')).toHaveText('Profile saved')
    await expect(mine.getByRole('button', { name: 'Remove the picture' })).toBeHidden()
    const bare = await peer.ask({ to: 'begoña@mired.org', payload: "<vCard xmlns='vcard-temp'/>" })
    expect(bare).toContain('<FN>Begoña Ruiz</FN>')
    expect(bare).not.toContain('<BINVAL>')
  })
}

test('drawings and lies are refused: a letter stands in their place', async () => {
  await using server = await startProsody(options)
  await using peer = await startAna(server)
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect fill="red"/></svg>')
  await announce(peer, '<FN>Ana</FN>', drawing)
  await using program = await launchProgram({ trust: server.authority.file })
  const { page } = program
  await signIn(page, mouse, server, 'begoña')
  const conversation = await openContact(page, mouse, 'ana')
  await mouse.press(conversation.getByRole('button', { name: 'Show profile' }))
  // What the vCard says has come, so that the picture would be there, too.
  await expect(page.getByRole('complementary', { name: 'Profile of ana' })).toContainText('Full name')
  await expect(page.locator('.avatar img')).toHaveCount(0)

  // The same for what one chooses oneself.
  const own = await openSettings(page, mouse)
  await chooseFile(page, mouse, own, 'dibujo.png', drawing)
  await expect(own.getByRole('alert')).toContainText('no picture that others can see')
  await expect(own.getByRole('button', { name: 'Save profile' })).toBeDisabled()
})
