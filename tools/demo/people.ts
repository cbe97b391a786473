/** Who lives in the demo's world. */

import type { Language } from '../../shared/domain/settings.ts'
import type { Look } from './portrait.ts'

export const domain = 'mired.org'
export const roomService = `conference.${domain}`

export type Said = Readonly<Record<Language, string>>
const same = (text: string): Said => ({ en: text, es: text })

export interface Person {
  /** The part before the `@`. */
  readonly name: string
  readonly fullName: Said
  /** Where the others have this person; null is in nobody's list. */
  readonly group: Said | null
  /** Of those who are there without a window. */
  readonly presence?: { readonly show: 'away' | 'dnd' | 'xa' | null; readonly status: Said | null }
  readonly title?: Said
  readonly look: Look
}

const pupils: Said = { en: 'Class', es: 'Clase' }
const teachers: Said = { en: 'Teachers', es: 'Profesores' }
/** The group that the server gives to everybody who is in it. */
export const shared = {
  group: { en: 'School', es: 'Instituto' } satisfies Said,
  people: ['ana', 'bob', 'oficina'] as readonly string[],
}

export const people: readonly Person[] = [
  {
    name: 'ana',
    fullName: same('Ana Ruiz'),
    group: pupils,
    title: { en: 'Class representative', es: 'Delegada' },
    look: [0, 1, 1, 2, 'long'],
  },
  { name: 'bob', fullName: same('Bob Martín'), group: pupils, look: [1, 0, 2, 1, 'short'] },
  {
    name: 'carla',
    fullName: same('Carla Gómez'),
    group: teachers,
    presence: { show: 'dnd', status: { en: 'Marking exams', es: 'Corrigiendo exámenes' } },
    title: { en: 'Chemistry', es: 'Química' },
    look: [3, 0, 3, 0, 'long'],
  },
  // Not there: what Ana wrote to him waits.
  { name: 'dario', fullName: same('Darío Vega'), group: pupils, look: [2, 2, 0, 3, 'short'] },
  {
    name: 'elena',
    fullName: same('Elena Prieto'),
    group: pupils,
    presence: { show: null, status: { en: 'In the library', es: 'En la biblioteca' } },
    look: [5, 2, 2, 0, 'long'],
  },
  {
    name: 'ines',
    fullName: same('Inés Vidal'),
    group: teachers,
    presence: { show: 'away', status: { en: 'Back after the break', es: 'Vuelvo después del recreo' } },
    title: { en: 'Biology, tutor of 2.º B', es: 'Biología, tutora de 2.º B' },
    look: [4, 0, 0, 1, 'short'],
  },
  {
    name: 'oficina',
    fullName: { en: 'Front desk', es: 'Conserjería' },
    group: null,
    presence: { show: null, status: { en: 'Open until 14:30', es: 'Abierto hasta las 14:30' } },
    look: [0, 3, 2, 1, 'short'],
  },
  // She has asked Ana whether she may have her in her list.
  { name: 'lucia', fullName: same('Lucía Torres'), group: null, look: [2, 0, 1, 3, 'long'] },
  // In the directory alone, to be found by searching.
  { name: 'marta', fullName: same('Marta Soler'), group: null, look: [3, 1, 0, 2, 'short'] },
]

/** Everybody's password is made the same way. */
export const passwordOf = (name: string): string => `${name}-secreto`
export const addressOf = (name: string): string => `${name}@${domain}`

export function personOf(name: string): Person {
  const found = people.find(each => each.name === name)
  if (found === undefined) throw new Error(`Nobody is called ${name}`)
  return found
}
