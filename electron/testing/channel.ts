import type { FullJid } from '../../shared/domain/address.ts'
import { AppError, type Failure } from '../../shared/domain/failure.ts'
import type { IqHandler, StanzaChannel } from '../connection/session.ts'
import { Element, parseElement } from '../stanza/element.ts'
import { bareOf, prepareFullJid } from '../stanza/jid.ts'

/** A StanzaChannel whose other end is the test. */
export interface FakeChannel extends StanzaChannel {
  /** Binds a new stream. */
  goOnline(): void
  /** Cuts it, by default as `network-lost`: requests that wait end so. @returns whether a listener wants another attempt */
  goOffline(failure?: Failure | null): boolean
  /** Hands in a message or presence; text is parsed. */
  receive(stanza: Element | string): void
  /** Hands in an iq of another and resolves with its answer: the child of the result (null for none), or what was thrown. */
  ask(iq: Element | string): Promise<Element | null | { readonly error: unknown }>
  /** Everything written, iqs included, oldest first. */
  readonly written: readonly Element[]
  /** `written` as text. */
  texts(): readonly string[]
  /** Requests that wait for an answer, oldest first. */
  readonly requests: readonly FakeRequest[]
  /** Resolves when this many stanzas have been written in all. */
  untilWritten(count: number): Promise<void>
  /** What `send` throws from now on; null ends it. */
  failSendingWith(error: AppError | null): void
  /** How many listeners and handlers there are: none after every `dispose()`. */
  listeners(): number
}

export interface FakeRequest {
  readonly iq: Element
  answer(result: Element | string): void
  fail(error: AppError): void
}

export function createFakeChannel(own = 'ana@mired.org/centella'): FakeChannel {
  const address: FullJid = prepareFullJid(own)
  const messages = new Set<(stanza: Element) => void>()
  const presences = new Set<(stanza: Element) => void>()
  const onlines = new Set<() => void>()
  const offlines = new Set<Parameters<StanzaChannel['onOffline']>[0]>()
  const handlers = new Map<string, IqHandler>()
  const written: Element[] = []
  const waiting = new Set<() => void>()
  let requests: FakeRequest[] = []
  let online = false
  let sendError: AppError | null = null

  function write(stanza: Element): void {
    if (!online) throw new AppError('not-connected', 'the fake is offline')
    if (sendError !== null) throw sendError
    written.push(stanza)
    for (const look of [...waiting]) look()
  }

  const add = <Listener>(to: Set<Listener>, listener: Listener) => {
    to.add(listener)
    return () => {
      to.delete(listener)
    }
  }

  return {
    account: bareOf(address),
    address: () => (online ? address : null),
    send: async stanza => write(stanza),
    request: iq =>
      new Promise((resolve, reject) => {
        iq.attrs.id = `q${written.length}`
        const request: FakeRequest = {
          iq,
          answer: result => {
            requests = requests.filter(each => each !== request)
            resolve(asElement(result))
          },
          fail: error => {
            requests = requests.filter(each => each !== request)
            reject(error)
          },
        }
        // Before it is written, so that who waits for the writing finds it.
        if (online) requests = [...requests, request]
        try {
          write(iq)
        } catch (error) {
          requests = requests.filter(each => each !== request)
          reject(error)
        }
      }),
    onMessage: listener => add(messages, listener),
    onPresence: listener => add(presences, listener),
    onIq(type, namespace, name, handler) {
      const key = `${type} ${namespace} ${name}`
      if (handlers.has(key)) throw new Error(`two handlers for ${key}`)
      handlers.set(key, handler)
      return () => {
        handlers.delete(key)
      }
    },
    onOnline: listener => add(onlines, listener),
    onOffline: listener => add(offlines, listener),

    goOnline() {
      online = true
      for (const listener of [...onlines]) listener()
    },
    goOffline(failure = { code: 'network-lost', details: {} }) {
      online = false
      let wanted = false
      const tryAgain = (): void => {
        wanted = true
      }
      for (const request of requests) request.fail(new AppError('network-lost', 'the fake was cut'))
      for (const listener of [...offlines]) listener(failure, tryAgain)
      return wanted
    },
    receive(stanza) {
      const element = asElement(stanza)
      for (const listener of element.name === 'message' ? [...messages] : [...presences]) listener(element)
    },
    async ask(iq) {
      const element = asElement(iq)
      const child = element.getChildElements()[0]
      const handler = handlers.get(`${element.attrs.type} ${child?.getNS()} ${child?.getName()}`)
      if (handler === undefined) return { error: 'service-unavailable' }
      try {
        return await handler(element)
      } catch (error) {
        return { error }
      }
    },
    written,
    texts: () => written.map(String),
    get requests() {
      return requests
    },
    untilWritten: count =>
      new Promise(resolve => {
        const look = (): void => {
          if (written.length < count) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    failSendingWith(error) {
      sendError = error
    },
    listeners: () => messages.size + presences.size + onlines.size + offlines.size + handlers.size,
  }
}

function asElement(stanza: Element | string): Element {
  return stanza instanceof Element ? stanza : parseElement(stanza)
}
