/** Writes the demo's world into the server before it starts, and lets its people be there. */

import { sha1 } from '../../e2e/program/picture.ts'
import { escapeXml } from '../../e2e/servers/client-xml.ts'
import { type Certificates, type RunningServer, startProsody } from '../../e2e/servers/index.ts'
import {
  type KeptElement,
  type KeptMessage,
  kept,
  writeContacts,
  writeKept,
  writeKeptOfHost,
  writeMessages,
  writeVcard,
} from '../../e2e/servers/prosody-storage.ts'
import type { Language } from '../../shared/domain/settings.ts'
import { filesIn } from './files.ts'
import { addressOf, domain, passwordOf, people, personOf, roomService, shared } from './people.ts'
import { portraitOf } from './portrait.ts'
import { type QuietClient, startQuietClient } from './quiet-client.ts'
import { type Day, type Line, motd, room, talks } from './talks.ts'

export interface DemoWorld {
  readonly server: RunningServer
  readonly end: () => Promise<void>
}

export interface WorldOptions {
  readonly certificates: Certificates
  readonly language: Language
  /** A certificate of its own, as a school's server has; otherwise one that a known authority has signed. */
  readonly selfSigned?: boolean
}

/** Starts Prosody with everybody in it who has a place in the demo; resolves when those are there who are. */
export async function startWorld({ certificates, language, selfSigned = false }: WorldOptions): Promise<DemoWorld> {
  const certificate = selfSigned ? 'self-signed' : 'valid'
  const server = await startProsody({
    ...{ domain, certificates, certificate, directTls: true, directory: true, upload: true },
    motd: motd[language],
    users: people.map(({ name, fullName }) => ({ name, password: passwordOf(name), label: fullName[language] })),
    sharedGroups: [{ name: shared.group[language], people: shared.people.map(name => nameLine(name, language)) }],
    write: data => writeWorld(data, language, Date.now()),
  })
  const known = certificates.authority.text
  const own = certificates.of(certificate).certificateText
  const clients = new Map<string, QuietClient>()
  const end = async () => {
    for (const each of clients.values()) each.end()
    await server[Symbol.asyncDispose]()
  }
  try {
    await Promise.all(
      people.map(async person => {
        if (person.presence === undefined) return
        clients.set(person.name, await enter(server, person.name, language, selfSigned ? own : known))
      }),
    )
    for (const [who, file] of filesIn(language)) await clients.get(who)?.share(roomAddress, file)
  } catch (error) {
    await end()
    throw error
  }
  return { server, end }
}

const nameLine = (name: string, language: Language) => `${addressOf(name)}=${personOf(name).fullName[language]}`
const roomAddress = `${room.name}@${roomService}`

function enter(server: RunningServer, name: string, language: Language, trusts: string): Promise<QuietClient> {
  const { presence, look } = personOf(name)
  const nick = room.people[name]
  const show = presence?.show ?? null
  const status = presence?.status?.[language]
  const photo = `<x xmlns='vcard-temp:x:update'><photo>${sha1(portraitOf(look))}</photo></x>`
  return startQuietClient(server, {
    ...{ name, password: passwordOf(name), trusts },
    presence: [
      show === null ? '' : `<show>${show}</show>`,
      status === undefined ? '' : `<status>${escapeXml(status)}</status>`,
      photo,
    ].join(''),
    rooms: nick === undefined ? [] : [`${roomAddress}/${nick}`],
  })
}

async function writeWorld(data: string, language: Language, now: number): Promise<void> {
  for (const person of people) {
    const { name, fullName } = person
    const photo = portraitOf(person.look).toString('base64')
    const title = person.title === undefined ? [] : [kept('TITLE', {}, person.title[language])]
    const [given = '', family = ''] = fullName[language].split(' ')
    const vcard = [
      kept('FN', {}, fullName[language]),
      kept('N', {}, kept('FAMILY', {}, family), kept('GIVEN', {}, given)),
      kept('NICKNAME', {}, given),
      kept('EMAIL', {}, kept('INTERNET'), kept('USERID', {}, addressOf(name))),
      ...title,
      kept('PHOTO', {}, kept('TYPE', {}, 'image/png'), kept('BINVAL', {}, photo)),
    ]
    await writeVcard(data, domain, name, vcardOf(vcard))
    const contacts = people
      .filter(each => each !== person && each.group !== null && person.group !== null)
      .map(each => ({
        address: addressOf(each.name),
        name: each.fullName[language],
        groups: [each.group?.[language] ?? ''],
      }))
    const requests = name === 'ana' ? [request('lucia', name, language)] : []
    await writeContacts(data, domain, name, contacts, requests)
  }
  await writeTalks(data, language, now)
  await writeRoom(data, language, now)
}

