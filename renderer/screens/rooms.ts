import type { BareJid, FullJid, Peer } from '../../shared/domain/address.ts'
import type { ConversationKind } from '../../shared/domain/conversation.ts'
import { AppError, type FailureCode } from '../../shared/domain/failure.ts'
import type { Message, MessageExtra, MessageId, RoomSender } from '../../shared/domain/message.ts'
import type {
  InvitedPerson,
  Occupant,
  PublicRoom,
  Room,
  RoomInvitation,
  RoomSettings,
  RoomTraits,
} from '../../shared/domain/room.ts'
import type { Language } from '../../shared/domain/settings.ts'
import type { CommandHandlers } from '../../shared/ipc/index.ts'
import type { AccountSnapshot } from '../../shared/ipc/program.ts'
import type { roomCommands } from '../../shared/ipc/room.ts'
import { address, ricky } from './people.ts'
import { now, type Talk } from './talks.ts'

export type RoomsVariant = 'usual' | 'visitor' | 'crowd'

const service = 'salas.mired.org'
const room = (name: string): BareJid => `${name}@${service}` as BareJid
const clase = room('clase')
const minute = 60_000

const open: RoomTraits = {
  isPersistent: true,
  isPublic: true,
  isMembersOnly: false,
  isModerated: false,
  hasPassword: false,
  showsAddresses: true,
}

const joined: Omit<Room, 'address' | 'name'> = {
  account: ricky,
  nick: 'Ricky',
  phase: { type: 'joined' },
  subject: null,
  isBookmarked: true,
  autojoin: true,
  notify: 'mentions',
  traits: open,
  role: 'participant',
  affiliation: 'member',
  occupants: 4,
}
const outside = { role: null, affiliation: null, occupants: 0, autojoin: false } as const

type Said = readonly [en: string, es: string]
const inLanguage = (language: Language) => (said: Said) => said[language === 'es' ? 1 : 0]

const topics: Readonly<Record<string, Said>> = {
  clase: ['Lab 4, cells under the microscope', 'Práctica 4, células al microscopio'],
  laboratorio: ['Cupboard keys, material, turns', 'Llaves, material y turnos'],
  biblioteca: ['Opening hours and loans', 'Horario y préstamos'],
  profes: ['Timetables', 'Horarios'],
}

function failed(code: FailureCode, text?: string): Room['phase'] {
  return { type: 'failed', failure: { code, details: text === undefined ? {} : { text } }, retryAt: null }
}

function roomsIn(language: Language, variant: RoomsVariant): readonly Room[] {
  const say = inLanguage(language)
  const about = (name: string, over: Partial<Room> = {}): Room => {
    const topic = topics[name]
    return {
      ...joined,
      ...{ address: room(name), name: null, subject: topic === undefined ? null : { text: say(topic), by: 'Inés' } },
      ...over,
    }
  }
  return [
    about('clase', {
      role: variant === 'visitor' ? 'visitor' : 'moderator',
      affiliation: variant === 'visitor' ? 'none' : 'owner',
      occupants: variant === 'crowd' ? 10_011 : 11,
    }),
    about('laboratorio', { notify: 'none', occupants: 7 }),
    about('biblioteca'),
    about('profes', { occupants: 5, phase: { type: 'joining' } }),
    about('ajedrez', { ...outside, name: say(['Chess club', 'Club de ajedrez']), phase: { type: 'left' } }),
    about('examenes', { ...outside, phase: failed('room-password') }),
    about('apuntes', { ...outside, phase: failed('room-kicked', say(['Not here', 'Aquí no'])) }),
  ]
}

type Who = readonly [
  nick: string,
  role: Occupant['role'],
  affiliation: Occupant['affiliation'],
  at: Occupant['availability'],
]
const people: readonly Who[] = [
  ['Inés', 'moderator', 'owner', 'available'],
  ['Nora', 'moderator', 'admin', 'away'],
  ['Alejandro', 'participant', 'none', 'away'],
  ['Ana', 'participant', 'none', 'available'],
  ['Bob', 'participant', 'none', 'dnd'],
  ['Carla', 'participant', 'none', 'available'],
  ['Hugo', 'participant', 'none', 'available'],
  ['Lucía', 'participant', 'member', 'chat'],
  ['Darío', 'visitor', 'none', 'available'],
  ['Mateo', 'visitor', 'none', 'xa'],
]

