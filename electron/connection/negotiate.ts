import type { Duplex } from 'node:stream'
import createMiddleware from '@xmpp/middleware'
import createResourceBinding from '@xmpp/resource-binding'
import createStreamFeatures from '@xmpp/stream-features'
import { assertNever } from '../../shared/assert-never.ts'
import type { AccountId, FullJid } from '../../shared/domain/address.ts'
import type { ConnectionSecurity, ConnectionStep } from '../../shared/domain/connection.ts'
import { AppError } from '../../shared/domain/failure.ts'
import type { Clock, Log, StreamKeeper } from '../core/ports/index.ts'
import { type Element, xml } from '../stanza/element.ts'
import { prepareFullJid, splitJid } from '../stanza/jid.ts'
import { authenticate } from './authenticate.ts'
import { type Place, timedOut } from './failures.ts'
import { createGuardedIq, type GuardedIq } from './guarded-iq.ts'
import { type KeepAlive, keepAlive } from './keep-alive.ts'
import type { Limits } from './limits.ts'
import { enableManagement, offersManagement, proveResumption, resumeStream } from './management/exchange.ts'
import { createManagedStream, type ManagedStream, type ManagedWire } from './management/managed-stream.ts'
import type { Worth } from './management/worth.ts'
import { namespaces } from './namespaces.ts'
import { type OnlineStream, runOnline } from './online-stream.ts'
import { decideTls, type TlsOffer } from './policy.ts'
import type { Roots } from './roots.ts'
import type { chooseMechanism } from './sasl/choose.ts'
import { createScope } from './scope.ts'
import { type Secured, secure } from './secure.ts'
import type { Credentials, IqHandler } from './session.ts'
import { StreamEntity } from './stream-entity.ts'
import { createStreamGate, type StreamGate } from './stream-gate.ts'
import { streamLimits } from './stream-limits.ts'
import type { StreamTap } from './stream-tap.ts'

export interface NegotiateOptions {
  readonly account: AccountId
  readonly credentials: Credentials
  readonly resource: string
  readonly roots: () => Roots
  readonly chooseMechanism: typeof chooseMechanism
  readonly handlerFor: (type: string, namespace: string, name: string) => IqHandler | undefined
  readonly clock: Clock
  readonly limits: Limits
  readonly log: Log
  readonly tap: StreamTap
  readonly signal: AbortSignal
  /** The stream to go on with, where there is one; asked once the server offers it. */
  readonly former: () => Promise<ManagedStream | null>
  readonly keeper: StreamKeeper | null
  /** Whether the server acknowledges where it says so. */
  readonly worth: Worth
  /** The former stream cannot be gone on with. */
  readonly onFormerLost: () => void
  readonly onAcknowledged: (messages: readonly string[]) => void
  readonly onStep: (step: ConnectionStep) => void
  /** TLS was offered or is about to begin: whatever becomes of it, nothing may be sent in clear after that. */
  readonly onTlsBegun: () => void
}

/** What had happened when a negotiation failed. */
export interface Progress {
  /** The server has sent a stream header. */
  answered: boolean
  /** The password has been put to use: no other server is tried with it. */
  authenticating: boolean
  /** The former stream has been asked for. */
  resuming: boolean
}

/**
 * Signs in over one open connection, with objects of its own that live as long as it does: TLS, SASL, binding.
 * Where it fails the connection is closed.
 * @throws AppError with one of the sign-in codes
 */
