import type { Peer } from '../../shared/domain/address.ts'
import { seesThem } from '../../shared/domain/contact.ts'
import { isOccupant } from '../../shared/domain/conversation.ts'
import type { Message, MessageId } from '../../shared/domain/message.ts'
import { defaultOwnPresence, type OwnPresence, presenceInForce } from '../../shared/domain/presence.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import { createSession } from '../connection/create-session.ts'
import type { Element } from '../stanza/element.ts'
import { isBareJid } from '../stanza/jid.ts'
import { markersNamespace } from '../stanza/markable.ts'
import type { Store } from '../store/store.ts'
import { createBlocking } from '../xmpp/blocking/blocking.ts'
import { bookmarkWishes } from '../xmpp/bookmarks/bookmarks.ts'
import { capsNamespace, createCapabilities } from '../xmpp/caps/caps.ts'
import { buildMarkable } from '../xmpp/chat-markers/build.ts'
import { createChatMarkers } from '../xmpp/chat-markers/chat-markers.ts'
import { chatStatesNamespace } from '../xmpp/chat-states/build.ts'
import { createChatStates } from '../xmpp/chat-states/chat-states.ts'
import { infoNamespace, itemsNamespace } from '../xmpp/disco/build.ts'
import { createDisco } from '../xmpp/disco/disco.ts'
import { createDiscovery } from '../xmpp/disco/discovery.ts'
import { createDelivery } from '../xmpp/message/delivery.ts'
import { createMessage } from '../xmpp/message/message.ts'
import { createOffers } from '../xmpp/offers/offers.ts'
import { createPing, pingNamespace } from '../xmpp/ping/ping.ts'
import { createPresence } from '../xmpp/presence/presence.ts'
import { buildRequest, receiptsNamespace } from '../xmpp/receipts/build.ts'
import { createReceipts } from '../xmpp/receipts/receipts.ts'
import { createRoster } from '../xmpp/roster/roster.ts'
import { createSearch } from '../xmpp/search/search.ts'
import { createSharedGroups } from '../xmpp/shared-groups/shared-groups.ts'
import { createSubscription } from '../xmpp/subscription/subscription.ts'
import { buildOutOfBand } from '../xmpp/upload/build.ts'
import { createUpload } from '../xmpp/upload/upload.ts'
import { createProfiles } from '../xmpp/vcard/profiles.ts'
import { createVcard } from '../xmpp/vcard/vcard.ts'
import { createVcardAvatar } from '../xmpp/vcard-avatar/vcard-avatar.ts'
import { createVersion, versionNamespace } from '../xmpp/version/version.ts'
import { profileResource } from './accounts/resource.ts'
import type { AccountRuntime, CreateRuntime } from './accounts/runtime.ts'
import { createAudience } from './audience.ts'
import { createContactActions } from './contacts/contact-actions.ts'
import type { Emit } from './events.ts'
import { createFiles, type FileParts } from './files/file-actions.ts'
import { createHistory } from './history/create-history.ts'
import { createOfferLimit } from './offer-limit.ts'
import type { OwnInfo } from './own-info.ts'
import { drop, type Ports } from './ports/index.ts'
import { createRooms } from './rooms/create-rooms.ts'
import { createKnownRooms } from './rooms/known-rooms.ts'
import { asWhom } from './rooms/peer-of.ts'
import { createRoomTalk, type RoomConversations } from './rooms/room-talk.ts'
import { createStreamKeeper } from './stream-keeper.ts'
import type { XmlConsole } from './xml-console/xml-console.ts'

/** Names the program to other clients, the same in every version of it (XEP-0115, `node`). */
const programNode = 'urn:x-centella:client'

/** What we say that we do; nothing that we do not. */
const own: OwnInfo = {
  identity: { category: 'client', type: 'pc', name: 'Centella' },
  features: [capsNamespace, infoNamespace, itemsNamespace, pingNamespace, versionNamespace, ...bookmarkWishes],
}

/** What we do while the person wants it. */
function wantedFeatures({ sendReceipts, sendMarkers, sendTyping }: Settings): readonly string[] {
  return [
    ...(sendReceipts ? [receiptsNamespace] : []),
    ...(sendMarkers ? [markersNamespace] : []),
    ...(sendTyping ? [chatStatesNamespace] : []),
  ]
}

