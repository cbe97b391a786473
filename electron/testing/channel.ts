import type { FullJid } from '../../shared/domain/address.ts'
import { AppError, type Failure } from '../../shared/domain/failure.ts'
import type { IqHandler, StanzaChannel, StreamEnd } from '../connection/session.ts'
import type { ReceivedPlace } from '../core/ports/index.ts'
import { Element, parseElement } from '../stanza/element.ts'
import { bareOf, prepareFullJid } from '../stanza/jid.ts'

/** A StanzaChannel whose other end is the test. */
export interface FakeChannel extends StanzaChannel {
  /** Binds a new stream. */
  goOnline(): void
  /** Goes on with the stream that was cut. */
  resume(how?: { readonly forgotten: boolean }): void
  /**
   * Cuts it, by default as `network-lost` and for good: requests that wait end so.
   * @returns whether a listener wants another attempt
   */
  goOffline(how?: { readonly failure?: Failure | null; readonly resumable?: boolean }): boolean
  /** Namespaces among the features of the stream; none. */
  features: readonly string[]
  /** Whether the server acknowledges (XEP-0198); false. */
  managed: boolean
  acknowledge(...ids: readonly string[]): void
  /** Hands in a message or presence; text is parsed. Resolves when all listeners are done with it. */
  receive(stanza: Element | string, place?: ReceivedPlace): Promise<void>
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

const lost: Failure = { code: 'network-lost', details: {} }

export function createFakeChannel(own = 'ana@mired.org/centella'): FakeChannel {
  const address: FullJid = prepareFullJid(own)
  const messages = new Set<(stanza: Element, place: ReceivedPlace | null) => void | Promise<void>>()
  const presences = new Set<(stanza: Element) => void>()
  const onlines = new Set<() => void>()
  const resumes = new Set<(how: { readonly forgotten: boolean }) => void>()
  const acknowledgements = new Set<(ids: readonly string[]) => void>()
  const offlines = new Set<(end: StreamEnd) => void>()
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
    onResumed: listener => add(resumes, listener),
    onOffline: listener => add(offlines, listener),
    managed: false,
    features: [],
    offers(namespace) {
      return online && this.features.includes(namespace)
    },
    acknowledges() {
      return online && this.managed
    },
    onAcknowledged: listener => add(acknowledgements, listener),
    acknowledge(...ids) {
      for (const listener of [...acknowledgements]) listener(ids)
    },

    goOnline() {
      online = true
      for (const listener of [...onlines]) listener()
    },
    resume(how = { forgotten: false }) {
      online = true
      for (const listener of [...resumes]) listener(how)
    },
    goOffline({ failure = lost, resumable = false } = {}) {
      online = false
      let wanted = false
      const tryAgain = (): void => {
        wanted = true
      }
      for (const request of requests) request.fail(new AppError('network-lost', 'the fake was cut'))
      for (const listener of [...offlines]) listener({ failure, resumable, tryAgain })
      return wanted
    },
    async receive(stanza, place) {
      const element = asElement(stanza)
      if (element.name === 'presence') await Promise.all([...presences].map(listener => listener(element)))
      else await Promise.all([...messages].map(listener => listener(element, place ?? null)))
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
    listeners: () =>
      [messages, presences, onlines, resumes, offlines, acknowledgements, handlers].reduce(
        (sum, each) => sum + each.size,
        0,
      ),
  }
}

function asElement(stanza: Element | string): Element {
  return stanza instanceof Element ? stanza : parseElement(stanza)
}

/** Answers what is asked of a channel as it comes, until the promise is done. */
export async function serveUntil<Result>(
  channel: FakeChannel,
  promise: Promise<Result>,
  answer: (iq: string) => string | AppError,
): Promise<Result> {
  let done = false
  const ended = promise.finally(() => {
    done = true
  })
  ended.catch(() => {})
  while (!done) {
    for (const request of channel.requests) {
      const said = answer(String(request.iq))
      if (typeof said === 'string') request.answer(said)
      else request.fail(said)
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  return ended
}
