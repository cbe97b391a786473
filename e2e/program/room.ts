/** What a person does in conference rooms, in their language. */
import type { Locator, Page } from '@playwright/test'
import type { Hands } from './hands.ts'
import { beginsWith, filled, type Words } from './words.ts'

/** One person at a window. */
export interface RoomWindow {
  /** The list "Participants" of the open room. */
  readonly people: Locator
  person(nick: string): Locator
  region(room: string): Locator
  /** Opens "Join or create a room". */
  openJoin(): Promise<Locator>
  /** Types an address there and presses "Join". */
  join(dialog: Locator, address: string): Promise<void>
  create(dialog: Locator, address: string): Promise<void>
  /** Opens a room of the list. */
  open(room: string): Promise<void>
  invitation(room: string): Promise<Locator>
  /** Chooses from the menu of somebody in the open room. */
  choose(nick: string, action: string): Promise<void>
  button(name: string): Locator
}

export function roomWindow(page: Page, hands: Hands, { frame, room }: Words): RoomWindow {
  const toRooms = () =>
    hands.press(page.getByRole('navigation', { name: frame.main }).getByRole('link', { name: frame.rooms }))
  const people = page.getByRole('list', { name: room.participants })
  const person = (nick: string) => people.getByRole('listitem').filter({ hasText: nick })
  const send = async (dialog: Locator, address: string, button: string) => {
    await hands.type(dialog.getByRole('textbox', { name: room.address }), address)
    await hands.press(dialog.getByRole('button', { name: button, exact: true }))
  }
  return {
    ...{ people, person },
    region: name => page.getByRole('region', { name: filled(room.region, { name }) }),
    async openJoin() {
      await toRooms()
      await hands.press(page.getByRole('button', { name: room.joinOrCreate }))
      return page.getByRole('dialog', { name: room.joinOrCreate })
    },
    join: (dialog, address) => send(dialog, address, room.join),
    create: (dialog, address) => send(dialog, address, room.create),
    async open(name) {
      await toRooms()
      await hands.choose(
        page.getByRole('tree', { name: room.list }),
        page.getByRole('treeitem', { name: beginsWith(name) }),
      )
    },
    async invitation(name) {
      await toRooms()
      return page.getByRole('article', { name: filled(room.invitationTo, { room: name }) })
    },
    async choose(nick, action) {
      await hands.choose(people, person(nick).getByRole('button'))
      await hands.choose(page.getByRole('menu'), page.getByRole('menuitem', { name: action }))
    },
    button: name => page.getByRole('button', { name, exact: true }),
  }
}