/** Puts one account together: its session and every feature on it. The order of things at sign-in is written here, once. */
export function createAccountRuntime(
  options: Parameters<CreateRuntime>[0] & {
    readonly ports: Ports
    readonly store: Store
    readonly emit: Emit
    readonly random: () => number
    readonly xmlConsole: XmlConsole
    readonly files: FileParts
    /** When the person left the computer; null while they are there. */
    readonly idleSince: () => number | null
  },
): AccountRuntime {
  const { account, onState, ports, store, emit, random } = options
  const { clock, network, host, profile } = ports
  const log = ports.log.scope('account')
  const recorded = options.xmlConsole.record(account)

  const session = createSession({
    account,
    network,
    clock,
    log: log.scope('connection'),
    tap: recorded.tap,
    keeper: createStreamKeeper(account, store, emit),
    resource: profileResource(profile.folder, host.hostName),
    random,
  })
  const channel = session
  const ownNow = (): OwnInfo => ({ ...own, features: [...own.features, ...wantedFeatures(store.settings())] })
  const capabilities = createCapabilities(ownNow, programNode)
  const ping = createPing({ channel })
  const roster = createRoster({
    ...{ channel, emit, clock, log: log.scope('roster') },
    keptVersion: () => store.rosterVersion(account),
  })
  const sharedGroups = createSharedGroups({ channel, emit, log: log.scope('roster') })
  const contactOf = (address: Peer) => store.contact(account, address)
  const subscription = createSubscription({
    ...{ channel, emit, clock, log: log.scope('subscription'), contactOf },
    isShared: contact => contact.groups.some(group => sharedGroups.names()?.includes(group) ?? true),
  })
  const contacts = createContactActions({ account, roster, subscription, sharedGroups, store, emit })
  const profiles = createProfiles({
    ...{ channel, emit, clock, log: log.scope('profiles'), vcard: createVcard({ channel }) },
    known: address => store.profile(account, address),
    isContact: async address => (await contactOf(address)) !== null,
  })
  const avatar = createVcardAvatar({
    ...{ channel, log: log.scope('profiles'), fetchOwn: profiles.fetchOwn, onAnnounced: profiles.announced },
    onChanged: () => {
      // Only after the first presence, which comes after the roster.
      if (published !== null) drop(publish(), log, 'the picture in our presence')
    },
  })
  const presence = createPresence({
    ...{ channel, emit, log: log.scope('presence') },
    ...{ buildCapabilities: capabilities.build, buildPicture: avatar.build },
    isOfRoom: stanza => rooms.claims(stanza),
  })
  const mayKnow = createAudience({ account, contactOf, hasWritten: peer => store.hasWritten(account, peer) })
  const receipts = createReceipts({
    ...{ channel, emit, mayKnow, log: log.scope('receipts') },
    isOn: () => store.settings().sendReceipts,
  })
  const copied = async (copy: Element): Promise<void> => {
    await receipts.take(copy)
    await markers.take(copy)
    await states.take(copy)
  }
  const markers = createChatMarkers({
    ...{ channel, emit, mayKnow, owed: () => store.owedMarkers(account) },
    isOn: () => store.settings().sendMarkers,
  })
  const discovery = createDiscovery({ channel, log: log.scope('discovery') })
  const knownRooms = createKnownRooms(account, store)
  const isRoom = knownRooms.has
  const history = createHistory({
    ...{ account, channel, discovery, store, emit, isRoom, clock, log },
    present: () => introduced,
  })
  const { openCarbon, trustsStanzaIds, settle } = history
  const blocking = createBlocking({ channel, discovery, emit, log: log.scope('blocking') })
  const talk: RoomConversations = createRoomTalk({
    ...{ account, channel, store, archive: history.archive, rooms: knownRooms, emit, clock, log: log.scope('rooms') },
    ...{ nick: room => rooms.nick(room), occupant: (room, nick) => rooms.occupant(room, nick) },
    features: room => rooms.info(room)?.features ?? null,
    ahead: history.ahead,
    flush: () => drop(delivery.flush(), log, 'outbox'),
  })
  const rooms = createRooms({
    ...{ account, channel, discovery, store, emit, clock, log: log.scope('rooms'), talk },
    extensions: () => presence.build(presenceNow(), options.idleSince()),
    isBlocked: blocking.blocks,
  })
  const admits = createOfferLimit(clock)
  const message = createMessage({
    ...{ isBlocked: blocking.blocks, isRoom: knownRooms.has },
    ...{ channel, emit, clock, log: log.scope('message'), wentTo, openCarbon, trustsStanzaIds, admits },
    ...{ arrived: receipts.arrived, copied },
  })
  const offers = createOffers({ channel, emit, admits, clock, log: log.scope('offers') })
  const outbox = () => store.outbox(account)
  const search = createSearch({ channel, discovery, clock, log: log.scope('search') })
  const states = createChatStates({
    ...{ channel, emit, clock, mayKnow, log: log.scope('chat-states') },
    isOn: () => store.settings().sendTyping,
    resources: async peer => (seesThem(await contactOf(peer)) ? store.resources(account, peer) : null),
    supports: async address => (await discovery.info(address))?.features.has(chatStatesNamespace) ?? null,
  })
  const extras = ({ peer, file, body }: Message) => {
    const address = file === undefined ? [] : [buildOutOfBand(body)]
    // In rooms nobody answers: receipts and markers of all would be a crowd, and Spark sends none there.
    if (isOccupant(peer) || isRoom(peer)) return address
    const state = states.withMessage(peer)
    return [buildRequest(), buildMarkable(), ...address, ...(state === null ? [] : [state])]
  }
  const delivery = createDelivery({
    channel,
    ping,
    emit,
    outbox,
    settle,
    extras,
    stay: talk.stay,
    clock,
    log: log.scope('delivery'),
  })
  const isInClear = (): boolean => {
    const state = session.state()
    return state.phase === 'online' && !state.security.encrypted
  }
  const roomOf = async (peer: Peer) => (isBareJid(peer) ? ((await store.room(account, peer))?.room ?? null) : null)
  const upload = createUpload({ channel, discovery, isInClear, clock, log: log.scope('upload') })
  const files = createFiles({
    ...{ account, channel, upload, store, emit, isInClear, network, clock, log: log.scope('files') },
    ...options.files,
    isKnown: async peer => (await contactOf(peer)) !== null || (await roomOf(peer)) !== null,
    writtenAs: peer => asWhom(store, account, peer),
    flush: () => drop(delivery.flush(), log, 'outbox'),
  })
  const parts = [
    upload,
    files,
    createVersion({ channel, host }),
    createDisco({ channel, own: ownNow, capabilitiesNode: capabilities.node }),
    { dispose: session.onState(onState) },
    { dispose: session.onOnline(() => drop(signedIn(), log, 'after sign-in')) },
    { dispose: session.onResumed(({ forgotten }) => drop(resumed(forgotten), log, 'after a resumption')) },
    // A stream that may go on is told what changes meanwhile; of any other one nothing is known any more.
    {
      dispose: session.onOffline(({ resumable }) => {
        if (!resumable) forgetPresences()
      }),
    },
    ...[ping, roster, subscription, presence, message, receipts, markers, states, discovery, search, history],
    ...[knownRooms, talk, delivery, profiles, avatar, blocking, offers],
    rooms,
  ]

  const forgetPresences = (): void => drop(emit({ type: 'presence.forgotten', account }), log, 'presence')
  /** What was last said of us on this stream; null before. */
  let published: string | null = null
  /** The conversation that the person looks at. */
  let shown: Peer | null = null
  let rosterFetched = false
  /** RFC 6121, 4.2.2: the server tells us of the others only after an initial presence. */
  let toldOfOthers = true
  let groupsFetched = false
  /** Whatever came of it. */
  let introduced: Promise<void> = Promise.resolve()

  /** RFC 6121, 2.2: first the roster, so that no presence of a contact comes before it; then we are there. */
  async function signedIn(): Promise<void> {
    published = null
    rosterFetched = false
    toldOfOthers = true
    groupsFetched = false
    // Beside the roster, so that the first presence may know our picture already.
    drop(avatar.begin(), log, 'our own profile')
    // A resumption that was refused: presences that were still shown belong to the stream that is gone.
    forgetPresences()
    await introduce()
    // Nothing waits for them: each has a time limit of its own.
    drop(rooms.begin(), log, 'rooms')
    files.begin()
    await delivery.flush()
    await markers.flush()
  }

  /** What the stream did not come to before it broke off is done now; after a restart, what is not kept on disk. */
  async function resumed(forgotten: boolean): Promise<void> {
    if (forgotten) {
      published = null
      rosterFetched = false
      groupsFetched = false
      drop(avatar.begin(), log, 'our own profile')
      toldOfOthers = false
      forgetPresences()
    }
    await introduce()
    // Saying that we are not here has left all rooms.
    drop(forgotten ? rooms.begin() : rooms.checkAll(), log, 'rooms')
    files.begin()
    await markers.flush()
  }

  function introduce(): Promise<void> {
    const introducing = introduceOurselves()
    introduced = introducing.catch(() => undefined)
    return introducing
  }

  async function introduceOurselves(): Promise<void> {
    if (!rosterFetched) await fetchRoster()
    // Nothing waits for it: Openfire alone has an answer.
    if (!groupsFetched) drop(fetchSharedGroups(), log, 'shared groups')
    drop(blocking.begin(), log, 'the block list')
    const withdrawn = toldOfOthers ? null : withdraw()
    // In one breath: what comes while we are not there is kept for later, and Prosody never sends that to a stream on
    // which its archive has been asked.
    await Promise.all([withdrawn, publish()])
  }

  /** Where the connection breaks off before, it is still to be done on the next. */
  async function withdraw(): Promise<void> {
    toldOfOthers = true
    published = null
    await presence.withdraw().catch((error: unknown) => {
      toldOfOthers = false
      throw error
    })
  }

  async function fetchRoster(): Promise<void> {
    try {
      await roster.fetch()
      rosterFetched = true
    } catch (error) {
      // The list on disk stays; we are there all the same.
      log.warn('the roster did not come', { error: error instanceof Error ? error.message : '' })
    }
  }

  async function fetchSharedGroups(): Promise<void> {
    groupsFetched = true
    await sharedGroups.fetch().catch((error: unknown) => {
      groupsFetched = false
      throw error
    })
  }

  function presenceNow(): OwnPresence {
    return presenceInForce(store.account(account)?.presence ?? defaultOwnPresence, options.idleSince())
  }

  async function publish(): Promise<void> {
    const saved = store.account(account)
    if (saved === null) return
    const idleSince = options.idleSince()
    const own = presenceNow()
    const announced = [capabilities.node(), avatar.build().toString()]
    const said = JSON.stringify([own, saved.settings.priority, announced, idleSince])
    if (said === published) return
    // Known before it has left: what comes next may be what was said before it.
    published = said
    try {
      await presence.publish(own, saved.settings.priority, idleSince)
    } catch (error) {
      published = null
      throw error
    }
    await rooms.publish()
  }

  async function wentTo(id: MessageId): Promise<{ readonly peer: Peer; readonly isRoom: boolean } | null> {
    const found = await store.message(account, id)
    if (found?.direction !== 'out') return null
    const { kind } = await store.conversation(account, found.peer)
    return { peer: found.peer, isRoom: kind === 'room' }
  }

  return {
    account,
    state: session.state,
    connect: session.connect,
    retryNow: session.retryNow,
    wake() {
      session.wake()
      drop(rooms.checkAll(), log, 'a look whether we are in our rooms')
    },
    contacts,
    blocking,
    rooms: rooms.actions,
    files,
    history: {
      catchUp: history.catchUp,
      loadOlder: peer => (isBareJid(peer) && isRoom(peer) ? talk.loadOlder(peer) : history.loadOlder(peer)),
    },
    disconnect: session.disconnect,
    async publish() {
      if (channel.address() !== null) await publish()
    },
    searchDirectory: search.search,
    profiles: {
      open: profiles.open,
      glance: profiles.glance,
      change: async change => avatar.written(await profiles.change(change)),
    },
    flush: () => drop(delivery.flush(), log, 'outbox'),
    hasRead: () => drop(markers.flush(), log, 'markers'),
    setTyping: states.setTyping,
    show(peer) {
      if (shown !== null && shown !== peer) states.leave(shown, peer === null)
      shown = peer
    },
    async dispose() {
      await session.dispose()
      for (const part of [...parts, recorded]) part.dispose()
    },
  }
}
