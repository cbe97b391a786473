/** The day of a class: a room from its creation to coming back, and a room of jabberd2's. */
import { expect, test } from '@playwright/test'
import { expectState, messageWith, sendMessage } from '../program/conversation.ts'
import { keyboard, mouse } from '../program/hands.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { roomWindow } from '../program/room.ts'
import { signIn, speak } from '../program/sign-in.ts'
import { beginsWith, filled, wordsOf } from '../program/words.ts'
import { startEjabberd } from '../servers/ejabberd.ts'
import { startJabberd2 } from '../servers/jabberd2.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

// One who administers the server would be an owner of each room there.
const users = ['ana', 'bob', 'eva', 'lia'].map(name => ({ name, password: `secreto de ${name}` }))

const ways = [
  { hands: mouse, language: 'en', server: 'Prosody', start: startProsody },
  { hands: keyboard, language: 'es', server: 'ejabberd', start: startEjabberd },
] as const

for (const { hands, language, server: name, start } of ways) {
  const words = wordsOf(language)
  const { conversation, failure, frame, presence, room, search } = words

  test(`a room from its creation to coming back, with three windows, by ${hands.name} on ${name}, in ${language}`, async () => {
    test.setTimeout(300_000)
    await using server = await start({ mutualContacts: true, users })
    const profile = await newProfile()
    const begun = await launchProgram({ profile, trust: server.authority.file })
    await using bob = await launchProgram({ trust: server.authority.file })
    const earlier = await launchProgram({ trust: server.authority.file })
    await signIn(begun.page, hands, server, 'ana', { remember: true, automatically: true })
    await signIn(bob.page, mouse, server, 'bob')
    await signIn(earlier.page, mouse, server, 'eva')
    for (const { page } of [begun, bob, earlier]) await speak(page, language)
    const ana = begun.page
    const at = {
      ana: roomWindow(ana, hands, words),
      bob: roomWindow(bob.page, hands, words),
      earlier: roomWindow(earlier.page, hands, words),
    }
    const chats = bob.page.getByRole('listbox', { name: conversation.list })
    const named = (pattern: string, values: Readonly<Record<string, string>>) => filled(pattern, values)

    // Made, and three people invited at once, one of whom is not there.
    await at.ana.create(await at.ana.openJoin(), 'clase')
    await expect(at.ana.region('clase')).toBeVisible()
    await hands.press(at.ana.button(room.invite))
    const invite = ana.getByRole('dialog', { name: room.invite })
    for (const [who, end] of [
      ['bob', 'Enter'],
      ['eva', ','],
      ['lia', 'Enter'],
    ] as const) {
      await hands.type(invite.getByRole('textbox', { name: room.inviteField }), who)
      await ana.keyboard.press(end)
    }
    await expect(invite).toContainText(named(room.offlineNote_one, { names: 'lia' }))
    await hands.type(invite.getByRole('textbox', { name: room.word }), 'El lunes')
    await hands.press(invite.getByRole('button', { name: room.sendInvitations }))
    await expect(invite).toBeHidden()

    // They come by two ways, and are one. One joins, one declines; who invites sees which.
    const forBob = await at.bob.invitation('clase')
    await expect(forBob).toContainText(named(room.invitedBy, { name: 'ana' }))
    await expect(forBob).toContainText('El lunes')
    await hands.press(forBob.getByRole('button', { name: room.join }))
    await expect(at.bob.region('clase')).toBeVisible()
    await expect(forBob).toBeHidden()
    await expect(at.ana.person('bob')).toBeVisible()
    const forEva = await at.earlier.invitation('clase')
    await hands.press(forEva.getByRole('button', { name: room.decline }))
    await expect(forEva).toBeHidden()
    const invited = ana.getByRole('list', { name: room.invited }).getByRole('listitem')
    await expect(invited).toHaveText([
      new RegExp(`eva ${room['invited-declined']}`),
      new RegExp(`lia ${room['invited-invited']}`),
    ])

    // Who is there, as what, and how they are.
    const anaThere = at.bob.person('ana').getByRole('button')
    await expect(anaThere).toHaveAccessibleName(`ana, ${room.moderator}, ${room.owner}, ${presence.available}`)
    await hands.press(ana.getByRole('button', { name: named(presence.mine, { status: presence.available }) }))
    await hands.choose(ana.getByRole('menu'), ana.getByRole('menuitemradio', { name: presence.away, exact: true }))
    await expect(anaThere).toHaveAccessibleName(new RegExp(`${presence.away}$`))

    // Talk, with a mention.
    await sendMessage(ana, hands, '@bob, ¿vienes?')
    await expectState(ana, '@bob, ¿vienes?', 'stored')
    await expect(messageWith(bob.page, '@bob, ¿vienes?')).toHaveAttribute('data-mention', 'true')
    await sendMessage(bob.page, hands, 'Sí')
    await expect(messageWith(ana, 'Sí')).toBeVisible()

    // What it is about.
    await hands.press(ana.getByRole('button', { name: new RegExp(`${room.changeTopic}$`) }))
    const topic = ana.getByRole('dialog', { name: room.changeTopic })
    await hands.type(topic.getByRole('textbox', { name: room.topicField }), 'Práctica 4')
    await hands.press(topic.getByRole('button', { name: words.common.save }))
    await expect(at.bob.region('clase')).toContainText(named(room.topic, { text: 'Práctica 4' }))

    // The third one finds it by the search box and in the list, with how many are there (no topic: neither server tells it).
    await hands.type(earlier.page.getByRole('searchbox', { name: search.field }), 'clas')
    const results = earlier.page.getByRole('listbox', { name: search.results })
    await expect(results.getByRole('group', { name: search.publicRooms }).getByRole('option')).toHaveText(/clase/)
    await earlier.page.keyboard.press('Enter')
    const join = earlier.page.getByRole('dialog', { name: room.joinOrCreate })
    const listed = join.getByRole('list', { name: room.publicRooms }).getByRole('button', { name: /^clase/ })
    const two = filled(room.people_other, { count: 2 })
    await expect(listed).toHaveAccessibleName(`clase, clase@conference.${server.domain}, ${two}`)
    await hands.press(listed)
    await hands.press(join.getByRole('button', { name: room.join, exact: true }))
    await expect(at.earlier.region('clase')).toBeVisible()

    // Other clients read it among the bookmarks, and so does this one on another computer.
    const { host, port } = server
    await using other = await startPeer({
      ...{ jid: `eva@${server.domain}/otro`, password: 'secreto de eva', host, port, authority: server.authority.file },
      plugins: ['xep_0048'],
    })
    const address = `clase@conference.${server.domain}`
    await expect.poll(other.bookmarks).toEqual([{ address, name: 'clase', nick: 'eva', autojoin: true }])
    await earlier.close()
    await using later = await launchProgram({ trust: server.authority.file })
    await signIn(later.page, hands, server, 'eva')
    await speak(later.page, language)
    const eva = roomWindow(later.page, hands, words)
    await eva.open('clase')
    await expect(eva.person('bob')).toBeVisible()

    // In private.
    await eva.choose('bob', room.privateMessage)
    await sendMessage(later.page, hands, 'Solo para ti')
    await hands.press(bob.page.getByRole('navigation', { name: frame.main }).getByRole('link', { name: frame.chats }))
    const inPrivate = named(room.private, { nick: 'eva', room: 'clase' })
    await hands.choose(chats, bob.page.getByRole('option', { name: beginsWith(inPrivate) }))
    await expect(bob.page.getByRole('region', { name: named(conversation.with, { name: inPrivate }) })).toBeVisible()
    await expect(messageWith(bob.page, 'Solo para ti')).toBeVisible()

    // Sent out, and told why; they may come back.
    await at.ana.choose('eva', room.kick)
    await hands.type(ana.getByRole('textbox', { name: room.reason }), 'Luego')
    await hands.press(ana.getByRole('button', { name: room.kick }))
    await expect(at.ana.person('eva')).toBeHidden()
    await eva.open('clase')
    const out = later.page.locator('[data-code="room-kicked"]')
    await expect(out).toContainText(named(failure['room-kicked-sentence-said'], { reason: 'Luego' }))
    await hands.press(out.getByRole('button', { name: room.join, exact: true }))
    await expect(at.ana.person('eva')).toBeVisible()

    // Whoever comes back finds what was said meanwhile, and is in the room again.
    await begun.close()
    await hands.choose(chats, bob.page.getByRole('option', { name: new RegExp(named(room.region, { name: 'clase' })) }))
    await sendMessage(bob.page, hands, 'Mientras no estabas')
    await expectState(bob.page, 'Mientras no estabas', 'stored')
    await using again = await launchProgram({ profile, trust: server.authority.file })
    const back = roomWindow(again.page, hands, words)
    await expect(messageWith(again.page, 'Mientras no estabas')).toHaveCount(1)
    await expect(back.person('bob')).toBeVisible()

    // Left, and kept in the list; what is said meanwhile is there on coming in again.
    await hands.press(back.button(room.leave))
    await expect(back.button(room.removeFromList)).toBeVisible()
    await expect(at.bob.person('ana')).toBeHidden()
    await sendMessage(bob.page, hands, 'Otra vez sin ti')
    await expectState(bob.page, 'Otra vez sin ti', 'stored')
    await hands.press(back.button(room.join))
    await expect(messageWith(again.page, 'Otra vez sin ti')).toHaveCount(1)
    await expect(messageWith(again.page, 'Mientras no estabas')).toHaveCount(1)
  })
}

