import { expect, type Page, test } from '@playwright/test'
import { messageWith } from '../program/conversation.ts'
import { watchDesktop } from '../program/desktop.ts'
import { keyboard, mouse } from '../program/hands.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { roomWindow } from '../program/room.ts'
import { expectOnline, fillAndSignIn, speak } from '../program/sign-in.ts'
import { beginsWith, filled, wordsOf } from '../program/words.ts'
import type { Openfire } from '../servers/openfire-replay.ts'
import { startOpenfire } from '../servers/openfire-replay.ts'
import { type Peer, startPeer } from '../servers/slixmpp.ts'

const service = 'conference.mired.org'

/** Somebody in a room by other hands. */
async function peerIn(server: Openfire, user: string, room: string, nick: string): Promise<Peer> {
  const { host, port } = server
  const peer = await startPeer({ jid: `${user}@mired.org/otro`, password: `${user}-pass`, host, port, authority: null })
  await enter(peer, room, nick)
  return peer
}

const enter = (peer: Peer, room: string, nick: string): Promise<void> =>
  peer.raw(`<presence to='${room}@${service}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`)

function roomOf(server: Openfire, name: string) {
  const room = server.rooms.room(name)
  if (room === undefined) throw new Error(`No room ${name}`)
  return {
    room,
    set: (field: string, value: string) =>
      room.configure(`<field var="muc#roomconfig_${field}"><value>${value}</value></field>`),
  }
}

/** The room that is open leaves the view: what is said in it is told. */
const lookAway = (page: Page) => page.getByRole('navigation').first().getByRole('link').last()

