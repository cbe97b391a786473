import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Availability, Presence } from '../../shared/domain/presence.ts'
import { noFacts, type PictureHash, type Profile, type ProfileFacts } from '../../shared/domain/profile.ts'
import type { ContactRequest } from '../../shared/domain/request.ts'
import type { Language } from '../../shared/domain/settings.ts'

export const ricky = 'ricky@mired.org' as AccountId

export const address = (name: string): BareJid =>
  `${name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()}@mired.org` as BareJid

type Said = Readonly<Record<Language, string>>
type Person = readonly [name: string, groups: readonly Said[], availability: Availability, status?: Said]

const second: Said = { en: '2.º B', es: '2.º B' }
const teachers: Said = { en: 'Teachers', es: 'Profesorado' }
const chess: Said = { en: 'Chess club', es: 'Club de ajedrez' }

const people: readonly Person[] = [
  ['Alejandro', [second], 'away', { en: 'Back after the break', es: 'Vuelvo después del recreo' }],
  ['Ana', [second], 'available', { en: 'In the lab until 12', es: 'En el laboratorio hasta las 12' }],
  ['Bob', [second], 'dnd', { en: 'Exam', es: 'Examen' }],
  ['Carla', [second], 'available'],
  ['Darío', [second], 'offline'],
  ['Lucía', [second], 'chat'],
  ['Mateo', [second], 'offline'],
  ['Elena', [teachers], 'xa', { en: 'Out until Monday', es: 'Fuera hasta el lunes' }],
  ['Inés', [teachers], 'chat', { en: 'Questions about the report? Now', es: '¿Dudas del informe? Ahora' }],
  ['Nora', [teachers], 'offline'],
  ['Hugo', [chess], 'offline'],
]

export function contactsIn(language: Language): readonly Contact[] {
  return people.map(([name, groups]) => ({
    address: address(name),
    name,
    groups: groups.map(group => group[language]),
    subscription: name === 'Nora' ? 'to' : 'both',
    asked: false,
  }))
}

/** With what is open between people: who has not answered, who said no, and a group of the server. */
export function openContactsIn(language: Language): readonly Contact[] {
  const open = { groups: [second[language]], subscription: 'none' } as const
  return [
    ...contactsIn(language),
    { ...open, address: address('Sofía'), name: 'Sofía', asked: true },
    {
      ...open,
      address: address('Pablo'),
      name: 'Pablo',
      asked: false,
      problem: { code: 'request-declined', details: { domain: 'mired.org' } },
    },
  ]
}

export function requestsIn(language: Language): readonly ContactRequest[] {
  return [
    {
      address: address('Nuria'),
      nickname: 'Nuria Vidal',
      text: language === 'es' ? 'Soy la de tercero' : 'We met at the library',
      time: 1,
    },
    { address: 'b.ibáñez@otra.example' as BareJid, nickname: null, text: null, time: 2 },
  ]
}

export const sharedGroupsIn = (language: Language): readonly string[] => [teachers[language]]

/** Who has said something of themselves. */
export function profilesIn(language: Language): readonly Profile[] {
  const words: readonly (readonly [string, string, boolean])[] = [
    ['Ana', 'Ana Ruiz Ortega', true],
    ['Alejandro', 'Alejandro Soto', true],
    ['Inés', language === 'en' ? 'Inés Vidal, Chemistry' : 'Inés Vidal, Química', true],
    ['Carla', 'Carla Gómez', true],
    ['Bob', 'Bob Martín', false],
  ]
  const others = words.map(([name, fullName, hasPicture], index) => ({
    address: address(name),
    ...{ fullName, nickname: null, picture: hasPicture ? pictureOf(index) : null },
  }))
  return [...others, { address: ricky, fullName: 'Ricardo Peña', nickname: 'Ricky', picture: pictureOf(9) }]
}

export function factsIn(language: Language): ProfileFacts {
  return {
    ...noFacts,
    organisation: 'Mired · 2.º B',
    title: language === 'en' ? 'Class representative' : 'Delegada de clase',
    emails: ['ana.ruiz@mired.org'],
    phones: ['+34 600 000 000'],
    about: language === 'en' ? 'Chess on Thursdays, chemistry every day.' : 'Ajedrez los jueves, química a diario.',
  }
}

/** Any hash is somebody's: the pictures are made from it. */
function pictureOf(seed: number): PictureHash {
  const digits = Array.from({ length: 40 }, (_, at) => ((seed * 7 + at * (seed + 5) * 3 + 11) % 16).toString(16))
  return digits.join('') as PictureHash
}

export function presencesIn(language: Language): readonly Presence[] {
  return people
    .filter(([, , availability]) => availability !== 'offline')
    .map(([name, , availability, status]) => ({
      address: address(name),
      availability,
      status: status?.[language] ?? null,
    }))
}

/** A long list, for the look of the scrollbar and the speed of scrolling. */
export function crowd(count: number): readonly Contact[] {
  return Array.from({ length: count }, (_, index) => ({
    address: `person${index}@mired.org` as BareJid,
    name: `Person ${index}`,
    groups: [`Group ${index % 20}`],
    subscription: 'both',
    asked: false,
  }))
}
