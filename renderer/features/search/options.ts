import type { Message } from '../../../shared/domain/message.ts'
import type { PublicRoom } from '../../../shared/domain/room.ts'
import type { DirectoryPerson } from '../../../shared/domain/search.ts'
import type { Candidate, Found } from './match.ts'
import type { Findings } from './use-findings.ts'

/** Something that can be chosen, and where it came from. */
export type Option =
  | { readonly kind: 'person'; readonly section: 'people' | 'rooms' | 'chats'; readonly person: Candidate }
  /** As it was typed: the main process prepares it. */
  | { readonly kind: 'address'; readonly section: 'addresses'; readonly address: string }
  | { readonly kind: 'message'; readonly section: 'messages'; readonly message: Message }
  /** Shows more of the messages. */
  | { readonly kind: 'more'; readonly section: 'messages'; readonly count: number }
  | { readonly kind: 'stranger'; readonly section: 'directory'; readonly person: DirectoryPerson }
  /** Of the list of our server: we are not in it. */
  | { readonly kind: 'room'; readonly section: 'publicRooms'; readonly room: PublicRoom }

export type SectionId = Option['section']

/** A part of the results that came from one place. */
export interface Section {
  readonly id: SectionId
  readonly options: readonly Option[]
}

/** Something new may come in below, never above what is there. */
const order: readonly SectionId[] = ['people', 'rooms', 'chats', 'addresses', 'messages', 'directory', 'publicRooms']

/**
 * What was found, by where it came from. The directory waits for the messages, which stand above it, and public rooms wait
 * for the directory; whom or what the own lists have found already is not shown again.
 * @param address a typed address that nobody of those found has; null where it is none
 */
export function sectionsOf(found: Found, address: string | null, findings: Findings): readonly Section[] {
  const people = [...found.contacts, ...found.rooms, ...found.chats]
  const known = new Set<string>([...people.map(each => each.address), ...(address === null ? [] : [address])])
  const { messages, total } = findings.messages ?? { messages: [], total: 0 }
  const strangers = findings.messages === null ? [] : (findings.directory?.people ?? [])
  const options: readonly Option[] = [
    ...found.contacts.map((person): Option => ({ kind: 'person', section: 'people', person })),
    ...found.rooms.map((person): Option => ({ kind: 'person', section: 'rooms', person })),
    ...found.chats.map((person): Option => ({ kind: 'person', section: 'chats', person })),
    ...(address === null ? [] : [{ kind: 'address', section: 'addresses', address } as const]),
    ...messages.map((message): Option => ({ kind: 'message', section: 'messages', message })),
    ...(total > messages.length
      ? [{ kind: 'more', section: 'messages', count: total - messages.length } as const]
      : []),
    ...strangers
      .filter(each => !known.has(each.address))
      .map((person): Option => ({ kind: 'stranger', section: 'directory', person })),
    ...(findings.messages === null || findings.directory === null ? [] : (findings.rooms ?? []))
      .filter(each => !known.has(each.address))
      .map((room): Option => ({ kind: 'room', section: 'publicRooms', room })),
  ]
  return order
    .map(id => ({ id, options: options.filter(option => option.section === id) }))
    .filter(section => section.options.length > 0)
}

/** Tells options apart, whatever else comes in. */
export function keyOf(option: Option): string {
  switch (option.kind) {
    case 'message':
      return option.message.id
    case 'address':
    case 'more':
      return option.kind
    case 'room':
      return `room ${option.room.address}`
    default:
      return `${option.kind} ${option.person.address}`
  }
}