function occupantsIn(variant: RoomsVariant): readonly Occupant[] {
  const occupant = ([nick, role, affiliation, availability]: Who): Occupant => ({
    ...{ nick, role, affiliation, availability, occupantId: `id ${nick}`, status: null },
    // What one is called in a room proves nothing: of this one nobody knows who it is.
    address: nick === 'Hugo' ? null : address(nick),
  })
  const self: Who = ['Ricky', variant === 'visitor' ? 'visitor' : 'participant', 'none', 'available']
  const crowd = Array.from(
    { length: variant === 'crowd' ? 10_000 : 0 },
    (_, index): Who => [`Person ${index}`, 'participant', 'none', 'available'],
  )
  return [...people, self, ...crowd].map(each =>
    each === self ? { ...occupant(each), address: ricky } : occupant(each),
  )
}

/** Who wants us, and whom we have invited. */
function invitationsIn(language: Language): readonly RoomInvitation[] {
  const say = inLanguage(language)
  return [
    {
      ...{ room: room('torneo'), roomName: null, by: address('Lucía'), time: now - minute },
      reason: say(['We need a fourth', 'Nos falta un cuarto']),
    },
    { room: room('viaje'), roomName: 'Viaje de fin de curso', by: null, reason: null, time: now },
  ]
}

function invitedIn(language: Language): readonly InvitedPerson[] {
  const say = inLanguage(language)
  return [
    {
      ...{ address: address('Elena'), state: 'declined', failure: null },
      reason: say(['I am out until Monday', 'Estoy fuera hasta el lunes']),
    },
    { address: address('Sofía'), state: 'invited', reason: null, failure: null },
  ]
}

type Line = readonly [minutes: number, who: string, said: Said, extra?: MessageExtra]

const inClase: readonly Line[] = [
  [
    -32,
    'Inés',
    [
      'Good morning. Lab at 11:30. Bring the report printed or send it here as a PDF.',
      'Buenos días. Laboratorio a las 11:30. Traed el informe impreso o enviadlo aquí en PDF.',
    ],
  ],
  [-28, 'Hugo', ['Is one per pair enough?', '¿Basta con uno por pareja?']],
  [-27, 'Inés', ['Yes, with both names on it.', 'Sí, con los dos nombres.']],
  [-26, 'Ricky', ['Ana and I hand in one together.', 'Ana y yo entregamos uno juntos.']],
  [
    -14,
    'Lucía',
    ['The sample fridge is locked, who has the key?', 'La nevera de muestras está cerrada, ¿quién tiene la llave?'],
  ],
  [
    -11,
    'Inés',
    [
      '@Ricky, can you open the lab? The key is in the office.',
      '@Ricky, ¿puedes abrir el laboratorio? La llave está en secretaría.',
    ],
    { mentionsMe: true },
  ],
  [-10, 'Bob', ['I can go too, I am next door.', 'Yo también puedo ir, estoy al lado.']],
  [-9, 'Bob', ['<b>I</b> have the other key \u202eyek', '<b>Tengo</b> la otra llave \u202eevall']],
]

const inLaboratorio: readonly Line[] = [
  [-72, 'Hugo', ['who has the key to the cupboard', 'quién tiene la llave del armario']],
]

const withHugo: readonly Line[] = [
  [-20, 'Hugo', ['May I hand in mine with yours?', '¿Puedo entregar el mío con el tuyo?'], {}],
  [-19, 'Ricky', ['Of course.', 'Claro.'], {}],
]

export function roomTalksIn(language: Language): readonly Talk[] {
  return [
    talk(clase, 'room', inClase, language, 3),
    talk(room('laboratorio'), 'room', inLaboratorio, language, 34),
    talk(`${clase}/Hugo` as FullJid, 'occupant', withHugo, language, 0),
  ]
}

function senderOf(nick: string): RoomSender {
  return { nick, occupantId: `id ${nick}`, address: nick === 'Hugo' ? null : nick === 'Ricky' ? ricky : address(nick) }
}

