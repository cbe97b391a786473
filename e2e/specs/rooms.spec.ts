import { expect, type Page, test } from '@playwright/test'
import { expectState, messageWith, sendMessage } from '../program/conversation.ts'
import { type Hands, keyboard, mouse } from '../program/hands.ts'
import { launchProgram, newProfile } from '../program/program.ts'
import { signIn } from '../program/sign-in.ts'
import { startEjabberd } from '../servers/ejabberd.ts'
import { startProsody } from '../servers/prosody.ts'
import { startPeer } from '../servers/slixmpp.ts'

// One who administers the server would be an owner of each room there.
const users = ['ana', 'bob', 'eva'].map(name => ({ name, password: `secreto de ${name}` }))

/** To the rooms, and there to the button of the invitation. */
async function answerInvitation(page: Page, hands: Hands, room: string, button: 'Join' | 'Decline'): Promise<void> {
  await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rooms' }))
  const invitation = page.getByRole('article', { name: `Invitation to ${room}` })
  await hands.press(invitation.getByRole('button', { name: button }))
  await expect(invitation).toBeHidden()
}

async function openJoin(page: Page, hands: Hands) {
  await hands.press(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rooms' }))
  await hands.press(page.getByRole('button', { name: 'Join or create a room' }))
  return page.getByRole('dialog', { name: 'Join or create a room' })
}

const people = (page: Page) => page.getByRole('list', { name: 'Participants' })
const chats = (page: Page) => page.getByRole('listbox', { name: 'Chats' })
const person = (page: Page, nick: string) => people(page).getByRole('listitem').filter({ hasText: nick })

const ways = [
  { hands: mouse, server: 'Prosody', start: startProsody },
  { hands: keyboard, server: 'ejabberd', start: startEjabberd },
] as const

for (const { hands, server: name, start } of ways) {
  test(`a room from its creation to coming back, with three windows, by ${hands.name} on ${name}`, async () => {
    test.setTimeout(180_000)
    await using server = await start({ mutualContacts: true, users })
    const profile = await newProfile()
    const begun = await launchProgram({ profile, trust: server.authority.file })
    await using bob = await launchProgram({ trust: server.authority.file })
    const earlier = await launchProgram({ trust: server.authority.file })
    await signIn(begun.page, hands, server, 'ana', { remember: true, automatically: true })
    await signIn(bob.page, hands, server, 'bob')
    await signIn(earlier.page, hands, server, 'eva')
    const ana = begun.page

    // Made, and two people invited at once.
    const dialog = await openJoin(ana, hands)
    await hands.type(dialog.getByRole('textbox', { name: 'Room address' }), 'clase')
    await hands.press(dialog.getByRole('button', { name: 'Create', exact: true }))
    await expect(ana.getByRole('region', { name: 'Room clase' })).toBeVisible()
    await hands.press(ana.getByRole('button', { name: 'Invite people' }))
    const invite = ana.getByRole('dialog', { name: 'Invite people' })
    await hands.type(invite.getByRole('textbox', { name: 'People' }), 'bob')
    await ana.keyboard.press('Enter')
    await hands.type(invite.getByRole('textbox', { name: 'People' }), 'eva')
    await ana.keyboard.press(',')
    await hands.type(invite.getByRole('textbox', { name: 'Message (optional)' }), 'El lunes')
    await hands.press(invite.getByRole('button', { name: 'Send invitations' }))
    await expect(invite).toBeHidden()

    // One joins, one declines; who invites sees which.
    await answerInvitation(bob.page, hands, 'clase', 'Join')
    await expect(bob.page.getByRole('region', { name: 'Room clase' })).toBeVisible()
    await expect(person(ana, 'bob')).toBeVisible()
    await answerInvitation(earlier.page, hands, 'clase', 'Decline')
    await expect(ana.getByRole('list', { name: 'Invited' })).toContainText('Declined')

    // Talk, with a mention.
    await sendMessage(ana, hands, '@bob, ¿vienes?')
    await expectState(ana, '@bob, ¿vienes?', 'stored')
    await expect(messageWith(bob.page, '@bob, ¿vienes?')).toHaveAttribute('data-mention', 'true')
    await sendMessage(bob.page, hands, 'Sí')
    await expect(messageWith(ana, 'Sí')).toBeVisible()

    // What it is about.
    await hands.press(ana.getByRole('button', { name: /Change topic$/ }))
    const topic = ana.getByRole('dialog', { name: 'Change topic' })
    await hands.type(topic.getByRole('textbox', { name: 'Topic' }), 'Práctica 4')
    await hands.press(topic.getByRole('button', { name: 'Save' }))
    await expect(bob.page.getByRole('region', { name: 'Room clase' })).toContainText('Topic: Práctica 4')

    // The third one finds it by the search box and in the list, with how many are there.
    await hands.type(earlier.page.getByRole('searchbox', { name: 'Search people and chats' }), 'clas')
    const results = earlier.page.getByRole('listbox', { name: 'Search results' })
    await expect(results.getByRole('group', { name: 'Public rooms' }).getByRole('option')).toHaveText(/clase/)
    await earlier.page.keyboard.press('Enter')
    const join = earlier.page.getByRole('dialog', { name: 'Join or create a room' })
    const listed = join.getByRole('list', { name: 'Public rooms' }).getByRole('button', { name: /^clase/ })
    await expect(listed).toHaveAccessibleName(/2 people$/)
    await hands.press(listed)
    await hands.press(join.getByRole('button', { name: 'Join', exact: true }))
    await expect(earlier.page.getByRole('region', { name: 'Room clase' })).toBeVisible()

    // Other clients read it among the bookmarks, and so does this one on another computer.
    const { host, port } = server
    await using other = await startPeer({
      ...{ jid: `eva@${server.domain}/otro`, password: 'secreto de eva', host, port, authority: server.authority.file },
      plugins: ['xep_0048'],
    })
    const address = `clase@conference.${server.domain}`
    await expect.poll(other.bookmarks).toEqual([{ address, name: 'clase', nick: 'eva', autojoin: true }])
    await earlier.close()
    await using eva = await launchProgram({ trust: server.authority.file })
    await signIn(eva.page, hands, server, 'eva')
    await hands.press(eva.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Rooms' }))
    await hands.choose(
      eva.page.getByRole('tree', { name: 'Rooms' }),
      eva.page.getByRole('treeitem', { name: /^clase/ }),
    )
    await expect(person(eva.page, 'bob')).toBeVisible()

    // In private.
    await hands.choose(people(eva.page), person(eva.page, 'bob').getByRole('button'))
    await hands.choose(eva.page.getByRole('menu'), eva.page.getByRole('menuitem', { name: 'Send a private message' }))
    await sendMessage(eva.page, hands, 'Solo para ti')
    await hands.press(bob.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Chats' }))
    await hands.choose(chats(bob.page), bob.page.getByRole('option', { name: /^eva \(in clase\)/ }))
    await expect(bob.page.getByRole('region', { name: 'Conversation with eva (in clase)' })).toBeVisible()
    await expect(messageWith(bob.page, 'Solo para ti')).toBeVisible()

    // Sent out.
    await hands.choose(people(ana), person(ana, 'eva').getByRole('button'))
    await hands.choose(ana.getByRole('menu'), ana.getByRole('menuitem', { name: 'Remove from the room' }))
    await hands.type(ana.getByRole('textbox', { name: 'Reason (optional)' }), 'Luego')
    await hands.press(ana.getByRole('button', { name: 'Remove from the room' }))
    await expect(person(ana, 'eva')).toBeHidden()

    // Whoever comes back finds what was said meanwhile, and is in the room again.
    await begun.close()
    await hands.choose(chats(bob.page), bob.page.getByRole('option', { name: /Room clase/ }))
    await sendMessage(bob.page, hands, 'Mientras no estabas')
    await expectState(bob.page, 'Mientras no estabas', 'stored')
    await using again = await launchProgram({ profile, trust: server.authority.file })
    await expect(messageWith(again.page, 'Mientras no estabas')).toHaveCount(1)
    await expect(person(again.page, 'bob')).toBeVisible()

    // Left, and kept in the list.
    await hands.press(again.page.getByRole('button', { name: 'Leave room' }))
    await expect(again.page.getByRole('button', { name: 'Remove from the list' })).toBeVisible()
    await expect(person(bob.page, 'ana')).toBeHidden()
  })
}
