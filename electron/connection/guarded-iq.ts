import { randomBytes } from 'node:crypto'
import createIqCallee from '@xmpp/iq/callee.js'
import createIqCaller from '@xmpp/iq/caller.js'
import type { Middleware } from '@xmpp/middleware'
import type { AccountId, BareJid, FullJid } from '../../shared/domain/address.ts'
import { AppError } from '../../shared/domain/failure.ts'
import type { Log } from '../core/ports/index.ts'
import { Element, xml } from '../stanza/element.ts'
import { bareOf, prepareJid, splitJid } from '../stanza/jid.ts'
import { lostConnection, stanzaFailure } from './failures.ts'
import { namespaces } from './namespaces.ts'
import type { Scope } from './scope.ts'
import type { IqHandler } from './session.ts'
import type { StreamEntity } from './stream-entity.ts'

/** Requests and answers (RFC 6120, 8.2.3) by the library's parts, behind checks that they lack. */
export interface GuardedIq {
  /**
   * @param limit milliseconds
   * @throws AppError `not-connected`, `network-lost`, `request-timed-out` or `refused-by-server`
   */
  request(iq: Element, limit: number): Promise<Element>
}

export interface GuardedIqOptions {
  readonly entity: StreamEntity
  readonly middleware: Middleware
  readonly account: AccountId
  readonly scope: Scope
  readonly handlerFor: (type: string, namespace: string, name: string) => IqHandler | undefined
  /** Runs at the answer to one of our requests, before anything behind it is read. */
  readonly onAnswer?: () => void
  readonly log: Log
}

interface Pending {
  /** Whom it went to; null is our server or account. */
  readonly to: BareJid | FullJid | null
  answer: Element | null
}

const longestId = 1024

/** The library's own limit cannot be switched off; ours are shorter. */
const never = 2 ** 31 - 1

export function createGuardedIq(options: GuardedIqOptions): GuardedIq {
  const { entity, middleware, account, scope, handlerFor, onAnswer, log } = options
  const pending = new Map<string, Pending>()

  middleware.use(({ stanza, name, id, type }, next) => {
    if (name !== 'iq') return next()
    if (stanza.getNS() !== namespaces.client) return log.warn('an iq of a foreign namespace was left out')
    if (type !== 'result' && type !== 'error') {
      return isAnswerable(stanza, id) ? next() : log.warn('an iq that cannot be answered was left out')
    }
    const request = pending.get(id)
    if (request === undefined || !isFromAsked(stanza.attrs.from, request.to, account)) {
      return log.warn('an answer that nobody asked for was left out', { known: request !== undefined })
    }
    request.answer = stanza
    onAnswer?.()
    // The library reads the first child of <error/> without looking whether there is one.
    if (type === 'error' && stanza.getChild('error')?.getChildElements().length !== 1) repairError(stanza)
    return next()
  })
  const caller = createIqCaller({ entity, middleware })

  middleware.use(async (_, next) => {
    const reply = await next()
    // The library answers from whatever address was asked; one that is not ours would end the stream (invalid-from).
    if (reply instanceof Element) {
      delete reply.attrs.from
      // RFC 6120, 8.3.1: an error "MAY" hold what was asked. Servers take less from us than they bring: what anybody asks
      // could come back as a stanza at which ours would end the stream.
      if (reply.attrs.type === 'error') for (const asked of reply.getChildElements().slice(0, -1)) reply.remove(asked)
    }
    return reply
  })
  createIqCallee({ entity, middleware })
  middleware.use(async ({ stanza, type, element }, next) => {
    const handler = element && handlerFor(type, element.getNS() ?? '', element.getName())
    if (handler === undefined) return next()
    try {
      return (await handler(stanza)) ?? true
    } catch (error) {
      log.warn('an iq could not be answered', {
        name: element?.name,
        reason: error instanceof Error ? error.message : '',
      })
      return errorElement(error)
    }
  })

  return {
    async request(iq, limit) {
      if (scope.failed) throw new AppError('not-connected', 'there is no connection')
      const id = randomBytes(9).toString('base64url')
      iq.attrs.id = id
      const request: Pending = { to: askedAddress(iq), answer: null }
      pending.set(id, request)
      const answer = caller.request(iq, never)
      const deferred = caller.handlers.get(id)
      // An error that arrives before the library has begun to wait for it must not become an unhandled rejection.
      deferred?.promise.catch(() => {})
      try {
        return await scope.within(limit, () => new AppError('request-timed-out', 'an iq was not answered'), answer)
      } catch (error) {
        if (request.answer !== null) throw stanzaFailure(request.answer)
        if (error instanceof AppError && error.code === 'request-timed-out') throw error
        throw lostConnection({}, error)
      } finally {
        pending.delete(id)
        caller.handlers.delete(id)
        // Lets go of the library's timer.
        deferred?.reject(new Error('over'))
      }
    },
  }
}

function askedAddress(iq: Element): BareJid | FullJid | null {
  const { to } = iq.attrs
  return to === undefined ? null : prepareJid(to)
}

/**
 * RFC 6120, 8.1.2.1: an answer without `from` is of our account's server. "An error or result may lack `from` where the
 * server itself or our account was asked", and they answer for each other.
 */
function isFromAsked(from: string | undefined, to: BareJid | FullJid | null, account: AccountId): boolean {
  const domain = splitJid(account).domain
  const ours = to === null || to === domain || bareOf(to) === account
  if (from === undefined || from === '') return ours
  const sender = preparedOrNull(from)
  if (sender === null) return false
  if (sender === to) return true
  return to === null && (sender === domain || bareOf(sender) === account)
}

/**
 * RFC 6120, 8.1.3: without an id no answer could be told from another, and a huge one would come back as huge. An answer
 * to no possible address may end the stream (4.9.3.7).
 */
function isAnswerable({ attrs: { from } }: Element, id: string): boolean {
  return id !== '' && id.length <= longestId && (from === undefined || preparedOrNull(from) !== null)
}

function preparedOrNull(address: string): BareJid | FullJid | null {
  try {
    return prepareJid(address)
  } catch {
    // A sender without a possible address was asked nothing.
    return null
  }
}

function repairError(iq: Element): void {
  const error = iq.getChild('error')
  if (error !== undefined && error.getChildElements().length > 0) return
  if (error !== undefined) iq.remove(error)
  iq.append(xml('error', { type: 'cancel' }, xml('undefined-condition', { xmlns: namespaces.stanzaErrors })))
}

function errorElement(error: unknown): Element {
  const condition = error instanceof AppError ? error.details.condition : undefined
  const type = condition === 'bad-request' || condition === 'not-acceptable' ? 'modify' : 'cancel'
  return xml('error', { type }, xml(condition ?? 'internal-server-error', { xmlns: namespaces.stanzaErrors }))
}
