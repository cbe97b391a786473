import { expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import type { PublicRoom } from '../../../shared/domain/room.ts'
import type { DirectoryAnswer } from '../../../shared/domain/search.ts'
import type { Candidate, Found } from './match.ts'
import { noteOf } from './note-of.ts'
import { keyOf, sectionsOf } from './options.ts'

const candidate = (address: string): Candidate => ({
  address: address as BareJid,
  name: address,
  isContact: true,
  isRoom: false,
  lastTime: 0,
})
const found: Found = { contacts: [candidate('ale@x')], rooms: [candidate('room@x')], chats: [candidate('chat@x')] }
const message = { id: 'm1' as MessageId, peer: 'ana@x' as BareJid, body: 'ale' } as Message
const messages = { messages: [message], total: 3 }
const answer = (values: Partial<DirectoryAnswer> = {}): DirectoryAnswer => ({
  directories: ['search.x' as BareJid],
  people: ['ale@x', 'new@x'].map(address => ({ address: address as BareJid, name: null, email: null })),
  hasMore: false,
  failure: null,
  ...values,
})
const open = (address: string): PublicRoom => ({
  ...{ address: address as BareJid, name: null, description: null, subject: null, occupants: null, traits: null },
})
const keys = (...args: Parameters<typeof sectionsOf>) =>
  sectionsOf(...args).map(({ id, options }) => [id, options.map(keyOf)])

test('each result stands where it came from; whom the contact list has is not shown twice', () => {
  expect(keys(found, 'b@x', { messages, directory: answer(), rooms: ['room@x', 'open@x'].map(open) })).toEqual([
    ['people', ['person ale@x']],
    ['rooms', ['person room@x']],
    ['chats', ['person chat@x']],
    ['addresses', ['address']],
    ['messages', ['m1', 'more']],
    ['directory', ['stranger new@x']],
    ['publicRooms', ['room open@x']],
  ])
})

test('what comes in comes in below: the directory waits for the messages, public rooms for both', () => {
  const nobody: Found = { contacts: [], rooms: [], chats: [] }
  expect(keys(nobody, null, { messages: null, directory: answer(), rooms: [open('open@x')] })).toEqual([])
  expect(keys(nobody, null, { messages, directory: null, rooms: [open('open@x')] })).toEqual([
    ['messages', ['m1', 'more']],
  ])
})

test.each([
  ['nothing while it is asked', null, true, null],
  ['nothing where people are shown', answer(), false, null],
  ['that there is none, to whom nothing was found', answer({ directories: [] }), true, 'noDirectory'],
  ['not that there is none, where others have found something', answer({ directories: [] }), false, null],
  ['that there are more', answer({ hasMore: true }), false, 'crowd'],
  ['that it is silent', answer({ failure: { code: 'request-timed-out', details: {} } }), false, 'directorySilent'],
  ['that it refuses', answer({ failure: { code: 'refused-by-server', details: {} } }), false, 'directoryRefuses'],
  ['that we are offline', answer({ failure: { code: 'not-connected', details: {} } }), true, 'directoryOffline'],
] as const)('of the directory is said %s', (_, directory, nothing, note) =>
  expect(noteOf(directory, nothing)).toBe(note),
)