test("by keyboard, a room of jabberd2's that goes with its people: a name, a password, found again, and one is sent out", async () => {
  test.setTimeout(180_000)
  const words = wordsOf('en')
  const { room } = words
  await using server = await startJabberd2({ mutualContacts: true, rooms: true, users })
  const { host, port } = server
  await using program = await launchProgram({ trust: server.authority.file })
  const { page } = program
  await signIn(page, keyboard, server, 'ana')
  const ana = roomWindow(page, keyboard, words)
  const region = ana.region('Clase 3.º B')
  const making = await ana.openJoin()
  await keyboard.type(making.getByLabel(room.password, { exact: true }), 'abc')
  await keyboard.press(making.getByRole('checkbox', { name: room.keepEmpty }))
  await keyboard.press(making.getByRole('button', { name: room.moreSettings }))
  await keyboard.type(making.getByRole('textbox', { name: room.name }), 'Clase 3.º B')
  await ana.create(making, 'clase')
  await expect(region).toBeVisible()

  // The invitation has the password.
  await using bob = await startPeer({
    ...{ jid: `bob@${server.domain}/otro`, password: 'secreto de bob', host, port, authority: server.authority.file },
    plugins: ['xep_0045', 'xep_0048'],
  })
  await keyboard.press(ana.button(room.invite))
  const invite = page.getByRole('dialog', { name: room.invite })
  await keyboard.type(invite.getByRole('textbox', { name: room.inviteField }), 'bob,')
  await keyboard.press(invite.getByRole('button', { name: room.sendInvitations }))
  await bob.next(stanza => stanza.includes('jabber:x:conference') && stanza.includes('abc'))
  const clase = `clase@conference.${server.domain}`
  await bob.plugin('xep_0045', 'join_muc', { room: clase, nick: 'Bob', password: 'abc' })
  await expect(ana.person('Bob')).toBeVisible()
  await bob.send(clase, 'Hola, ana', { type: 'groupchat' })
  await expect(messageWith(page, 'Hola, ana')).toHaveAttribute('data-mention', 'true')
  await sendMessage(page, keyboard, 'Empezamos')
  await expectState(page, 'Empezamos', 'stored')
  await bob.next(stanza => stanza.includes('Empezamos'))

  // Left, found among the public ones, and what was said is there once.
  await keyboard.press(ana.button(room.leave))
  await keyboard.press(ana.button(room.removeFromList))
  await bob.send(clase, 'Sin ana', { type: 'groupchat' })
  const dialog = await ana.openJoin()
  const listed = dialog.getByRole('list', { name: room.publicRooms }).getByRole('button', { name: /^Clase 3/ })
  await expect(listed).toHaveAccessibleName(new RegExp(`${room.needsPassword}`))
  await keyboard.press(listed)
  await keyboard.press(dialog.getByRole('button', { name: room.join, exact: true }))
  await expect(dialog.getByLabel(room.password, { exact: true })).toBeFocused()
  await page.keyboard.type('abc')
  await page.keyboard.press('Enter')
  await expect(region).toBeVisible()
  await expect(messageWith(page, 'Sin ana')).toHaveCount(1)
  await expect(messageWith(page, 'Empezamos')).toHaveCount(1)

  await ana.choose('Bob', room.kick)
  await keyboard.press(page.getByRole('button', { name: room.kick, exact: true }))
  await expect(ana.person('Bob')).toBeHidden()
  await bob.next(stanza => stanza.includes('code="307"'))
})