export async function negotiate(
  connection: Duplex,
  place: Place,
  directTls: boolean,
  progress: Progress,
  options: NegotiateOptions,
): Promise<OnlineStream> {
  const { account, credentials, roots, clock, limits, log, signal, onStep } = options
  const { settings, password } = credentials
  const pins = credentials.trustedCertificates()
  const { local, domain } = splitJid(account)
  // Stays for good: between two owners, and after the last, an error must not end the program.
  connection.on('error', () => {})
  const scope = createScope(clock)
  const entity = new StreamEntity({
    account,
    domain,
    place,
    log,
    tap: options.tap,
    now: clock.now,
    longestStanza: limits.stanza,
    onFault: scope.fail,
  })
  const middleware = createMiddleware({ entity })
  const gate = createStreamGate({ entity, middleware, domain, place, fail: scope.fail, log })
  // What follows the answer to our resource binding in the same read waits until we are ready for it.
  const onAnswer = (): void => {
    if (entity.status !== 'online') entity.holdInput()
  }
  const iq = createGuardedIq({ entity, middleware, account, scope, handlerFor: options.handlerFor, onAnswer, log })
  const bound = bindWith(iq, options, place, createStreamFeatures({ middleware }))

  let wire: Duplex = connection
  let secured: Secured | null = null
  let managed: ManagedStream | null = null
  let former: ManagedStream | null = null
  scope.onFailed(() => {
    // XEP-0198, 9: only a stream that is not closed can be resumed.
    if (!progress.resuming && managed === null) entity.sayGoodbye()
    former?.detach()
    managed?.detach()
    leave(wire, connection, entity.spoken, clock, limits)
  })
  const abort = (): void => scope.fail(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()

  const step = <T>(limit: number, name: string, work: Promise<T>): Promise<T> =>
    scope.within(limit, () => timedOut(place, name), work)
  const openStream = (): Promise<Element> => step(limits.stream, 'stream header', gate.openStream())
  async function encrypt(direct: boolean): Promise<void> {
    onStep('securing')
    options.onTlsBegun()
    const tls = secure(wire, { domain, directTls: direct, roots: roots(), pins, now: clock.now(), place })
    secured = await step(limits.handshake, 'TLS handshake', tls)
    wire = secured.socket
    entity.attach(wire, true)
  }

  try {
    if (directTls) await encrypt(true)
    else entity.attach(wire, false)
    let features = await openStream()
    if (!directTls) {
      const decision = decideTls(settings, tlsOffer(features))
      switch (decision.do) {
        case 'stop':
          throw new AppError(decision.code, 'the encryption mode and the server do not fit', place)
        case 'upgrade':
          options.onTlsBegun()
          await step(limits.answer, 'STARTTLS', startTls(gate, entity, place))
          entity.detach()
          await encrypt(false)
          features = await openStream()
          break
        case 'stay-clear':
          break
        default:
          assertNever(decision)
      }
    }

    onStep('authenticating')
    const mechanism = chooseFrom(features, secured !== null, options, place)
    progress.authenticating = true
    const within = <T>(work: Promise<T>): Promise<T> => step(limits.answer, 'SASL', work)
    await authenticate({ gate, mechanism, username: local ?? '', password, place, within })

    onStep('binding')
    gate.open()
    features = await openStream()
    const manages = options.worth.worthIt && offersManagement(features)
    former = await step(limits.answer, 'what was kept', options.former())
    let alive: KeepAlive | null = null
    const wireOf: ManagedWire = {
      write: text => entity.write(text),
      get open() {
        return !scope.failed
      },
      asked: () => alive?.expect(limits.ping),
      ping: () => ping(iq, domain, limits),
      get held() {
        return entity.held
      },
      fail: scope.fail,
    }
    const goOn = (address: FullJid, resumed: OnlineStream['resumed']): OnlineStream => {
      const ask = (): void => {
        managed?.ask()
        if (managed?.heeded !== true) ping(iq, domain, limits)
      }
      const { silence } = streamLimits(features)
      alive = keepAlive({ ask, scope, clock, limits, domain, silence, lastHeard: () => entity.lastHeard })
      const security = securityOf(secured, mechanism.name)
      const parts = { entity, iq, scope, clock, limits, features, log, managed, alive }
      return runOnline({ ...parts, address, security, resumed })
    }

    if (former !== null && manages) {
      progress.resuming = true
      const resumed = await step(limits.bind, 'resumption', resumeStream(entity, former, wireOf))
      if (resumed !== null) {
        managed = former
        const late = (): AppError => timedOut(place, 'proof of the resumption')
        await proveResumption({ former, entity, scope, clock, limits, late, lost: options.onFormerLost })
        return goOn(former.address, { forgotten: resumed.wasGiven })
      }
      progress.resuming = false
    }
    if (former !== null) options.onFormerLost()
    gate.bind()
    const address = await step(limits.bind, 'resource binding', bound)
    if (manages) managed = await step(limits.answer, 'stream management', enable(entity, address, wireOf, options))
    return goOn(address, null)
  } catch (error) {
    scope.fail(error)
    throw error
  } finally {
    progress.answered = gate.answered
    signal.removeEventListener('abort', abort)
  }
}

/** Any answer shows life, an error too. */
function ping(iq: GuardedIq, domain: string, limits: Limits): void {
  iq.request(xml('iq', { type: 'get', to: domain }, xml('ping', 'urn:xmpp:ping')), limits.ping).catch(() => {})
}

function enable(
  entity: StreamEntity,
  address: FullJid,
  wire: ManagedWire,
  { keeper, clock, limits, log, worth, onAcknowledged }: NegotiateOptions,
): Promise<ManagedStream | null> {
  const common = { kept: null, keeper, clock, limits, log, worth, onAcknowledged }
  return enableManagement(entity, address, wire, stream => createManagedStream({ ...stream, ...common }))
}

async function startTls(gate: StreamGate, entity: StreamEntity, place: Place): Promise<void> {
  const answer = await gate.ask(
    xml('starttls', { xmlns: namespaces.tls }),
    element => element.getNS() === namespaces.tls,
    () => entity.haltInput(),
  )
  if (!answer.is('proceed', namespaces.tls)) throw new AppError('tls-failed', 'the server refused STARTTLS', place)
}

function tlsOffer(features: Element): TlsOffer {
  const offer = features.getChild('starttls', namespaces.tls)
  const required = offer?.getChild('required') !== undefined
  return {
    startTls: offer === undefined ? 'absent' : required ? 'required' : 'offered',
    mechanisms: mechanismsOf(features).length,
  }
}

function mechanismsOf(features: Element): readonly string[] {
  const list = features.getChild('mechanisms', namespaces.sasl)
  return list?.getChildren('mechanism').map(each => each.getText().trim()) ?? []
}

/** The one place where it is decided how the password is proven. SASL2 (XEP-0388) would be chosen here. */
function chooseFrom(features: Element, encrypted: boolean, options: NegotiateOptions, place: Place) {
  const offered = mechanismsOf(features)
  if (offered.length === 0 && features.getChild('bind', namespaces.bind) !== undefined) {
    throw new AppError('server-not-verified', 'the server wants no proof and gives none', place)
  }
  const { allowPlainWithoutTls } = options.credentials.settings
  return options.chooseMechanism(offered, { encrypted, allowPlainWithoutTls })
}

/** Resource binding by the library (RFC 6120, 7), through guarded requests. */
function bindWith(
  iq: GuardedIq,
  { resource, limits }: NegotiateOptions,
  place: Place,
  streamFeatures: ReturnType<typeof createStreamFeatures>,
): Promise<FullJid> {
  const bound = Promise.withResolvers<FullJid>()
  bound.promise.catch(() => {})
  const set = async (element: Element): Promise<Element | undefined> => {
    try {
      const answer = await iq.request(xml('iq', { type: 'set' }, element), limits.bind)
      const bind = answer.getChild('bind', namespaces.bind)
      bound.resolve(prepareFullJid(bind?.getChildText('jid') ?? ''))
      return bind
    } catch (error) {
      bound.reject(bindFailure(error, place))
      throw error
    }
  }
  createResourceBinding({ streamFeatures, iqCaller: { set } }, resource)
  return bound.promise
}

function bindFailure(error: unknown, place: Place): unknown {
  if (!(error instanceof AppError)) return error
  if (error.code === 'request-timed-out') return timedOut(place, 'resource binding')
  if (error.code !== 'refused-by-server' && error.code !== 'invalid-address') return error
  const code = error.details.condition === 'conflict' ? 'conflict' : 'stream-error'
  return new AppError(code, `no resource: ${error.message}`, { ...place, ...error.details }, error)
}

function securityOf(secured: Secured | null, mechanism: string): ConnectionSecurity {
  if (secured === null) {
    return { encrypted: false, protocol: null, cipher: null, fingerprint: null, trust: null, mechanism }
  }
  const { protocol, cipher, fingerprint, trust } = secured
  return { encrypted: true, protocol, cipher, fingerprint, trust, mechanism }
}

/** Closes when what was written is on its way, or after a while. */
function leave(wire: Duplex, connection: Duplex, spoken: boolean, clock: Clock, limits: Limits): void {
  const close = (): void => {
    wire.destroy()
    connection.destroy()
  }
  if (!spoken || wire.destroyed || !wire.writable) {
    close()
    return
  }
  const callOff = clock.after(limits.goodbye, close)
  wire.once('close', callOff)
  wire.end(close)
}