for (const [hands, language] of [
  [mouse, 'en'],
  [keyboard, 'es'],
] as const) {
  test(`by ${hands.name}: ana types the server's number; its offer, and its certificate, lead in, and to its rooms`, async () => {
    test.setTimeout(240_000)
    await using server = await startOpenfire({ domain: 'mired.org' })
    const profile = await newProfile()
    const begun = await launchProgram({ profile })
    const desktop = await watchDesktop(begun)
    const { page } = begun
    await fillAndSignIn(page, hands, {
      address: 'ana@127.0.0.1',
      password: 'ana-pass',
      host: server.host,
      port: server.port,
      remember: true,
      automatically: true,
    })
    const alert = page.locator('[role=alert][data-code="domain-mismatch"]')
    await expect(alert).toContainText('mired.org')
    expect(server.attempts).toHaveLength(0)
    await hands.press(alert.getByRole('button', { name: /ana@mired\.org/ }))
    const certificate = page.getByRole('dialog', { name: 'Certificate not trusted' })
    await expect(certificate).toContainText(server.fingerprint())
    expect(server.attempts).toHaveLength(0)
    await hands.press(certificate.getByRole('button', { name: 'Trust this certificate' }))
    await expectOnline(page)
    await expect(page.getByLabel('Connection security')).toHaveText('Encrypted')
    expect(server.attempts).toEqual([{ mechanism: 'SCRAM-SHA-1', right: true }])

    // A room is made, unlocked and without the thirty people of its default, and stands in both lists of bookmarks.
    await speak(page, language)
    const words = wordsOf(language)
    const { common, failure, room } = words
    const ana = roomWindow(page, hands, words)
    await ana.create(await ana.openJoin(), 'clase')
    await expect(ana.region('clase')).toBeVisible()
    const clase = roomOf(server, 'clase')
    expect([clase.room.locked, clase.room.setting('maxusers')]).toEqual([false, '0'])
    const bookmarked = () => {
      const { storage, items } = server.bookmarks.of('ana')
      return [storage.includes(`name="clase"`), items.get(`clase@${service}`)?.includes('name="clase"') ?? false]
    }
    await expect.poll(bookmarked).toEqual([true, true])
    expect(server.bookmarks.silences()).toBe(0)

    // Two come, and one is sent out: that is said twice, and happens once.
    await using bob = await peerIn(server, 'bob', 'clase', 'Bob')
    await using carla = await peerIn(server, 'carla', 'clase', 'Carla')
    await expect(ana.person('Carla')).toBeVisible()
    await ana.choose('Bob', room.kick)
    await hands.type(page.getByRole('textbox', { name: room.reason }), 'Luego')
    await hands.press(page.getByRole('button', { name: room.kick, exact: true }))
    await bob.next(stanza => stanza.includes('code="307"') && stanza.includes('Luego'))
    await expect(ana.person('Bob')).toBeHidden()
    await expect(ana.people.getByRole('listitem')).toHaveCount(2)

    // Who is named is told; the others only where the room is set so; in private is told apart.
    const say = (text: string) => carla.send(`clase@${service}`, text, { type: 'groupchat' })
    await hands.press(lookAway(page))
    await say('para todos')
    await say('ana, ven')
    await expect.poll(desktop.notices).toMatchObject([{ title: 'clase', body: 'Carla: ana, ven' }])
    await ana.open('clase')
    await expect(messageWith(page, 'ana, ven')).toHaveAttribute('data-mention', 'true')
    await expect(messageWith(page, 'para todos')).not.toHaveAttribute('data-mention', 'true')
    await hands.press(page.getByRole('button', { name: beginsWith(room.notify) }))
    await hands.choose(page.getByRole('menu'), page.getByRole('menuitemradio', { name: room['notify-all'] }))
    await hands.press(lookAway(page))
    await say('otra cosa')
    await expect.poll(async () => (await desktop.notices()).at(-1)?.body).toBe('Carla: otra cosa')
    await carla.send(`clase@${service}/ana`, 'psst')
    await expect
      .poll(async () => (await desktop.notices()).at(-1))
      .toMatchObject({ title: 'Carla (clase)', body: 'psst' })
    await desktop.click('Carla (clase)')
    const inPrivate = filled(room.private, { nick: 'Carla', room: 'clase' })
    await expect(page.getByRole('region', { name: filled(words.conversation.with, { name: inPrivate }) })).toBeVisible()
    await expect(messageWith(page, 'psst')).toBeVisible()

    // A door that is shut in every way: each its sentence and way on.
    await enter(carla, 'secreta', 'Carla')
    await expect.poll(() => server.rooms.room('secreta')?.occupants.size).toBe(1)
    const { room: secreta, set } = roomOf(server, 'secreta')
    clase.room.subject = `<message to="" type="groupchat" from="clase@${service}/ana"><subject>Práctica 4</subject></message>`
    const dialog = await ana.openJoin()
    const listed = dialog.getByRole('list', { name: room.publicRooms }).getByRole('button', { name: /^clase/ })
    const two = filled(room.people_other, { count: 2 })
    await expect(listed).toHaveAccessibleName(`clase, clase@${service}, Práctica 4, ${two}`)
    const refused = async (code: 'room-locked' | 'room-full' | 'room-banned' | 'room-members-only' | 'nick-taken') => {
      const said = dialog.locator(`[role=alert][data-code="${code}"]`)
      await expect(said).toContainText(failure[`${code}-title`])
      await expect(said).toContainText(failure[`${code}-sentence`])
      return said
    }
    const again = () => hands.press(dialog.getByRole('button', { name: room.join, exact: true }))
    await ana.join(dialog, 'secreta')
    const locked = await refused('room-locked')
    secreta.locked = false
    set('passwordprotectedroom', '1')
    set('roomsecret', 'abc')
    await hands.press(locked.getByRole('button', { name: common.retry }))
    const password = dialog.getByLabel(room.password, { exact: true })
    await expect(password).toBeFocused()
    await expect(dialog).toContainText(failure['room-password-sentence'])
    await page.keyboard.type('no')
    await page.keyboard.press('Enter')
    await expect(dialog).toContainText(failure['room-password-sentence'])
    await expect(password).toBeFocused()
    set('maxusers', '1')
    await hands.type(password, 'abc')
    await page.keyboard.press('Enter')
    await refused('room-full')
    set('maxusers', '0')
    secreta.affiliations.set('ana', 'outcast')
    await again()
    await refused('room-banned')
    secreta.affiliations.delete('ana')
    set('membersonly', '1')
    await again()
    await refused('room-members-only')
    set('membersonly', '0')
    await hands.type(dialog.getByRole('textbox', { name: room.nickname }), 'Carla')
    await page.keyboard.press('Enter')
    const taken = await refused('nick-taken')
    await hands.press(taken.getByRole('button', { name: beginsWith(filled(room.joinAs, { nick: 'Carla' })) }))
    await expect(ana.region('secreta')).toBeVisible()

    // The next start leads into both, with the password, and to what was said meanwhile.
    await expect.poll(() => server.bookmarks.of('ana').items.size).toBe(2)
    await begun.close()
    await say('mientras')
    await using next = await launchProgram({ profile })
    const later = roomWindow(next.page, hands, words)
    await later.open('secreta')
    await expect(later.person('Carla').first()).toBeVisible()
    await expect.poll(() => secreta.occupants.size).toBe(2)
    await later.open('clase')
    await expect(later.person('Carla')).toBeVisible()
    await expect(messageWith(next.page, 'mientras')).toHaveCount(1)

    // The line breaks, and what was said meanwhile comes in its place; one room has another password by now.
    set('roomsecret', 'xyz')
    const line = server.connections().findLast(each => each.open())
    line?.reset()
    await expect.poll(() => clase.room.occupants.size).toBe(1)
    await say('a oscuras')
    await expect(messageWith(next.page, 'a oscuras')).toHaveCount(1)
    await say('con luz')
    await expect(messageWith(next.page, 'con luz')).toHaveCount(1)
    await expect(messageWith(next.page, 'a oscuras')).toHaveCount(1)
    await later.open('secreta')
    const shut = next.page.locator('[data-code="room-password"]')
    await expect(shut).toContainText(failure['room-password-sentence'])
    await hands.press(shut.getByRole('button', { name: room.join, exact: true }))
    await expect(next.page.getByLabel(room.password, { exact: true })).toBeFocused()
    await next.page.keyboard.type('xyz')
    await next.page.keyboard.press('Enter')
    await expect(later.person('Carla').first()).toBeVisible()
  })
}
