/**
 * The room service of an Openfire: what it did in the recordings, to clients that ask in their own order. Locked rooms with
 * 201, kicks that arrive twice at the others, 30 people at most as it comes, archive ids of rooms, a nick change whose new
 * presence has 110 without 303.
 */
import { type ClientElement, escapeXml, textOf } from './client-xml.ts'
import { said } from './openfire-recordings.ts'
import { createOpenfireRoom, type Occupant, type OpenfireRoom } from './openfire-room.ts'

export interface OpenfireRooms {
  /** Takes what is for the service, its rooms and the people in them; false where it is for somebody else. */
  takes(from: RoomClient, element: ClientElement): boolean
  /** A session is over. */
  ended(address: string): void
  room(name: string): OpenfireRoom | undefined
}

export interface RoomClient {
  readonly user: string
  readonly address: string
}

const historyByItself = 25

export function createOpenfireRooms(options: {
  readonly domain: string
  /** To a full address. */
  readonly send: (address: string, xml: string) => void
  /** To a bare one. */
  readonly sendTo: (user: string, xml: string) => void
}): OpenfireRooms {
  const { domain, send, sendTo } = options
  const service = `conference.${domain}`
  const rooms = new Map<string, OpenfireRoom>()
  const words = {
    locked: said('rooms-bob', domain, '<presence to="bob', 0),
    password: said(
      'rooms-bob',
      domain,
      `<presence to="bob@${domain}/rec" from="secreta@${service}/Bob" type="error"`,
      0,
    ),
    members: said(
      'rooms-bob',
      domain,
      `<presence to="bob@${domain}/rec" from="secreta@${service}/Bob" type="error"`,
      1,
    ),
    taken: said('rooms-carla', domain, `<presence to="carla@${domain}/rec" from="clase@${service}/Bob" type="error"`),
    banned: said(
      'rooms-carla',
      domain,
      `<presence to="carla@${domain}/rec" from="clase@${service}/Carla" type="error"`,
    ),
    noSubject: said('rooms-bob', domain, `<message from="clase@${service}" type="groupchat"`),
    subjectRefused: said('rooms-bob', domain, `<message to="bob@${domain}/rec" type="error" id="g3"`),
    noVoice: said('rooms-bob', domain, `<message to="bob@${domain}/rec" type="error" id="v1"`),
    invitation: said('rooms-carla', domain, `<message from="clase@${service}" to="carla@${domain}"`),
    declined: said('rooms-ana', domain, `<message from="clase@${service}" to="ana@${domain}"`),
    configured: said('rooms-ana', domain, `<message from="clase@${service}" to="ana@${domain}/rec" type="groupchat"`),
    done: said('rooms-ana', domain, '<iq type="result" id="q90b0f7"'),
    list: said('rooms-carla', domain, '<iq type="result" id="qef41e0"'),
    noRoom: said('rooms-carla', domain, '<iq type="error" id="q35c0d8"'),
    alive: said('rooms-carla', domain, '<iq type="result" id="qca84c5"'),
  }

  const addressed = (xml: string, from: string, to: string): string =>
    xml
      .replace(/^(<[^>]*?)\bfrom="[^"]*"/, (_, start: string) => `${start}from="${escapeXml(from)}"`)
      .replace(/^(<[^>]*?)\bto="[^"]*"/, (_, start: string) => `${start}to="${escapeXml(to)}"`)
  const answer = (client: RoomClient, request: ClientElement, xml: string) =>
    send(
      client.address,
      addressed(xml, request.attributes.to ?? service, client.address).replace(
        /\bid="[^"]*"/,
        `id="${escapeXml(request.attributes.id ?? '')}"`,
      ),
    )
  const refuse = (client: RoomClient, request: ClientElement, condition: string, type = 'cancel') => {
    const { name, xml } = request
    const inside = xml.replace(/^<[^>]*>/, '').replace(/<\/[a-z]*>$/, '')
    const error = `<error type="${type}"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error>`
    answer(client, request, `<${name} type="error" id="" from="" to="">${inside}${error}</${name}>`)
  }

  const own = (room: OpenfireRoom, client: RoomClient) =>
    [...room.occupants.values()].find(each => each.address === client.address)
  const toAll = (room: OpenfireRoom, xml: (to: Occupant) => string, times: (to: Occupant) => number = () => 1) => {
    for (const each of room.occupants.values()) {
      for (let time = 0; time < times(each); time++) send(each.address, xml(each))
    }
  }
  const remove = (
    room: OpenfireRoom,
    who: Occupant,
    more: Parameters<OpenfireRoom['farewellOf']>[2] = {},
    isTwice = false,
  ) => {
    toAll(
      room,
      to => room.farewellOf(who, to, more),
      to => (isTwice && to !== who ? 2 : 1),
    )
    room.occupants.delete(who.nick)
    const isOver = room.occupants.size === 0 && room.setting('persistentroom') !== '1'
    if (isOver) rooms.delete(room.address)
  }

  function join(client: RoomClient, address: string, nick: string, element: ClientElement) {
    const known = rooms.get(address)
    const room = known ?? createOpenfireRoom(domain, address, client.user)
    rooms.set(address, room)
    const affiliation = room.affiliations.get(client.user) ?? 'none'
    const isOwner = affiliation === 'owner' || affiliation === 'admin'
    const password = textOf(element.xml, 'password') ?? ''
    const error = (xml: string) => send(client.address, addressed(xml, `${address}/${nick}`, client.address))
    if (room.locked && !isOwner) return error(words.locked)
    if (affiliation === 'outcast') return error(words.banned)
    if (room.setting('passwordprotectedroom') === '1' && password !== room.setting('roomsecret')) {
      return error(words.password)
    }
    if (room.setting('membersonly') === '1' && affiliation === 'none') return error(words.members)
    const there = room.occupants.get(nick)
    if (there !== undefined && there.user !== client.user) return error(words.taken)
    const most = Number(room.setting('maxusers'))
    if (most > 0 && room.occupants.size >= most && !isOwner)
      return refuse(client, element, 'service-unavailable', 'wait')
    const isModerated = room.setting('moderatedroom') === '1' && affiliation === 'none'
    const role = isOwner ? 'moderator' : isModerated ? 'visitor' : 'participant'
    const who: Occupant = { ...client, nick, role, inside: insideOf(element) }
    const others = [...room.occupants.values()].filter(each => each.nick !== nick)
    room.occupants.set(nick, who)
    for (const each of others) {
      send(who.address, room.presenceOf(each, who))
      send(each.address, room.presenceOf(who, each))
    }
    send(who.address, room.presenceOf(who, who, { codes: [100, 170, ...(known === undefined ? [201] : [])] }))
    recount(room, who, element)
  }

  function recount(room: OpenfireRoom, who: Occupant, element: ClientElement): void {
    const wish = (name: string) => new RegExp(`<history [^>]*\\b${name}=["']([^"']*)["']`).exec(element.xml)?.[1]
    const since = Date.parse(wish('since') ?? '') || 0
    const most = wish('maxstanzas') ?? (since === 0 ? historyByItself : room.history.length)
    const old = room.history.filter(({ time }) => time >= since)
    for (const { xml, time } of Number(most) === 0 ? [] : old.slice(-Number(most))) {
      // Its `from` is who has sent it, not the room.
      const from = /<address type="ofrom" jid="([^"]*)"/.exec(xml)?.[1] ?? room.address
      const delay = `<delay xmlns="urn:xmpp:delay" stamp="${new Date(time).toISOString()}" from="${from}"/></message>`
      send(who.address, toOf(xml.replace(/<\/message>$/, delay), who))
    }
    send(who.address, toOf(room.subject === null ? addressed(words.noSubject, room.address, '') : room.subject, who))
  }

  function presence(client: RoomClient, element: ClientElement, address: string, nick: string): void {
    const room = rooms.get(address)
    const who = room === undefined ? undefined : own(room, client)
    if (element.attributes.type === 'unavailable') {
      if (room !== undefined && who !== undefined) remove(room, who)
    } else if (room === undefined || who === undefined || element.xml.includes('"http://jabber.org/protocol/muc"')) {
      if (room !== undefined && who !== undefined) room.occupants.delete(who.nick)
      join(client, address, nick, element)
    } else if (who.nick === nick) {
      who.inside = insideOf(element)
      toAll(room, to => room.presenceOf(who, to))
    } else if (room.occupants.has(nick)) {
      send(client.address, addressed(words.taken, `${address}/${nick}`, client.address))
    } else {
      toAll(room, to => room.farewellOf(who, to, { item: ` nick="${escapeXml(nick)}"/>`, codes: [303] }))
      room.occupants.delete(who.nick)
      who.nick = nick
      room.occupants.set(nick, who)
      toAll(room, to => room.presenceOf(who, to))
    }
  }

  function message(client: RoomClient, element: ClientElement, room: OpenfireRoom, nick: string | undefined) {
    const who = own(room, client)
    const { xml, attributes } = element
    const decline =
      /<decline\b[^>]*\bto=["']([^"'@]*)@[^>]*>(.*?)<\/decline>|<decline\b[^>]*\bto=["']([^"'@]*)@[^>]*\/>/s.exec(xml)
    if (decline !== null) {
      const user = decline[1] ?? decline[3] ?? ''
      const by = `<decline from="${client.user}@${domain}">${decline[2] ?? ''}</decline>`
      sendTo(
        user,
        addressed(words.declined, room.address, `${user}@${domain}`).replace(/<decline.*<\/decline>/s, () => by),
      )
    } else if (who === undefined) refuse(client, element, 'not-acceptable', 'modify')
    else if (nick !== undefined) {
      const to = room.occupants.get(nick)
      if (to === undefined) refuse(client, element, 'item-not-found')
      else send(to.address, toOf(room.stamped(element, who), to))
    } else if (xml.includes('<invite ')) invite(room, client, xml)
    else if (attributes.type !== 'groupchat') return
    else if (xml.includes('<subject') && !xml.includes('<body')) {
      const mayAll = room.setting('changesubject') === '1'
      if (who.role !== 'moderator' && !mayAll) return answerMessage(client, element, words.subjectRefused)
      const stamped = room.stamped(element, who)
      room.subject = stamped
      toAll(room, to => toOf(stamped, to))
    } else if (who.role === 'visitor') answerMessage(client, element, words.noVoice)
    else {
      const stamped = room.stamped(element, who)
      if (xml.includes('<body')) {
        room.history = [...room.history, { xml: stamped, time: Date.now() }]
        room.archive.keep({ from: room.address, to: room.address, xml: stamped.replace(' to=""', '') })
      }
      toAll(room, to => toOf(stamped, to))
    }
  }
  const answerMessage = (client: RoomClient, element: ClientElement, xml: string) => {
    const inside = element.xml.replace(/^<[^>]*>/, '').replace(/<\/message>$/, '')
    answer(
      client,
      element,
      xml.replace(/>.*?(?=<error)/s, () => `>${inside}`),
    )
  }
  const invite = (room: OpenfireRoom, client: RoomClient, xml: string) => {
    for (const [, user = ''] of xml.matchAll(/<invite [^>]*\bto=["']([^"'@]*)@/g)) {
      const reason = /<reason>.*?<\/reason>/s.exec(xml)?.[0] ?? ''
      const invitation = addressed(words.invitation, room.address, `${user}@${domain}`)
      const by = `<invite from="${client.user}@${domain}">${reason}</invite>`
      sendTo(
        user,
        invitation.replaceAll(`clase@${service}`, room.address).replace(/<invite.*<\/invite>/s, () => by),
      )
    }
  }

  function request(client: RoomClient, element: ClientElement, room: OpenfireRoom, nick: string | undefined) {
    const { attributes, child, xml } = element
    const who = own(room, client)
    const to = nick === undefined ? undefined : room.occupants.get(nick)
    const namespace = child?.attributes.xmlns ?? ''
    if (nick !== undefined) {
      if (who === undefined) refuse(client, element, 'not-acceptable', 'modify')
      else if (to === who && child?.name === 'ping') answer(client, element, words.alive)
      else if (to === undefined) refuse(client, element, 'item-not-found')
      else {
        const bare = xml.replace(/^<[^>]*>/, tag => tag.replace(/\s(from|to)=("[^"]*"|'[^']*')/g, ''))
        const addresses = `<iq to="${escapeXml(to.address)}" from="${escapeXml(`${room.address}/${who.nick}`)}"`
        send(
          to.address,
          bare.replace(/^<iq/, () => addresses),
        )
      }
    } else if (namespace.endsWith('#owner')) ownerRequest(client, element, room)
    else if (namespace.endsWith('#admin')) adminRequest(client, element, room)
    else if (namespace.endsWith('disco#info')) send(client.address, room.info(attributes.id ?? '', client.address))
    else if (namespace.endsWith('disco#items')) {
      const items = [...room.occupants.keys()].map(each => `<item jid="${escapeXml(`${room.address}/${each}`)}"/>`)
      answer(
        client,
        element,
        words.list.replace(/<item .*?\/>/, () => items.join('')),
      )
    } else if (namespace === 'urn:xmpp:mam:2') {
      if (who === undefined) return refuse(client, element, 'forbidden', 'auth')
      for (const each of room.archive.answer(element, room.address, client.address)) send(client.address, each)
    } else refuse(client, element, 'service-unavailable')
  }

  function ownerRequest(client: RoomClient, element: ClientElement, room: OpenfireRoom) {
    const { attributes, xml } = element
    if (room.affiliations.get(client.user) !== 'owner') return refuse(client, element, 'forbidden', 'auth')
    if (attributes.type === 'get') return send(client.address, room.form(attributes.id ?? '', client.address))
    const isCancel = /<x [^>]*type=["']cancel["']/.test(xml)
    const destroy = /<destroy\b.*?(?:<\/destroy>|\/>)/s.exec(xml)?.[0]
    if (destroy !== undefined || (isCancel && room.locked)) {
      for (const who of [...room.occupants.values()]) {
        send(
          who.address,
          room.farewellOf(who, who, { inside: destroy ?? '<destroy/>' }).replace('<status code="110"/>', ''),
        )
      }
      rooms.delete(room.address)
    } else if (!isCancel) {
      room.configure(xml)
      room.locked = false
      toAll(room, to => addressed(words.configured, room.address, to.address))
      const isClosed = room.setting('membersonly') === '1'
      for (const who of isClosed ? [...room.occupants.values()] : []) {
        const affiliation = room.affiliations.get(who.user)
        if (affiliation === undefined || affiliation === 'none') {
          remove(
            room,
            who,
            { item: `>${reasonOf('This room is now members-only.', client)}</item>`, codes: [322] },
            true,
          )
        }
      }
    }
    answer(client, element, words.done)
  }
  const reasonOf = (reason: string, { user }: RoomClient): string =>
    `${reason === '' ? '' : `<reason>${escapeXml(reason)}</reason>`}<actor jid="${user}@${domain}" nick="${escapeXml(nickOf(user))}"/>`
  const nickOf = (user: string): string => {
    const all = [...rooms.values()].flatMap(room => [...room.occupants.values()])
    return all.find(each => each.user === user)?.nick ?? user
  }

  function adminRequest(client: RoomClient, element: ClientElement, room: OpenfireRoom) {
    const { xml, attributes } = element
    const item = /<item\b[^>]*>/.exec(xml)?.[0] ?? ''
    const attribute = (name: string) => new RegExp(`\\b${name}=["']([^"']*)["']`).exec(item)?.[1]
    const mayAll = own(room, client)?.role === 'moderator'
    if (!mayAll || attributes.type !== 'set') return refuse(client, element, 'forbidden', 'auth')
    const affiliation = attribute('affiliation')
    const nick = attribute('nick')
    if (affiliation !== undefined) {
      const user = attribute('jid')?.split('@')[0] ?? ''
      room.affiliations.set(user, affiliation as 'member')
      const who = [...room.occupants.values()].find(each => each.user === user)
      const more = { item: `>${reasonOf(textOf(xml, 'reason') ?? '', client)}</item>`, codes: [301] }
      if (who !== undefined && affiliation === 'outcast') remove(room, who, more)
      else if (who !== undefined) toAll(room, to => room.presenceOf(who, to))
    } else {
      const who = nick === undefined ? undefined : room.occupants.get(nick)
      if (who === undefined) return refuse(client, element, 'item-not-found')
      if (attribute('role') === 'none') {
        // "Kick and members-only presences arrive twice at the others."
        remove(room, who, { item: `>${reasonOf(textOf(xml, 'reason') ?? '', client)}</item>`, codes: [307] }, true)
      } else {
        who.role = attribute('role') as Occupant['role']
        toAll(room, to => room.presenceOf(who, to))
      }
    }
    answer(client, element, words.done)
  }

  return {
    room: name => rooms.get(`${name}@${service}`),
    takes(client, element) {
      const { to = '' } = element.attributes
      const [bare = '', ...rest] = to.split('/')
      const nick = rest.length === 0 ? undefined : rest.join('/')
      if (!bare.endsWith(`@${service}`)) {
        const isList = to === service && element.child?.attributes.xmlns?.endsWith('disco#items') === true
        if (!isList) return false
        const items = [...rooms.values()].filter(each => each.setting('publicroom') === '1' && !each.locked)
        const list = items.map(each => `<item jid="${each.address}" name="${escapeXml(each.setting('roomname'))}"/>`)
        answer(
          client,
          element,
          words.list.replace(/<item .*?\/>/, () => list.join('')),
        )
        return true
      }
      const room = rooms.get(bare)
      if (element.name === 'presence') {
        if (nick !== undefined && element.attributes.type !== 'error') presence(client, element, bare, nick)
      } else if (
        element.attributes.type === 'error' ||
        (element.name === 'iq' && element.attributes.type === 'result')
      ) {
        const target = nick === undefined ? undefined : room?.occupants.get(nick)
        if (room !== undefined && target !== undefined && element.name === 'iq') request(client, element, room, nick)
      } else if (room === undefined) {
        if (element.name === 'iq') answer(client, element, words.noRoom)
        else refuse(client, element, 'item-not-found')
      } else if (element.name === 'message') message(client, element, room, nick)
      else request(client, element, room, nick)
      return true
    },
    ended(address) {
      for (const room of [...rooms.values()]) {
        const who = [...room.occupants.values()].find(each => each.address === address)
        if (who !== undefined) remove(room, who)
      }
    },
  }
}

/** What a client says of itself in its presence. */
function insideOf(element: ClientElement): string {
  return element.xml
    .replace(/^<[^>]*>/, '')
    .replace(/<\/presence>$/, '')
    .replace(/<x xmlns=['"](?:vcard-temp:x:update|http:\/\/jabber.org\/protocol\/muc)['"](?:\/>|>.*?<\/x>)/gs, '')
}

function toOf(xml: string, who: Occupant): string {
  return xml.replace(/\bto="[^"]*"/, `to="${escapeXml(who.address)}"`)
}
