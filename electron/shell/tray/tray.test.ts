import { expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { emptyArchive } from '../../../shared/domain/archive.ts'
import { unknownBlocking } from '../../../shared/domain/blocking.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import { accountOf, ana, bob, carla } from '../../store/testing/store-world.ts'
import { afterClosing } from './after-closing.ts'
import { hasTrayPlace } from './has-place.ts'
import { trayImage } from './image.ts'
import { createSummary } from './summary.ts'

const dora = 'dora@mired.org' as BareJid
const conversation = (peer: BareJid, unread: number, account = ana) => ({
  ...{ account, peer, unread, kind: 'person' as const, mentioned: false, lastMessage: null, readUpTo: 0, draft: '' },
})
const added = (account = ana, unlocked = true, unread = 0): Change => ({
  type: 'account.added',
  snapshot: {
    ...{ account: accountOf(account), unlocked, connection: { phase: 'offline', failure: null } },
    ...{ contacts: [], sharedGroups: [], requests: [], presences: [], profiles: [] },
    ...{ conversations: unread === 0 ? [] : [conversation(bob, unread, account)], open: null },
    ...{ archive: emptyArchive, blocking: unknownBlocking, typing: [] },
    ...{ rooms: [], occupants: {}, invitations: [], invited: {}, transfers: [], downloads: [] },
  },
})
const changed = (peer: BareJid, unread: number, account = ana): Change => ({
  type: 'conversation.changed',
  account,
  conversations: [conversation(peer, unread, account)],
})

test('counts what is unread of every account that is unlocked, and forgets who signs out', () => {
  const summary = createSummary()
  expect(summary([added(ana, false)])).toEqual({ unread: 0, account: null })
  expect(summary([added(ana, true, 2), added(carla)])).toEqual({ unread: 2, account: accountOf(ana) })
  expect(summary([changed(dora, 3), changed(bob, 1, carla)]).unread).toBe(6)
  expect(summary([changed(dora, 0)]).unread).toBe(3)
  const dnd = accountOf(ana, { presence: { availability: 'dnd', status: null } })
  expect(summary([{ type: 'account.changed', account: dnd }])).toEqual({ unread: 3, account: dnd })
  expect(summary([{ type: 'account.removed', account: ana }])).toEqual({ unread: 1, account: accountOf(carla) })
  expect(summary([changed(dora, 9)]).unread).toBe(1)
})

const at = (platform: NodeJS.Platform, unread: boolean, dark: boolean) =>
  trayImage({ folder: 'x', platform, unread, dark }).replace(/^x./, '')

test('each desktop gets the picture that is seen on it', () => {
  expect(at('darwin', true, true)).toBe('tray-unreadTemplate.png')
  expect(at('win32', false, false)).toBe('tray-light.png')
  expect(at('win32', true, true)).toBe('tray-dark-unread.png')
  expect(at('linux', false, false)).toBe('tray-dark.png')
})

test('a Linux desktop is asked whether it has a tray; who does not answer has one', async () => {
  const said = (answer: string): Promise<boolean> => hasTrayPlace('linux', async () => answer)
  expect(await said('(true,)\n')).toBe(true)
  expect(await said('(false,)\n')).toBe(false)
  expect(await hasTrayPlace('linux', () => Promise.reject(new Error('no gdbus')))).toBe(true)
  expect(await hasTrayPlace('win32', () => Promise.reject(new Error('never asked')))).toBe(true)
})

const none = async (): Promise<boolean> => false

test.each([
  ['it stays, and says so once', {}, 'tell'],
  ['it stays, as was said before', { settings: { keepInTray: true, toldOfTray: true } }, ''],
  ['it is not wanted', { settings: { keepInTray: false, toldOfTray: false } }, 'quit'],
  ['nobody is signed in', { signedIn: false }, 'quit'],
  ['there is no tray', { hasTrayPlace: none }, 'quit'],
  ['there is a window again', { hasWindow: () => true, hasTrayPlace: none }, ''],
  ['macOS decides', { platform: 'darwin', signedIn: false }, ''],
] as const)('the window was closed: %s', async (_, over, happened) => {
  let did = ''
  await afterClosing({
    platform: 'linux',
    settings: { keepInTray: true, toldOfTray: false },
    signedIn: true,
    hasTrayPlace: async () => true,
    hasWindow: () => false,
    tell: () => {
      did += 'tell'
    },
    quit: () => {
      did += 'quit'
    },
    ...over,
  })
  expect(did).toBe(happened)
})
