import type { Middleware, Next } from '@xmpp/middleware'
import { AppError } from '../../shared/domain/failure.ts'
import type { Log } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'
import { prepareBareJid } from '../stanza/jid.ts'
import { type Place, saslFailure } from './failures.ts'
import { namespaces } from './namespaces.ts'
import type { StreamEntity } from './stream-entity.ts'

/**
 * Stands before everything else that reads the stream, and lets through what its turn has come for, nothing else:
 * features and answers go to the one who asked for them, and neither resource binding nor an iq is heard of before the
 * server has accepted us and proven itself.
 */
export interface StreamGate {
  /** Sends a stream header; resolves with the features that follow the server's. Faults are told through `fail`. */
  openStream(): Promise<Element>
  /**
   * Sends an element of the negotiation (STARTTLS, SASL) and resolves with the first answer.
   * @param isAnswer what counts as one
   * @param onAnswer runs before anything behind the answer is read
   */
  ask(
    element: Element,
    isAnswer: (element: Element) => boolean,
    onAnswer?: (element: Element) => void,
  ): Promise<Element>
  /** SASL has succeeded and the server is verified: from the next features on, binding may go on when `bind` says so. */
  open(): void
  /** Hands the features on to resource binding. */
  bind(): void
  /** Whether the server has sent any header. */
  readonly answered: boolean
}

export interface StreamGateOptions {
  readonly entity: StreamEntity
  readonly middleware: Middleware
  /** The prepared XMPP domain. */
  readonly domain: string
  readonly place: Place
  readonly fail: (error: AppError) => void
  readonly log: Log
}

export function createStreamGate({ entity, middleware, domain, place, fail, log }: StreamGateOptions): StreamGate {
  let authenticated = false
  let answered = false
  /** Something of SASL has been sent. */
  let proving = false
  const binding = Promise.withResolvers<void>()
  let features: PromiseWithResolvers<Element> | null = null
  let question: {
    readonly isAnswer: (element: Element) => boolean
    readonly answer: (element: Element) => void
  } | null = null

  entity.on('open', (header: Element) => {
    answered = true
    const mismatch = checkOrigin(header, domain, place)
    if (mismatch === null) return
    entity.haltInput()
    fail(mismatch)
  })
  // "Whatever follows <proceed/> in the same read is refused": it came in clear, and would be taken for encrypted.
  entity.on('unread', () => fail(new AppError('tls-failed', 'data came together with the answer to STARTTLS', place)))

  middleware.use(({ stanza }, next) => {
    if (stanza.is('features', namespaces.stream)) return onFeatures(stanza, next)
    if (question?.isAnswer(stanza) === true) {
      const { answer } = question
      question = null
      return answer(stanza)
    }
    if (!authenticated && stanza.is('success', namespaces.sasl)) {
      return fail(new AppError('server-not-verified', 'the server accepted us unasked', place))
    }
    // While we hash nobody asks; an end of the exchange counts all the same.
    if (proving && !authenticated && stanza.is('failure', namespaces.sasl)) return fail(saslFailure(stanza, place))
    return authenticated ? next() : log.debug('ignored before sign-in', { name: stanza.name })
  })

  function onFeatures(stanza: Element, next: Next): unknown {
    const waiting = features
    features = null
    if (waiting === null) return log.warn('unexpected stream features were ignored')
    waiting.resolve(stanza)
    return authenticated ? binding.promise.then(next) : undefined
  }

  return {
    async openStream() {
      const waiting = Promise.withResolvers<Element>()
      features = waiting
      await entity.openStream()
      return waiting.promise
    },
    async ask(element, isAnswer, onAnswer) {
      const waiting = Promise.withResolvers<Element>()
      proving ||= element.getNS() === namespaces.sasl
      question = {
        isAnswer,
        answer(received) {
          onAnswer?.(received)
          waiting.resolve(received)
        },
      }
      await entity.send(element)
      return waiting.promise
    },
    open() {
      authenticated = true
    },
    bind: () => binding.resolve(),
    get answered() {
      return answered
    },
  }
}

/**
 * "The server's stream header must come from our domain; else `domain-mismatch` before any credentials": some answer
 * for any domain, and people type the address of their server behind the @.
 */
function checkOrigin(header: Element, domain: string, place: Place): AppError | null {
  const origin = preparedOrNull(header.attrs.from)
  if (origin === domain) return null
  const offer = origin === null ? {} : { offeredDomain: origin }
  return new AppError('domain-mismatch', `the server calls itself ${origin ?? 'nothing'}`, { ...place, ...offer })
}

function preparedOrNull(address: string | undefined): string | null {
  try {
    return address === undefined ? null : prepareBareJid(address)
  } catch {
    // A name that is none is no offer.
    return null
  }
}
