import type { Element } from '@xmpp/xml'
import { escapeXML } from '@xmpp/xml'
import type { BareJid, Peer } from '../../../shared/domain/address.ts'
import type { ServerEnd } from '../network.ts'
import type { Scheduler } from '../scheduler.ts'
import { labelOf, type Trace } from '../trace.ts'
import { archiveNamespace, createServerArchive } from './archive.ts'
import { acceptConnection, type Host, type ServerConnection } from './connection.ts'
import {
  createServerSession,
  type Incoming,
  type Management,
  managementNamespace,
  type ServerSession,
} from './session.ts'

/** A message of ours as the other person got it. */
export interface Arrived {
  readonly peer: Peer
  readonly id: string
  readonly body: string
  readonly session: ServerSession
}

export const refusals = ['item-not-found', 'unexpected-request', 'counted'] as const
/** How `<resume/>` is refused; `counted` says how much the server has handled (XEP-0198, 5). */
export type Refusal = (typeof refusals)[number]

/** One server with our account on it, and the people we talk to. It never loses what it has taken responsibility for. */
export interface SimulatedServer {
  accept(end: ServerEnd): void
  /** Another person writes to ours. */
  receive(message: Pick<Incoming, 'peer' | 'body' | 'names'>): void
  /** The next resumption is refused. */
  refuseResume(how: Refusal): void
  /** @param loses it forgets its sessions, and what it has read but not handled */
  restart(loses: boolean): void
  /** Asks for what is not acknowledged. */
  ask(): void
  /** What has come to the others, oldest first. */
  readonly arrived: readonly Arrived[]
  /** Everything that was written to us. */
  readonly incoming: readonly Incoming[]
  /** What the program did that no program may. */
  readonly problems: readonly string[]
  /** Nothing is on its way from here to us. */
  idle(): boolean
}

export interface ServerOptions {
  readonly scheduler: Scheduler
  readonly random: () => number
  readonly trace: Trace
  readonly management: Management
  /** How long a session without a connection is kept, in milliseconds. */
  readonly resumeTime: number
  /** How often what is sent is followed by `<r/>`, 0 to 1. */
  readonly asks: number
  /** Milliseconds at most to handle an element. */
  readonly processing: number
  /** How many messages a page of the archive has at most; null where there is no archive. */
  readonly archive: number | null
  readonly currentLife: () => number
}

/** Milliseconds until the archive has a message. */
const archiveLag = 300
const askAgain = 5000
const discoveryNamespace = 'http://jabber.org/protocol/disco#info'
/** A connection without an answer for so long is dead. */
const patience = 60_000

