import type { Peer } from '../../shared/domain/address.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { History } from './history.ts'
import { account, type Program, peers } from './program.ts'
import type { Arrived } from './server/server.ts'
import type { Incoming } from './server/session.ts'
import { labelOf } from './trace.ts'
import type { World } from './world.ts'

export interface Judgement {
  readonly violations: readonly string[]
  readonly excused: number
}

/** How long a program has, at the worst, to put on the disk what its socket has given it (ms). */
const keeping = 10_000

/** Looks at what is on the disk, at the other side and in the window, after everything has come right. */
export async function judge(world: World, history: History): Promise<Judgement> {
  const program = world.program()
  if (program === null) return { violations: ['the program is not running'], excused: 0 }
  const violations: string[] = []
  let excused = 0
  for (const peer of peers) {
    const page = await world.scheduler.until(wholePage(program, peer))
    const found = [
      sentOnce(world, history, peer, page),
      receivedOnce(world, history, peer, page),
      shownAs(world, peer, page),
      await unreadOf(world, program, peer, page),
    ]
    violations.push(...found.flatMap(each => each.violations))
    excused += found.reduce((sum, each) => sum + each.excused, 0)
  }
  return { violations, excused }
}

async function wholePage(program: Program, peer: Peer): Promise<readonly Message[]> {
  const { messages } = await program.core.commands['message.page']({
    account,
    peer,
    before: Number.MAX_SAFE_INTEGER,
    limit: 10_000,
  })
  return messages
}

/** Every message of ours: on the disk, stored, and once at the other side, in the order of sending. */
function sentOnce(world: World, history: History, peer: Peer, page: readonly Message[]): Judgement {
  const violations: string[] = []
  const own = page.filter(({ direction }) => direction === 'out')
  const arrived = world.server.arrived.filter(each => each.peer === peer)
  let excused = 0

  for (const { body, state } of own) if (state !== 'stored') violations.push(`${labelOf(body)} is ${state}`)
  if (!isGrowing(own.map(({ body }) => body))) violations.push(`own messages are kept as ${labels(own)}`)
  for (const said of world.said.filter(each => each.peer === peer)) {
    const kept = own.filter(({ body }) => body === said.body)
    if (said.id !== null && kept[0]?.id !== said.id) violations.push(`${labelOf(said.body)} is no longer there`)
    if (said.refused && kept.length > 0) violations.push(`${labelOf(said.body)} was refused and is there`)
    if (kept.length > 1) violations.push(`${labelOf(said.body)} is there ${kept.length} times`)
  }
  for (const { id, body } of own) {
    const copies = arrived.filter(each => each.id === id)
    if (copies.length === 0) violations.push(`${labelOf(body)} never arrived`)
    for (const [index, copy] of copies.entries()) {
      if (copy.body !== body) violations.push(`${labelOf(body)} arrived as ${labelOf(copy.body)}`)
      if (index === 0) continue
      if (copies.slice(0, index).every(earlier => mayComeAgain(history, earlier, copy))) excused += 1
      else violations.push(`${labelOf(body)} arrived twice, in sessions ${copies.map(each => each.session.number)}`)
    }
  }
  const firsts = arrived.filter((each, index) => arrived.findIndex(({ id }) => id === each.id) === index)
  for (const { id, body } of firsts)
    if (!own.some(each => each.id === id)) violations.push(`${labelOf(body)} arrived and is not kept`)
  if (!isGrowing(firsts.map(({ body }) => body))) violations.push(`they arrived as ${labels(firsts)}`)
  return { violations, excused }
}

/** Of a session that the server would not go on with nobody can know what it had read, where no archive can be asked. */
function mayComeAgain({ archive }: History, earlier: Arrived, later: Arrived): boolean {
  if (archive !== null) return false
  return earlier.session !== later.session && (earlier.session.refused || earlier.session.management !== 'resumes')
}

/** Every message of the other: on the disk once, in the order of sending. */
function receivedOnce(world: World, history: History, peer: Peer, page: readonly Message[]): Judgement {
  const violations: string[] = []
  const own = page.filter(({ direction }) => direction === 'in')
  const incoming = world.server.incoming.filter(each => each.peer === peer)
  let excused = 0
  for (const message of incoming) {
    const label = labelOf(message.body)
    const copies = own.filter(({ body }) => body === message.body).length
    if (copies === 0 && isOwed(world, history, message)) violations.push(`${label} was lost`)
    if (copies <= 1) continue
    // Without a name nobody can tell that it is the same one.
    if (message.redelivered && message.names.id === null) excused += 1
    else violations.push(`${label} is there ${copies} times`)
  }
  for (const { body } of own)
    if (!incoming.some(each => each.body === body)) violations.push(`${labelOf(body)} came from nowhere`)
  const firsts = own.filter((each, index) => own.findIndex(({ body }) => body === each.body) === index)
  if (!isGrowing(firsts.map(({ body }) => body))) violations.push(`those of ${peer} are kept as ${labels(own)}`)
  return { violations, excused }
}

/** Without acknowledgements only what has come to a program that lived long enough to keep it. */
function isOwed(world: World, history: History, { arrived }: Incoming): boolean {
  if (history.management !== 'none') return true
  if (arrived === null) return false
  const end = world.ends.get(arrived.life)
  return end === undefined || end - arrived.time > keeping
}

/** The window has the same values as the disk. */
function shownAs(world: World, peer: Peer, page: readonly Message[]): Judgement {
  const violations = page.flatMap(message => {
    const shown = world.shown().get(message.id)
    const same = shown === undefined || (shown.state === message.state && shown.order === message.order)
    return same ? [] : [`the window has ${labelOf(message.body)} as ${shown?.state}, the disk as ${message.state}`]
  })
  const unknown = [...world.shown().values()].filter(
    each => each.peer === peer && !page.some(({ id }) => id === each.id),
  )
  for (const { body } of unknown) violations.push(`the window shows ${labelOf(body)}, which is not kept`)
  return { violations, excused: 0 }
}

async function unreadOf(world: World, program: Program, peer: Peer, page: readonly Message[]): Promise<Judgement> {
  const { conversation } = await world.scheduler.until(program.core.commands['conversation.open']({ account, peer }))
  const unread = page.filter(({ direction }) => direction === 'in').length
  const same = conversation.unread === unread && (conversation.lastMessage?.id ?? null) === (page.at(-1)?.id ?? null)
  return { violations: same ? [] : [`${conversation.unread} unread of ${unread} at ${peer}`], excused: 0 }
}

/** Bodies begin with a letter and a number that grows with each message. */
function isGrowing(bodies: readonly string[]): boolean {
  const numbers = bodies.map(body => Number(labelOf(body).slice(1)))
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))
}

function labels(messages: readonly { readonly body: string }[]): string {
  return messages.map(({ body }) => labelOf(body)).join(' ')
}
