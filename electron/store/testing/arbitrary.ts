import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { AccountId, BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { ConnectionState } from '../../../shared/domain/connection.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import { noFacts, type PictureHash } from '../../../shared/domain/profile.ts'
import type { Occupant, RoomPhase } from '../../../shared/domain/room.ts'
import type { DomainEvent } from '../../core/events.ts'
import { accountOf, ana, carla } from './store-world.ts'

/** Few values of each kind, so that random events meet. */
const account = fc.constantFrom<AccountId>(ana, carla)
const peer = fc.constantFrom('bob@mired.org' as BareJid, 'dora@mired.org' as BareJid)
const full = fc.tuple(peer, fc.constantFrom('a', 'b')).map(([address, resource]) => `${address}/${resource}` as FullJid)
const id = fc.constantFrom('m1', 'm2', 'm3', 'm4').map(value => value as MessageId)
const word = fc.constantFrom('hello', 'hi')
const maybeId = fc.constantFrom('s1', 's2', null)

const contact: fc.Arbitrary<Contact> = fc.record({
  address: peer,
  name: fc.constantFrom('Bob', null),
  groups: fc.constantFrom([], ['Friends']),
  subscription: fc.constantFrom('none', 'both'),
  asked: fc.boolean(),
})

const room = fc.constantFrom('clase@rooms.mired.org' as BareJid, 'coro@rooms.mired.org' as BareJid)
const occupant: fc.Arbitrary<Occupant> = fc.record({
  nick: fc.constantFrom('Ana', 'Bob', 'Eva'),
  occupantId: fc.constant(null),
  address: fc.oneof(peer, fc.constant(null)),
  role: fc.constantFrom('participant', 'moderator'),
  affiliation: fc.constantFrom('none', 'owner'),
  availability: fc.constantFrom('available', 'away'),
  status: fc.constant(null),
})
/** A message of a room as it comes; ours may be told by an id, by an address, or not at all. */
const said = fc.record({
  ...{ peer: room, kind: fc.constant('room' as const), stanzaId: maybeId, originId: fc.oneof(maybeId, id) },
  ...{ from: fc.constant('clase@rooms.mired.org/Bob' as FullJid), body: word, time: fc.nat() },
  ...{ direction: fc.constantFrom('in' as const, 'out' as const), archiveId: fc.constantFrom('1', '2', null) },
  isUnproved: fc.boolean(),
  extra: fc.record({
    sender: fc.record({
      nick: fc.constantFrom('Ana', 'Bob'),
      occupantId: fc.constantFrom('a1', 'b1', null),
      address: fc.oneof(peer, fc.constantFrom(ana, null)),
    }),
    mentionsMe: fc.boolean(),
  }),
})
/** Somebody in a room, in private. */
const whisperer = fc.constantFrom('clase@rooms.mired.org/Bob', 'coro@rooms.mired.org/Eva').map(each => each as FullJid)
const own = fc.record({
  nick: fc.constantFrom('Ana', 'Anna'),
  role: fc.constant('participant' as const),
  affiliation: fc.constant('none' as const),
})
const phase = fc.constantFrom<RoomPhase>(
  { type: 'left' },
  { type: 'joining' },
  { type: 'failed', failure: { code: 'room-full', details: {} }, retryAt: null },
)

const connection = fc.constantFrom<ConnectionState>(
  { phase: 'offline', failure: null },
  { phase: 'connecting', step: 'resolving', attempt: 1 },
  {
    phase: 'online',
    address: 'ana@mired.org/x' as FullJid,
    security: { encrypted: false, protocol: null, cipher: null, fingerprint: null, trust: null, mechanism: 'PLAIN' },
  },
)

function pictureOf(text: string): { readonly hash: PictureHash; readonly bytes: Uint8Array } {
  return { hash: createHash('sha1').update(text).digest('hex') as PictureHash, bytes: Buffer.from(text) }
}

/** Every event there is, in any order and for accounts and messages that may not be there. */
export const anyEvent: fc.Arbitrary<DomainEvent> = fc.oneof(
  fc.record({ type: fc.constant('settings.changed'), settings: fc.record({ moreContrast: fc.boolean() }) }),
  fc.record({
    type: fc.constant('account.saved'),
    account: fc
      .tuple(account, fc.boolean())
      .map(([address, remember]) => accountOf(address, { rememberPassword: remember })),
  }),
  fc.record({ type: fc.constant('account.opened'), account, unlocked: fc.boolean() }),
  fc.record({ type: fc.constant('account.closed'), account, removeHistory: fc.boolean() }),
  fc.record({ type: fc.constant('connection.changed'), account, state: connection }),
  fc.record({ type: fc.constant('roster.received'), account, contacts: fc.array(contact, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('contact.pushed'), account, contact }),
  fc.record({ type: fc.constantFrom('contact.removed', 'request.ended'), account, address: peer }),
  fc.record({
    type: fc.constant('contact.refused'),
    account,
    address: peer,
    failure: fc.constant({ code: 'request-declined', details: {} } as const),
  }),
  fc.record({
    type: fc.constant('request.received'),
    account,
    request: fc.record({
      address: peer,
      nickname: fc.constantFrom('Bobby', null),
      text: fc.constant(null),
      time: fc.nat(),
    }),
  }),
  fc.record({
    type: fc.constant('blocking.received'),
    account,
    blocking: fc.record({ support: fc.constant('yes' as const), addresses: fc.array(peer, { maxLength: 2 }) }),
  }),
  fc.record({ type: fc.constant('sharedGroups.received'), account, groups: fc.constantFrom([], ['Teachers']) }),
  fc.record({
    type: fc.constant('profile.received'),
    account,
    profile: fc.record({
      address: peer,
      fullName: fc.constantFrom('Bob B', null),
      nickname: fc.constantFrom('bobby', null),
      facts: fc.constant(noFacts),
      picture: fc.constantFrom(null, pictureOf('one'), pictureOf('two')),
      announced: fc.constantFrom(null, ''),
    }),
  }),
  fc.record({
    type: fc.constant('room.joined'),
    ...{ account, room, own, password: fc.constantFrom('x', null), occupants: fc.array(occupant, { maxLength: 3 }) },
    subject: fc.constantFrom(null, { text: 'Today', by: 'Bob' }),
  }),
  fc.record({
    type: fc.constant('room.kept'),
    ...{ account, room },
    kept: fc.constantFrom({ autojoin: false }, { nick: 'Anna', name: 'Class' }, { notify: 'all' as const }),
  }),
  fc.record({ type: fc.constant('room.changed'), account, room, facts: fc.record({ phase }) }),
  fc.record({ type: fc.constantFrom('room.removed', 'invitation.ended'), account, room }),
  fc.record({
    type: fc.constant('occupants.changed'),
    ...{ account, room, occupants: fc.array(occupant, { maxLength: 2 }), own: fc.oneof(own, fc.constant(null)) },
    gone: fc.constantFrom([], ['Bob'], ['Eva', 'nobody']),
  }),
  fc.record({
    type: fc.constant('invitation.received'),
    ...{ account, password: fc.constantFrom('x', null) },
    invitation: fc.record({
      ...{ room, by: fc.oneof(peer, full, fc.constant(null)), time: fc.nat(), roomName: fc.constant(null) },
      reason: fc.constantFrom('come', null),
    }),
  }),
  fc.record({
    type: fc.constant('invited.changed'),
    ...{ account, room },
    people: fc.constantFrom([], [{ address: ana, state: 'invited' as const, reason: null, failure: null }]),
  }),
  fc.record({ type: fc.constant('profile.pictureRemoved'), account, address: peer }),
  fc.record({
    type: fc.constant('presence.received'),
    account,
    presence: fc.record({
      from: fc.oneof(full, peer),
      availability: fc.constantFrom('available', 'away', 'offline'),
      status: fc.constantFrom('busy', null),
      priority: fc.constantFrom(-1, 0, 5),
    }),
  }),
  fc.record({
    type: fc.constant('message.received'),
    account,
    message: fc.record({
      ...{ peer, from: full, stanzaId: maybeId, originId: maybeId, body: word, time: fc.nat() },
      markable: fc.boolean(),
    }),
  }),
  fc.record({
    type: fc.constant('message.received'),
    account,
    message: fc.record({
      ...{ peer, from: full, stanzaId: maybeId, originId: maybeId, body: word, time: fc.nat() },
      source: fc.constantFrom('direct', 'carbon'),
      direction: fc.constantFrom('in', 'out'),
      archiveId: fc.constantFrom('1', '2', null),
    }),
  }),
  fc.record({ type: fc.constant('message.received'), account, message: said }),
  fc.record({
    type: fc.constant('message.received'),
    account,
    message: whisperer.chain(from =>
      fc.record({
        ...{ peer: fc.constant(from), from: fc.constant(from), stanzaId: maybeId, originId: maybeId },
        ...{ body: word, time: fc.nat() },
      }),
    ),
  }),
  fc.record({
    type: fc.constant('message.recounted'),
    ...{ account, until: fc.nat() },
    messages: fc.array(
      said.map(each => ({ ...each, source: 'history' as const })),
      { maxLength: 4 },
    ),
  }),
  fc.record({
    type: fc.constant('message.archived'),
    account,
    page: room.chain(of =>
      fc.record({
        messages: fc.array(
          said.map(each => ({ ...each, peer: of, source: 'archive' as const, archiveId: each.archiveId ?? '3' })),
          { maxLength: 4 },
        ),
        ...{ room: fc.constant(of), peer: fc.constant(null), direction: fc.constantFrom('forward', 'backward') },
        first: fc.constantFrom(null, { id: '1', time: 1 }),
        last: fc.constantFrom(null, { id: '4', time: 4 }),
        ...{ complete: fc.boolean(), until: fc.constant(1_700_000_000_000) },
      }),
    ),
  }),
  fc.record({
    type: fc.constant('message.queued'),
    ...{ account, id, peer: room, kind: fc.constant('room'), body: word, time: fc.nat() },
    extra: fc.constant({ sender: { nick: 'Ana', occupantId: null, address: ana } }),
  }),
  fc.record({ type: fc.constant('message.queued'), account, id, peer: whisperer, body: word, time: fc.nat() }),
  fc.record({ type: fc.constant('archive.absent'), account, room }),
  fc.record({ type: fc.constant('archive.began'), account, room, time: fc.nat() }),
  fc.record({ type: fc.constant('conversation.opened'), account, peer: fc.oneof(room, whisperer) }),
  fc.record({
    type: fc.constant('conversation.read'),
    ...{ account, peer: fc.oneof(room, whisperer) },
    upTo: fc.nat({ max: 3 }).map(seconds => 1_700_000_000_000_000 + seconds * 1000),
  }),
  fc.record({ type: fc.constant('archive.began'), account, time: fc.nat() }),
  fc.record({ type: fc.constant('archive.changed'), account, phase: fc.constant('idle') }),
  fc.record({ type: fc.constant('archive.absent'), account }),
  fc.record({
    type: fc.constant('message.archived'),
    account,
    page: fc.record({
      messages: fc.array(
        fc.record({
          ...{ peer, from: full, stanzaId: maybeId, originId: maybeId, body: word, time: fc.nat() },
          direction: fc.constantFrom('in', 'out'),
          archiveId: fc.constantFrom('1', '2', '3', '4'),
        }),
        { maxLength: 4 },
      ),
      direction: fc.constantFrom('forward', 'backward'),
      peer: fc.option(peer),
      first: fc.constantFrom(null, { id: '1', time: 1 }),
      last: fc.constantFrom(null, { id: '4', time: 4 }),
      complete: fc.boolean(),
      until: fc.constant(1_700_000_000_000),
    }),
  }),
  fc.record({ type: fc.constant('message.queued'), account, id, peer, body: word, time: fc.nat() }),
  fc.record({ type: fc.constantFrom('message.sent', 'message.stored'), account, ids: fc.array(id, { maxLength: 3 }) }),
  fc.record({ type: fc.constantFrom('message.delivered', 'message.displayed'), account, peer, id }),
  fc.record({ type: fc.constant('conversation.readElsewhere'), account, peer, id: fc.constantFrom('s1', 's2') }),
  fc.record({ type: fc.constant('typing.changed'), account, peer, typing: fc.boolean() }),
  fc.record({
    type: fc.constant('message.failed'),
    account,
    id,
    failure: fc.constant({ code: 'message-not-delivered', details: {} } as const),
  }),
  fc.record({ type: fc.constantFrom('message.retried', 'message.deleted'), account, id }),
  fc.record({
    type: fc.constant('conversation.drafted'),
    account,
    peer,
    text: fc.constantFrom('', 'a word', 'two words'),
  }),
  fc.record({ type: fc.constant('conversation.opened'), account, peer: fc.option(peer) }),
  fc.record({
    type: fc.constant('conversation.read'),
    account,
    peer,
    upTo: fc.nat({ max: 3 }).map(seconds => 1_700_000_000_000_000 + seconds * 1000),
  }),
) as fc.Arbitrary<DomainEvent>
