import { expect, test } from 'vitest'
import type { BareJid } from '../../shared/domain/address.ts'
import { emptyArchive } from '../../shared/domain/archive.ts'
import { unknownBlocking } from '../../shared/domain/blocking.ts'
import type { Message, MessageId, MessageState } from '../../shared/domain/message.ts'
import { defaultSettings } from '../../shared/domain/settings.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { coalesce } from './coalesce.ts'
import { accountOf, ana, bob, carla } from './testing/store-world.ts'

const presence = (address: string, status: string | null = null, account = ana): Change => ({
  type: 'presence.changed',
  account,
  presences: [{ address: address as BareJid, availability: 'away', status }],
})
const message = (id: string, order: number, state: MessageState): Message => ({
  account: ana,
  id: id as MessageId,
  peer: bob,
  direction: 'out',
  body: '',
  time: 0,
  order,
  state,
  failure: null,
})
const messages = (...values: readonly Message[]): Change => ({
  type: 'message.changed',
  account: ana,
  peer: bob,
  messages: values,
})
const removed = (...ids: readonly string[]): Change => ({
  type: 'message.removed',
  account: ana,
  peer: bob,
  ids: ids as readonly MessageId[],
})
const contact = (name: string): Change => ({
  type: 'contact.changed',
  account: ana,
  contact: { address: bob, name, groups: [], subscription: 'both', asked: false },
})
const snapshot = {
  unlocked: true,
  connection: { phase: 'offline', failure: null },
  contacts: [],
  presences: [],
  requests: [],
  sharedGroups: [],
  profiles: [],
  conversations: [],
  typing: [],
  open: null,
  archive: emptyArchive,
  blocking: unknownBlocking,
  rooms: [],
  occupants: {},
  invitations: [],
  invited: {},
  transfers: [],
  downloads: [],
} as const
const added: Change = { type: 'account.added', snapshot: { account: accountOf(ana), ...snapshot } }
const gone: Change = { type: 'account.removed', account: ana }
const cleared: Change = { type: 'presence.cleared', account: ana }
const replaced: Change = { type: 'contacts.replaced', account: ana, contacts: [] }
const dark: Change = { type: 'settings.changed', settings: { ...defaultSettings, theme: 'dark' } }
const light: Change = { type: 'settings.changed', settings: { ...defaultSettings, theme: 'light' } }

test.each<[string, readonly Change[], readonly Change[]]>([
  ['nothing', [], []],
  [
    'the latest value of a key, in the place of the first',
    [dark, presence('b@m.o'), light],
    [light, presence('b@m.o')],
  ],
  [
    'presences together, each person once',
    [presence('b@m.o'), presence('c@m.o'), presence('b@m.o', 'tea')],
    [{ ...presence('b@m.o', 'tea'), presences: [...presences('b@m.o', 'tea'), ...presences('c@m.o', null)] } as Change],
  ],
  [
    'accounts apart',
    [presence('b@m.o'), presence('b@m.o', null, carla)],
    [presence('b@m.o'), presence('b@m.o', null, carla)],
  ],
  ['nobody that was cleared', [presence('b@m.o'), cleared, presence('c@m.o')], [cleared, presence('c@m.o')]],
  ['no contact of before the new list', [contact('Old'), replaced, contact('New')], [replaced, contact('New')]],
  ['nothing of before an account came', [presence('b@m.o'), added, contact('Bob')], [added, contact('Bob')]],
  ['nothing of before an account went', [added, presence('b@m.o'), gone], [gone]],
  ['that an account went before it came again', [gone, added], [gone, added]],
  [
    'messages of a conversation together, oldest first',
    [messages(message('b', 2, 'queued')), messages(message('a', 1, 'sent')), messages(message('b', 2, 'sent'))],
    [messages(message('a', 1, 'sent'), message('b', 2, 'sent'))],
  ],
  ['no message that was removed', [messages(message('a', 1, 'failed')), removed('a')], [removed('a')]],
  [
    'a removed message before one of the same id',
    [messages(message('a', 1, 'failed'), message('b', 2, 'sent')), removed('a'), messages(message('a', 3, 'queued'))],
    [removed('a'), messages(message('b', 2, 'sent'), message('a', 3, 'queued'))],
  ],
])('told is %s', (_name, changes, expected) => {
  expect(coalesce(changes)).toEqual(expected)
})

function presences(address: string, status: string | null) {
  const change = presence(address, status)
  return change.type === 'presence.changed' ? change.presences : []
}
