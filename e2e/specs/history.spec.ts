import { expect, type Page, test } from '@playwright/test'
import { expectState, messageWith, openContact, sendMessage } from '../program/conversation.ts'
import { bothHands, type Hands, keyboard, mouse } from '../program/hands.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { expectOnline, fillAndSignIn, signIn } from '../program/sign-in.ts'
import { startOpenfire } from '../servers/openfire-replay.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

const log = (page: Page) => page.getByRole('log', { name: 'Messages' })

/** Up to the oldest message that is loaded. */
async function scrollUp(page: Page, hands: Hands): Promise<void> {
  if (hands.name === 'mouse') await page.mouse.wheel(0, -20_000)
  else await page.keyboard.press('Home')
}

for (const hands of bothHands) {
  // By keyboard fewer: it is the same way, and takes as long for each page.
  const count = hands.name === 'mouse' ? 1000 : 400
  test(`by ${hands.name}: ${count} messages of another device, read from the end to the beginning`, async () => {
    test.setTimeout(150_000)
    await using server = await startProsody({ mutualContacts: true })
    const device = (jid: string) =>
      startPeer({
        ...{ jid, host: server.host, port: server.port, authority: server.authority.file },
        password: `${jid.split('@')[0]}-pw`,
      })
    await using bob = await device('bob@mired.org/slix')
    await using phone = await device('ana@mired.org/phone')
    await phone.presence({ priority: 1 })
    for (let from = 0; from < count; from += 500) {
      const stanzas = Array.from(
        { length: Math.min(500, count - from) },
        (_, index) =>
          `<message to='ana@mired.org' type='chat' id='b${from + index}'><body>mensaje ${from + index}.</body></message>`,
      )
      await bob.raw(stanzas.join(''))
    }
    await phone.next(stanza => stanza.includes(`mensaje ${count - 1}.`), 30_000)
    await phone.send('bob@mired.org', 'Escrito en el teléfono')
    await bob.next(stanza => stanza.includes('Escrito en el teléfono'))

    await using program = await launchProgram({ trust: server.authority.file })
    const { page } = program
    await signIn(page, hands, server, 'ana')
    await openContact(page, hands, 'bob')
    await expectState(page, 'Escrito en el teléfono', 'stored')
    // Nobody has to read what was written before this device was there.
    await expect(page.getByRole('button', { name: /new message/ })).toBeHidden()

    if (hands.name === 'mouse') await log(page).hover()
    else {
      await page.keyboard.press('Shift+F6')
      await expect(messageWith(page, 'Escrito en el teléfono')).toBeFocused()
    }
    const first = messageWith(page, 'mensaje 0.')
    await expect(async () => {
      await scrollUp(page, hands)
      await expect(first).toBeVisible({ timeout: 100 })
    }).toPass({ timeout: 100_000, intervals: [100] })
    await expect(page.getByText('Loading older messages…')).toBeHidden()
    await expect(messageWith(page, 'mensaje 1.')).toBeVisible()

    // Live, while the beginning is being read: nothing jumps, and it is there at the end.
    const place = await first.boundingBox()
    await phone.send('bob@mired.org', 'Otra vez el teléfono')
    await bob.next(stanza => stanza.includes('Otra vez el teléfono'))
    const row = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Chats' })
    await expect(row).toBeVisible()
    expect((await first.boundingBox())?.y).toBeCloseTo(place?.y ?? 0, 0)
    await hands.press(page.getByRole('button', { name: 'Jump to the newest message' }))
    await expectState(page, 'Otra vez el teléfono', 'stored')
    // The field grows over several lines: the newest message stays in sight.
    await page.getByRole('textbox', { name: 'Message' }).focus()
    for (let line = 0; line < 6; line++) {
      await page.keyboard.type('y')
      await page.keyboard.press('Shift+Enter')
    }
    await expect(messageWith(page, 'Otra vez el teléfono')).toBeInViewport()
    await expect(page.getByRole('button', { name: 'Jump to the newest message' })).toBeHidden()
  })
}

test('by keyboard: what may be missing is said where it would stand, and comes when it is tried again', async () => {
  await using server = await startOpenfire({ domain: 'mired.org', tls: 'disabled', mutualContacts: true })
  const enter = (page: Page, name: string) =>
    fillAndSignIn(page, mouse, {
      address: `${name}@mired.org`,
      password: `${name}-pass`,
      host: server.host,
      port: server.port,
      ...{ encryption: 'Disabled', remember: true, automatically: true },
    })
  await using bob = await launchProgram()
  await enter(bob.page, 'bob')
  await openContact(bob.page, mouse, 'ana')
  const profile = await newProfile()
  {
    await using before = await launchProgram({ profile })
    await enter(before.page, 'ana')
    await openContact(before.page, keyboard, 'bob')
    await sendMessage(bob.page, mouse, 'Antes')
    await expect(messageWith(before.page, 'Antes')).toBeVisible()
  }
  await sendMessage(bob.page, mouse, 'Lo que faltaba')
  await expectState(bob.page, 'Lo que faltaba', /stored|delivered/)
  server.archive.refuse(true)
  await using program = await launchProgram({ profile })
  const { page } = program
  await expectOnline(page)
  await openContact(page, keyboard, 'bob')
  await sendMessage(bob.page, mouse, 'Después')
  await expect(messageWith(page, 'Después')).toBeVisible()
  const gap = log(page).getByRole('note')
  await expect(gap).toContainText('Messages may be missing here.')
  const above = async (one: string, other: string) => {
    const places = await Promise.all([one, other].map(text => messageWith(page, text).boundingBox()))
    expect(places[0]?.y ?? 0).toBeLessThan(places[1]?.y ?? 0)
  }
  await above('Antes', 'Después')
  server.archive.refuse(false)
  await keyboard.press(gap.getByRole('button', { name: 'Try again' }))
  await expect(messageWith(page, 'Lo que faltaba')).toBeVisible()
  await expect(gap).toBeHidden()
  await above('Antes', 'Lo que faltaba')
  await above('Lo que faltaba', 'Después')
  await expect(log(page).getByRole('article')).toHaveCount(3)
})
