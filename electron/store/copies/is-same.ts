import { type Conversation, type Copy, copyBits, isFormerAttempt, type KeptMessage } from './copy.ts'

/** Two copies without ids may differ by so much, in milliseconds: one is stamped by the server, one by us. */
export const likeness = 5000

/** How a copy was known again: the first that is true decides. */
type Known = 'archiveId' | 'id' | 'likeness'

/**
 * The message of which this is another copy; null where it is a new one.
 * @param messages of the same conversation
 */
export function findMessage(
  copy: Copy,
  messages: readonly KeptMessage[],
  conversation: Conversation,
): KeptMessage | null {
  const fitting = messages.map(message => ({ message, known: knownBy(copy, message, conversation) }))
  for (const way of ['archiveId', 'id'] as const) {
    const found = fitting.find(({ known }) => known === way)
    if (found !== undefined) return found.message
  }
  // The oldest: so that as many as can be find their twin, whatever the clocks say.
  const alike = fitting.filter(({ known }) => known === 'likeness').map(({ message }) => message)
  return alike.toSorted((one, other) => one.time - other.time || one.place - other.place)[0] ?? null
}

/**
 * Whether a copy is of this message, and by what; null where it is not.
 * - The archive's own id, with the same body: a server that was set up anew counts from 1 again.
 * - "origin-id and id count only within (conversation, sender): the same id with another body is a new message." Where
 *   both have an origin-id, that alone decides (XEP-0359, 3.1).
 * - What the room has sent back of ours is ours, also where it has changed the words: Openfire's filter does.
 * - "Without ids (Spark sends none): sender, body and time within 5 s, only between a live and an archived copy, and
 *   one archived copy to one live one." The same between what came directly and as a carbon: Openfire sends both. What came
 *   live has the time of our clock, which may be another than the server's.
 * - What a server had kept for us may be what came before: Prosody keeps what a stream that was lost had not acknowledged,
 *   and takes its ids away. Only of one that the archive has: a second one that is the same would be there, too.
 */
function knownBy(copy: Copy, message: KeptMessage, { isOwn, isRoom = false }: Conversation): Known | null {
  if (copy.direction !== message.direction && !isOwn && !isRoom) return null
  if (isRoom && isSentBack(copy, message)) return 'id'
  if (copy.body !== message.body && lineEnds(copy.body) !== lineEnds(message.body)) return null
  if (copy.archiveId !== null && copy.archiveId === message.archiveId) return 'archiveId'
  // The room says that it is ours, and has both attempts: each with an id of the room's own.
  if (isRoom && copy.direction === 'out' && isFormerAttempt(copy, message)) return 'id'
  // Everybody in a room has seen our ids; a room gives each message one of its own.
  if (isRoom && copy.archiveId !== null && message.archiveId !== null) return null
  if (isRoom ? !isSameOccupant(copy, message) : !isSameSender(copy.sender, message.sender)) return null
  if (isFormerAttempt(copy, message)) return 'id'
  if (copy.originId !== null && message.originId !== null) return copy.originId === message.originId ? 'id' : null
  if (copy.stanzaId !== null && copy.stanzaId === message.stanzaId) return 'id'
  if (hasId(copy) || hasId(message)) return null
  if (copy.archiveId !== null && message.archiveId !== null) return null
  const isAgain = copy.isDelayed === true && !isRoom && message.archiveId !== null
  if ((message.copies & copyBits[copy.source]) !== 0 && !isAgain) return null
  return isNear(copy.time, message.time) || isNear(copy.time - (copy.ahead ?? 0), message.time) ? 'likeness' : null
}

/** Written here, and the room says that it is ours: nobody else could have been before us with our id. */
function isSentBack(copy: Copy, { direction, sender, stanzaId, archiveId }: KeptMessage): boolean {
  if (copy.direction !== 'out' || copy.isUnproved === true || direction !== 'out' || sender !== null) return false
  const isAnother = copy.archiveId !== null && archiveId !== null && copy.archiveId !== archiveId
  return !isAnother && stanzaId !== null && [copy.originId, copy.stanzaId].includes(stanzaId)
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= likeness
}

/** By the occupant's id where the room gives one, else by the nickname. What the room proves to be ours may be any of ours. */
function isSameOccupant(copy: Copy, message: KeptMessage): boolean {
  if (copy.direction === 'out') return message.direction === 'out'
  if (message.direction === 'out' && copy.isUnproved !== true) return false
  const [one, other] = [copy.extra?.sender, message.extra.sender]
  if (one === undefined || other === undefined) return copy.sender === message.sender
  return one.occupantId !== null && other.occupantId !== null
    ? one.occupantId === other.occupantId
    : one.nick === other.nick
}

function hasId({ stanzaId, originId }: Pick<Copy, 'stanzaId' | 'originId'>): boolean {
  return stanzaId !== null || originId !== null
}

/** One resource; where only the address of the person is known, any of theirs. What was written here has no sender. */
function isSameSender(one: string, other: string | null): boolean {
  return other === null || one === other || one === bare(other) || bare(one) === other
}

function bare(address: string): string {
  return address.split('/')[0] ?? ''
}

function lineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