export function createServer(options: ServerOptions): SimulatedServer {
  const { scheduler, random, trace, management, resumeTime, asks, processing, currentLife } = options
  const archive = options.archive === null ? null : createServerArchive(scheduler.now, archiveLag, options.archive)
  const arrived: Arrived[] = []
  const incoming: Incoming[] = []
  const problems: string[] = []
  const connections = new Map<ServerSession, ServerConnection>()
  let sessions: ServerSession[] = []
  /** Every one there ever was; what is known of those that are over is in `remembered`. */
  const all: ServerSession[] = []
  let remembered = new Set<ServerSession>()
  let open = new Set<ServerConnection>()
  const offline: Incoming[] = []
  let count = 0
  let refusal: Refusal | null = null

  const active = (): ServerSession | undefined => sessions.find(({ available, over }) => available && !over)

  function finish(session: ServerSession): void {
    if (session.over) return
    session.over = true
    session.end = null
    // What still comes on its connection is heard by nobody.
    const connection = connections.get(session)
    connections.delete(session)
    connection?.crash()
    connection?.end.close()
    sessions = sessions.filter(each => each !== session)
    remembered.add(session)
    const waiting = session.takeWaiting()
    trace(`server: session ${session.number} over, ${waiting.length} kept`)
    for (const each of waiting) each.redelivered = true
    offline.push(...waiting)
    if (active() !== undefined) deliverOffline()
  }

  function detach(session: ServerSession): void {
    session.end = null
    connections.delete(session)
    if (session.over) return
    if (session.management !== 'resumes') finish(session)
    else {
      trace(`server: session ${session.number} waits`)
      scheduler.after(resumeTime, () => {
        if (session.end === null) finish(session)
      })
    }
  }

  function deliver(message: Incoming, stamp: string): void {
    const session = active()
    if (session === undefined) {
      offline.push(message)
      return
    }
    const { peer, body, names } = message
    const id = names.id === null ? '' : ` id='${names.id}'`
    const origin = names.originId === null ? '' : `<origin-id xmlns='urn:xmpp:sid:0' id='${names.originId}'/>`
    session.send(
      `<message from='${peer}/phone' to='ana@sim.example' type='chat'${id}><body>${escapeXML(body)}</body>${origin}${stamp}</message>`,
      message,
    )
    askSoon(session)
  }

  function deliverOffline(): void {
    const stamp = `<delay xmlns='urn:xmpp:delay' from='sim.example' stamp='${new Date(scheduler.now()).toISOString()}'/>`
    for (const each of offline.splice(0)) deliver(each, stamp)
  }

  function askSoon(session: ServerSession): void {
    if (random() < asks) session.ask()
    else
      scheduler.after(askAgain, () => {
        if (session.waiting > 0) session.ask()
      })
    const { end } = session
    const before = session.waiting
    scheduler.after(patience, () => {
      // No answer in all this time: the connection is dead.
      if (before > 0 && session.waiting >= before && session.end === end && end !== null) {
        const connection = connections.get(session)
        trace(`server: gives up a connection of session ${session.number}`)
        end.close()
        connection?.catchUp()
      }
    })
  }

  function takeOver(session: ServerSession, connection: ServerConnection): void {
    const former = connections.get(session)
    former?.catchUp()
    connections.set(session, connection)
    session.end = connection.end
    former?.end.close()
  }

  const host: Host = {
    scheduler,
    processing: () => Math.floor(random() * (processing + 1)),
    offersManagement: management !== 'none',
    bind(resource, connection) {
      for (const each of [...sessions]) {
        connections.get(each)?.catchUp()
        finish(each)
      }
      count += 1
      const session = createServerSession(count, resource, message => {
        message.arrived ??= { time: scheduler.now(), life: currentLife() }
      })
      trace(`server: session ${count} bound`)
      session.end = connection.end
      sessions.push(session)
      all.push(session)
      connections.set(session, connection)
      return session
    },
    resume(id, h, connection) {
      const number = Number(id.replace('stream-', ''))
      const session = sessions.find(each => each.number === number && each.management === 'resumes')
      if (session !== undefined) connections.get(session)?.catchUp()
      if (session === undefined || session.over || refusal !== null) return refuse(number, session)
      const wrong = session.acknowledge(h)
      if (wrong !== null) problems.push(`session ${number}: ${wrong}`)
      takeOver(session, connection)
      trace(`server: session ${number} resumed at ${h}, handled ${session.handled}`)
      scheduler.after(askAgain, () => {
        if (session.waiting > 0) askSoon(session)
      })
      return { session }
    },
    enable(session) {
      session.management = management
      const resume = management === 'resumes' ? ` id='stream-${session.number}' resume='true'` : ''
      return `<enabled xmlns='${managementNamespace}'${resume}/>`
    },
    handle(session, stanza) {
      if (stanza.name === 'message') fromUs(session, stanza)
      else if (stanza.name === 'presence') presence(session, stanza)
      else if (stanza.attrs.type === 'get' || stanza.attrs.type === 'set') answer(session, stanza)
    },
    acknowledged(session, h) {
      // Late, over a connection that was held up: what it had not acknowledged is another's by now.
      if (session.over) return
      const wrong = session.acknowledge(h)
      trace(`server: session ${session.number} acknowledged ${h}`)
      if (wrong !== null) problems.push(`session ${session.number}: ${wrong}`)
    },
    ended(session, connection, properly) {
      open.delete(connection)
      // Another connection may have taken it over.
      if (connections.get(session) !== connection) return
      if (properly) finish(session)
      else detach(session)
    },
    problem: text => problems.push(text),
  }

  function refuse(number: number, session: ServerSession | undefined): { readonly refusal: string } {
    const how = refusal ?? 'item-not-found'
    refusal = null
    const asked = all.find(each => each.number === number)
    if (asked !== undefined) asked.refused = true
    if (session !== undefined) finish(session)
    trace(`server: session ${number} refused: ${how}`)
    const counted = how === 'counted' && asked !== undefined && remembered.has(asked)
    const h = counted ? ` h='${asked.handled}'` : ''
    const condition = how === 'counted' ? 'item-not-found' : how
    return {
      refusal: `<failed xmlns='${managementNamespace}'${h}><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`,
    }
  }

  function fromUs(session: ServerSession, stanza: Element): void {
    const body = stanza.getChildText('body')
    if (body === null) return
    const { to = '', id = '' } = stanza.attrs
    trace(`to ${to}: ${labelOf(body)} (session ${session.number})`)
    archive?.add(
      to,
      `<message xmlns='jabber:client' from='ana@sim.example/${session.resource}' to='${to}' type='chat' id='${id}'><body>${escapeXML(body)}</body></message>`,
    )
    arrived.push({ peer: to as BareJid, id, body, session })
  }

  function presence(session: ServerSession, stanza: Element): void {
    if (stanza.attrs.to !== undefined) return
    if (stanza.attrs.type === 'unavailable') {
      session.available = false
      return
    }
    if (session.available) return
    session.available = true
    session.send(`<presence from='ben@sim.example/phone'/>`, null)
    deliverOffline()
  }

  function answer(session: ServerSession, iq: Element): void {
    const { id = '' } = iq.attrs
    const query = iq.getChild('query', archiveNamespace)
    if (query !== undefined) {
      answerFromArchive(session, id, query)
      return
    }
    const isDiscovery = iq.getChild('query', discoveryNamespace) !== undefined
    const features = archive === null ? '' : `<feature var='${archiveNamespace}'/>`
    const roster = iq.getChild('query', 'jabber:iq:roster')
    const items = `<item jid='ben@sim.example' subscription='both' name='Ben'/><item jid='eva@sim.example' subscription='both'/>`
    const child = isDiscovery
      ? `<query xmlns='${discoveryNamespace}'><identity category='account' type='registered'/>${features}</query>`
      : roster === undefined
        ? ''
        : `<query xmlns='jabber:iq:roster'>${items}</query>`
    session.send(`<iq type='result' id='${id}'>${child}</iq>`, null)
  }

  function answerFromArchive(session: ServerSession, id: string, query: Element): void {
    const page = archive?.answer(query) ?? null
    for (const each of page?.results ?? []) session.send(each, null)
    const refusal = `<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`
    session.send(`<iq type='${page === null ? 'error' : 'result'}' id='${id}'>${page?.fin ?? refusal}</iq>`, null)
  }

  return {
    accept(end) {
      open.add(acceptConnection(end, host))
    },
    receive(message) {
      const kept: Incoming = { ...message, redelivered: false, arrived: null }
      incoming.push(kept)
      trace(`from ${kept.peer}: ${labelOf(kept.body)}`)
      deliver(kept, '')
    },
    refuseResume(how) {
      refusal = how
    },
    restart(loses) {
      trace(`server: restarts${loses ? ' and forgets' : ''}`)
      const former = open
      open = new Set()
      for (const connection of former) {
        if (loses) connection.crash()
        else connection.catchUp()
      }
      const gone = [...sessions]
      if (loses) for (const session of gone) finish(session)
      else for (const session of gone) detach(session)
      if (loses) remembered = new Set()
    },
    ask() {
      for (const session of sessions) if (session.waiting > 0) session.ask()
    },
    arrived,
    incoming,
    problems,
    idle: () => offline.length === 0 && sessions.every(({ waiting }) => waiting === 0),
  }
}