function vcardOf(children: readonly KeptElement[]): KeptElement {
  return kept('vCard', { xmlns: 'vcard-temp' }, ...children)
}

function request(from: string, to: string, language: Language): KeptElement {
  const text = { en: 'I am the new one in your class', es: 'Soy la nueva de tu clase' }
  const nick = kept('nick', { xmlns: 'http://jabber.org/protocol/nick' }, personOf(from).fullName[language])
  const attrs = { from: addressOf(from), to: addressOf(to), type: 'subscribe' }
  return kept('presence', attrs, kept('status', {}, text[language]), nick)
}

async function writeTalks(data: string, language: Language, now: number): Promise<void> {
  const archives = new Map<string, KeptMessage[]>()
  const waiting = new Map<string, KeptMessage[]>()
  for (const talk of talks) {
    const [one, other] = talk.between
    for (const [index, { time, line, isRecent }] of timed(talk, now).entries()) {
      const from = line[0]
      const to = from === one ? other : one
      const id = `${one}-${other}-${index}`
      const attrs = { type: 'chat', id, from: `${addressOf(from)}/demo`, to: addressOf(to), 'xml:lang': language }
      const stanza = kept('message', attrs, kept('body', {}, textOf(line, language)))
      const message = { key: id, time, stanza }
      for (const [owner, peer] of [
        [from, to],
        [to, from],
      ] as const) {
        archives.set(owner, [...(archives.get(owner) ?? []), { ...message, with: addressOf(peer) }])
      }
      if (isRecent && talk.waits === true) {
        waiting.set(to, [...(waiting.get(to) ?? []), { ...message, with: '' }])
      }
    }
  }
  for (const [name, messages] of archives) {
    const inOrder = messages.sort((first, second) => first.time - second.time)
    await writeMessages(data, domain, 'archive', name, inOrder)
  }
  for (const [name, messages] of waiting) await writeMessages(data, domain, 'offline', name, messages)
}

async function writeRoom(data: string, language: Language, now: number): Promise<void> {
  const messages = timed(room, now).map(({ time, line }, index): KeptMessage => {
    const [who] = line
    const nick = room.people[who] ?? room.nicks[who] ?? who
    const attrs = { type: 'groupchat', id: `clase-${index}`, from: `${roomAddress}/${nick}`, 'xml:lang': language }
    const item = kept('item', {
      affiliation: who === room.owner ? 'owner' : 'none',
      role: 'participant',
      jid: addressOf(who),
    })
    const stanza = kept(
      'message',
      attrs,
      kept('body', {}, textOf(line, language)),
      kept('x', { xmlns: 'http://jabber.org/protocol/muc#user' }, item),
    )
    return { key: `clase-${index}`, time, with: 'message<groupchat', stanza }
  })
  await writeMessages(data, roomService, 'muc_log', room.name, messages)
  await writeKept(data, roomService, 'config', room.name, {
    _jid: roomAddress,
    _data: {
      ...{ persistent: true, hidden: false, whois: 'anyone', history_length: 20, changesubject: true },
      ...{ name: room.name, description: room.description[language] },
      subject: room.topic[language],
      subject_from: `${roomAddress}/${room.people[room.owner] ?? room.owner}`,
      subject_time: Math.floor(now / 1000) - 86_400,
    },
    _affiliation_data: {},
    [addressOf(room.owner)]: 'owner',
    [addressOf('carla')]: 'admin',
  })
  await writeKeptOfHost(data, roomService, 'persistent', { [roomAddress]: true })
}

function textOf([, en, es]: Line, language: Language): string {
  return language === 'es' ? es : en
}

/** Every line with its time; the recent ones end a few minutes ago. */
export function timed(
  { days, recent = [] }: { readonly days: readonly Day[]; readonly recent?: readonly Line[] },
  now: number,
): readonly { readonly time: number; readonly line: Line; readonly isRecent: boolean }[] {
  const past = days.flatMap(({ ago, at, lines }) => {
    const [hours = 0, minutes = 0] = at.split(':').map(Number)
    const start = new Date(now)
    start.setDate(start.getDate() - ago)
    start.setHours(hours, minutes, 12, 0)
    return lines.map((line, index) => ({ time: start.getTime() + index * 80_000, line, isRecent: false }))
  })
  const lately = recent.map((line, index) => ({
    time: now - (25 - 3 * index) * 60_000,
    ...{ line, isRecent: true },
  }))
  return [...past, ...lately]
}
