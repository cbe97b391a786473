import type { Element } from '@xmpp/xml'
import type { ServerEnd } from '../network.ts'
import type { Scheduler } from '../scheduler.ts'
import { managementNamespace, type ServerSession } from './session.ts'
import { createStanzaReader } from './stanza-reader.ts'

/** What one connection needs of the server behind it. */
export interface Host {
  readonly scheduler: Scheduler
  /** Milliseconds from reading an element to having handled it. */
  readonly processing: () => number
  readonly offersManagement: boolean
  bind(resource: string, connection: ServerConnection): ServerSession
  /** @returns the session, or what to answer in its place */
  resume(
    id: string,
    h: number,
    connection: ServerConnection,
  ): { readonly session: ServerSession } | { readonly refusal: string }
  /** Answers `<enable/>`. */
  enable(session: ServerSession): string
  handle(session: ServerSession, stanza: Element): void
  acknowledged(session: ServerSession, h: number): void
  /** @param properly the program has closed the stream (RFC 6120, 4.4) */
  ended(session: ServerSession, connection: ServerConnection, properly: boolean): void
  problem(text: string): void
}

export interface ServerConnection {
  readonly end: ServerEnd
  /** Handles at once all that has been read. */
  catchUp(): void
  /** What was read and not handled is lost with the server. */
  crash(): void
}

const domain = 'sim.example'
const stanzaNames = new Set(['message', 'presence', 'iq'])

/** RFC 6120 from the server's side, with PLAIN alone, and XEP-0198. */
export function acceptConnection(end: ServerEnd, host: Host): ServerConnection {
  let authenticated = false
  let session: ServerSession | null = null
  let closed = false
  /** Read, and not handled. */
  let pending: (() => void)[] = []
  let timed = false

  const reader = createStanzaReader({
    header: () => later(greet),
    element: element => later(() => handle(element)),
    end: () => later(() => finish(true)),
    fault: reason => host.problem(`the program wrote what is no XML: ${reason}`),
  })
  let isXml: boolean | null = null
  end.onData(bytes => {
    isXml ??= bytes[0] === 0x3c
    if (isXml) reader.read(bytes)
    // A TLS handshake, with which the program asks what kind of port this is.
    else later(() => finish(false))
  })
  end.onClosed(() => later(() => finish(false)))

  function later(work: () => void): void {
    pending.push(work)
    schedule()
  }

  function schedule(): void {
    if (timed || pending.length === 0) return
    timed = true
    host.scheduler.after(host.processing(), () => {
      timed = false
      pending.shift()?.()
      schedule()
    })
  }

  function greet(): void {
    const features = authenticated
      ? `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>${host.offersManagement ? `<sm xmlns='${managementNamespace}'/>` : ''}`
      : `<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>`
    end.write(
      `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='${domain}' id='s' version='1.0'><stream:features>${features}</stream:features>`,
    )
  }

  function handle(element: Element): void {
    if (closed) return
    if (session !== null) inSession(session, element)
    else if (element.name === 'auth') {
      authenticated = true
      reader.restart()
      end.write(`<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`)
    } else if (!authenticated) host.problem(`${element.name} before sign-in`)
    else if (element.name === 'resume') resume(element)
    else if (element.getChild('bind') !== undefined) {
      session = host.bind(element.getChild('bind')?.getChildText('resource') ?? 'none', connection)
      end.write(
        `<iq type='result' id='${element.attrs.id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>ana@${domain}/${session.resource}</jid></bind></iq>`,
      )
    } else host.problem(`${element.name} before binding`)
  }

  function resume({ attrs: { previd = '', h = '' } }: Element): void {
    const answer = host.resume(previd, Number(h), connection)
    if ('refusal' in answer) {
      end.write(answer.refusal)
      return
    }
    session = answer.session
    end.write(`<resumed xmlns='${managementNamespace}' previd='${previd}' h='${session.handled}'/>`)
    session.resend()
  }

  function inSession(current: ServerSession, element: Element): void {
    if (element.name === 'enable') end.write(host.enable(current))
    else if (element.name === 'r') end.write(`<a xmlns='${managementNamespace}' h='${current.handled}'/>`)
    else if (element.name === 'a') host.acknowledged(current, Number(element.attrs.h))
    else if (stanzaNames.has(element.name)) {
      current.count()
      host.handle(current, element)
    }
  }

  function finish(properly: boolean): void {
    if (closed) return
    closed = true
    if (properly) end.write('</stream:stream>')
    end.close()
    if (session !== null) host.ended(session, connection, properly)
  }

  const connection: ServerConnection = {
    end,
    catchUp() {
      for (const work of pending.splice(0)) work()
    },
    crash() {
      closed = true
      pending = []
    },
  }
  return connection
}