function talk(peer: Peer, kind: ConversationKind, lines: readonly Line[], language: Language, unread: number): Talk {
  const say = inLanguage(language)
  const messages = lines.map(([minutes, nick, said, extra], index): Message => {
    const own = nick === 'Ricky'
    return {
      ...{ account: ricky, id: `${peer} ${index}` as MessageId, peer, direction: own ? 'out' : 'in', body: say(said) },
      ...{ time: now + minutes * minute, order: index + 1, state: own ? 'stored' : null, failure: null },
      ...(kind === 'room' && { sender: senderOf(nick) }),
      ...extra,
    }
  })
  const readUpTo = Math.max(0, messages.length - unread)
  const mentioned = messages.some(({ order, mentionsMe }) => order > readUpTo && mentionsMe === true)
  return {
    conversation: {
      ...{ account: ricky, peer, kind, lastMessage: messages.at(-1) ?? null, unread, mentioned, readUpTo, draft: '' },
    },
    messages,
  }
}

/** What the snapshot has of rooms. */
export function roomStateIn(
  language: Language,
  variant: RoomsVariant,
): Pick<AccountSnapshot, 'rooms' | 'occupants' | 'invitations' | 'invited'> {
  return {
    rooms: roomsIn(language, variant),
    occupants: { [clase]: occupantsIn(variant) },
    invitations: variant === 'usual' ? invitationsIn(language) : [],
    invited: variant === 'usual' ? { [clase]: invitedIn(language) } : {},
  }
}

function publicIn(language: Language): readonly PublicRoom[] {
  const say = inLanguage(language)
  const about = (name: string, occupants: number | null, over: Partial<RoomTraits> = {}): PublicRoom => {
    const topic = topics[name]
    return {
      ...{ address: room(name), name: null, description: null, occupants, traits: { ...open, ...over } },
      subject: topic === undefined ? null : say(topic),
    }
  }
  return [
    about('clase', 11),
    about('laboratorio', 7),
    about('biblioteca', 4),
    { ...about('ajedrez', null, { isMembersOnly: true }), name: say(['Chess club', 'Club de ajedrez']) },
    about('profes', 5, { hasPassword: true }),
    { ...about('lunes', 2), name: '<i>Lunes</i> \u202esenul' },
  ]
}

const settings: RoomSettings = {
  name: 'clase',
  description: '',
  isPersistent: true,
  isPublic: true,
  isMembersOnly: false,
  isModerated: false,
  password: '',
  everybodySetsSubject: false,
  everybodyInvites: true,
}

/** A room service that says nothing. */
const otherService = 'salas.lento.example'

/** What the room service says to an address that begins so. */
const refusals: readonly (readonly [string, FailureCode])[] = [
  ['secreta', 'room-password'],
  ['llena', 'room-full'],
  ['socios', 'room-members-only'],
  ['apodo', 'nick-taken'],
  ['nadie', 'room-not-found'],
]

/** A room service that refuses by name, and takes the rest. */
export function roomAnswers(language: Language, hasRooms: boolean): Pick<CommandHandlers, keyof typeof roomCommands> {
  const nothing = () => undefined
  const goInto = (typed: string): BareJid => {
    const code = refusals.find(([start]) => typed.startsWith(start))?.[1]
    if (code !== undefined) throw new AppError(code, `The picture of ${code}`)
    return (typed.includes('@') ? typed : room(typed)) as BareJid
  }
  return {
    'room.join': ({ room: typed }) => goInto(typed),
    'room.create': ({ room: typed }) => {
      if (typed.startsWith('clase')) throw new AppError('room-exists', 'The picture of a room that is there')
      return goInto(typed)
    },
    'room.leave': nothing,
    'room.setAutojoin': nothing,
    'room.setNotify': nothing,
    'room.setSubject': () => {
      throw new AppError('room-forbidden', 'Nothing is changed in a picture')
    },
    'room.invite': nothing,
    'room.kick': nothing,
    'room.settings': () => settings,
    'room.configure': nothing,
    'room.services': ({ typed }) => {
      if (typed !== null && typed !== otherService) throw new AppError('no-room-service', 'The picture of none')
      if (typed !== null) return [otherService as BareJid]
      return hasRooms ? [service as BareJid] : []
    },
    'room.list': ({ service: of }) => {
      if (of === otherService) throw new AppError('request-timed-out', 'The picture of silence')
      const rooms = publicIn(language).map(each => ({ ...each, subject: null, occupants: null, traits: null }))
      return { rooms, next: null, isCut: false }
    },
    'room.describe': ({ rooms }) => publicIn(language).filter(each => rooms.includes(each.address)),
    'room.find': ({ text }) => publicIn(language).filter(each => each.address.startsWith(text.toLowerCase())),
    'invitation.accept': ({ room: address }) => goInto(address),
    'invitation.decline': nothing,
  }
}
