import type { AccountId } from '../../shared/domain/address.ts'
import type { ConnectionState } from '../../shared/domain/connection.ts'
import { AppError, type Failure, toFailure } from '../../shared/domain/failure.ts'
import type { Clock, Log, Network, ReceivedPlace, StreamKeeper } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'
import { attempt } from './attempt.ts'
import { isBindRefusal, isRetried, lostConnection } from './failures.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createListeners } from './listeners.ts'
import { createResumption } from './management/resumption.ts'
import { createWorth } from './management/worth.ts'
import type { OnlineStream } from './online-stream.ts'
import { neverInClear } from './policy.ts'
import { createPauses, holds, longPause } from './reconnect.ts'
import { createRoots, type Roots } from './roots.ts'
import { chooseMechanism } from './sasl/choose.ts'
import type { Credentials, IqHandler, Session, StreamEnd } from './session.ts'
import type { StreamTap } from './stream-tap.ts'

export interface SessionOptions {
  readonly account: AccountId
  readonly network: Network
  readonly clock: Clock
  readonly log: Log
  /** Sees what goes in and out. */
  readonly tap?: StreamTap
  /** What this profile calls itself where the account names no resource. */
  readonly resource: string
  /** Where the stream is kept for a restart; without one a killed program cannot resume. */
  readonly keeper?: StreamKeeper
  /** 0 inclusive to 1 exclusive. */
  readonly random?: () => number
  /** PEM; the computer's and Node's own when left out. */
  readonly roots?: readonly string[]
  /** The SASL mechanisms to choose from; every one we have when left out. */
  readonly mechanisms?: typeof chooseMechanism
  readonly limits?: Partial<Limits>
}

/** What one attempt learns for those that follow it by themselves. */
interface Experience {
  /** The credentials have led in before. */
  proven: boolean
  /** TLS was begun, or offered at least: from then on nothing goes in clear. */
  tlsBegun: boolean
  /** How often in a row the connection ended without a word when the password was put to use. */
  drops: number
}

/** That many are a refusal. A password that was good is given more time: the server may be starting. */
const patience = { unproven: 2, proven: 5 }

/** What is going on; everything that belongs to an earlier one is ignored. */
interface Run extends Experience {
  readonly credentials: Credentials
  readonly controller: AbortController
  stream: OnlineStream | null
  callOffRetry: () => void
  readonly begun: number
  /** The former stream has been found, and is asked for as soon as we have signed in. */
  resuming: boolean
  /** Until then a failure is followed by an attempt without a pause. */
  hurryUntil: number
}

interface Incoming {
  readonly stanza: Element
  readonly place: ReceivedPlace | null
  readonly work: Promise<void>[]
}

/** An attempt that is younger than this, in milliseconds, is not replaced by another one. */
const young = 2000
/**
 * A server that has not noticed the end of a connection may still be handling what came over it, and count less than it
 * has when the stream goes on at once (ejabberd 23.01): what is written again would arrive twice. Milliseconds.
 */
const breath = 500
/** A server that is stuck in a stream (Prosody 0.12) says nothing however often it is asked to go on with it: a new one is bound. */
const mostUnanswered = 2

export function createSession(options: SessionOptions): Session {
  const { account, network, clock, resource, roots, random = Math.random, mechanisms = chooseMechanism } = options
  const limits = { ...defaultLimits, ...options.limits }
  const log = options.log.scope('connection')
  const states = createListeners<ConnectionState>(log)
  const messages = createListeners<Incoming>(log)
  const presences = createListeners<Incoming>(log)
  const online = createListeners<void>(log)
  const resumed = createListeners<{ readonly forgotten: boolean }>(log)
  const offline = createListeners<StreamEnd>(log)
  const acknowledged = createListeners<readonly string[]>(log)
  const handlers = new Map<string, IqHandler>()
  const pauses = createPauses(random)
  let knownRoots: Roots | null = null
  let state: ConnectionState = { phase: 'offline', failure: null }
  let run: Run | null = null
  let attempts = 0
  let brokeAt = Number.NEGATIVE_INFINITY
  /** All were told that the stream broke off and may go on. */
  let mayGoOn = false
  const closing = new Set<Promise<void>>()
  const keeper = options.keeper ?? null
  const worth = createWorth(clock)
  const resumption = createResumption({ keeper, clock, limits, log, worth, onAcknowledged: acknowledged.call })

  /** Attempts to go on to which the server said nothing, one after the other. */
  let unanswered = 0

  function goingOnFailed(isSilent: boolean): void {
    // It may have gone on already, with all that was written again.
    brokeAt = clock.now()
    if (!isSilent) return
    unanswered += 1
    if (unanswered >= mostUnanswered) resumption.lost()
  }

  function setState(next: ConnectionState): void {
    state = next
    states.call(next)
  }

  function begin(credentials: Credentials, { proven, tlsBegun, drops }: Experience): void {
    const controller = new AbortController()
    const current: Run = {
      ...{ credentials, controller, proven, tlsBegun, drops, begun: clock.now(), hurryUntil: 0 },
      stream: null,
      resuming: false,
      callOffRetry: () => {},
    }
    run = current
    attempts += 1
    const number = attempts
    const { signal } = current.controller
    attempt({
      ...{ account, network, clock, limits, log, random, signal, chooseMechanism: mechanisms },
      tap: options.tap ?? (() => {}),
      credentials: tlsBegun ? { ...credentials, settings: neverInClear(credentials.settings) } : credentials,
      resource: credentials.settings.resource ?? resource,
      roots: () => {
        knownRoots ??= createRoots(roots)
        return knownRoots
      },
      ...{ keeper, worth },
      async former() {
        await Promise.all(closing)
        const former = await resumption.candidate(credentials.settings)
        current.resuming = former !== null
        return former
      },
      onFormerLost() {
        if (run === current) resumption.lost()
      },
      onAcknowledged: acknowledged.call,
      handlerFor: (type, namespace, name) => handlers.get(keyOf(type, namespace, name)),
      onStep(step) {
        if (run === current) setState({ phase: 'connecting', step, attempt: number })
      },
      onTlsBegun() {
        current.tlsBegun = true
      },
    }).then(
      stream => {
        if (run === current) goOnline(current, stream)
        else closeStream(stream)
      },
      error => {
        if (run !== current) return
        if (current.resuming) goingOnFailed(toFailure(error).code === 'timed-out')
        const again = current.resuming && isStreamError(error)
        if (again) resumption.lost()
        failed(current, error, again)
      },
    )
  }

  function goOnline(current: Run, stream: OnlineStream): void {
    current.stream = stream
    current.proven = true
    unanswered = 0
    current.drops = 0
    if (stream.resumed === null) resumption.bound(stream.managed)
    const since = clock.now()
    stream.onEnded(error => {
      if (run !== current) return
      current.stream = null
      if (clock.now() - since >= holds) pauses.reset()
      let worthIt = false
      const tryAgain = (): void => {
        worthIt = true
      }
      const resumable = resumption.broke(error)
      if (resumable) brokeAt = clock.now()
      mayGoOn = resumable
      offline.call({ failure: toFailure(error), resumable, tryAgain })
      // Where half a stanza was stuck in the stream of the server (Prosody 0.12) it ends as not well-formed.
      failed(current, error, (worthIt || stream.resumed !== null) && isStreamError(error))
    })
    if (current.stream === null) return
    mayGoOn = false
    attempts = 0
    const { address, security } = stream
    log.info('online', {
      ...{ encrypted: security.encrypted, mechanism: security.mechanism, trust: security.trust },
      ...{ resumed: stream.resumed !== null, managed: stream.managed !== null },
    })
    setState({ phase: 'online', address, security })
    if (run === current) {
      if (stream.resumed === null) online.call()
      else resumed.call(stream.resumed)
    }
    // A listener may have ended it all.
    if (run === current && current.stream !== null) stream.start(dispatch)
  }

  function dispatch(stanza: Element, place: ReceivedPlace | null): Promise<unknown> | null {
    const incoming: Incoming = { stanza, place, work: [] }
    if (stanza.name === 'presence') presences.call(incoming)
    else if (stanza.name === 'message') messages.call(incoming)
    return incoming.work.length === 0 ? null : Promise.all(incoming.work)
  }

  /** @param again what ended it will not come again, whatever it is */
  function failed(current: Run, error: unknown, again = false): void {
    // What was called off has failed in nothing: another attempt follows, or none.
    if (run !== current || current.controller.signal.aborted) return
    const failure = toFailure(error)
    log.info('not online', { code: failure.code, condition: failure.details.condition })
    if (failure.code === 'network-lost' && state.phase === 'connecting' && state.step === 'authenticating') {
      current.drops += 1
      // "Openfire locks accounts": it is no network that breaks down at this very place each time.
      if (current.drops >= (current.proven ? patience.proven : patience.unproven)) {
        giveUp({ code: 'stream-error', details: failure.details })
        return
      }
    }
    // Each attempt would put the password to use, to no end; where it has led in, a place may become free.
    const refused = isBindRefusal(error)
    const retried = isRetried(failure, current.proven) && (current.proven || !refused)
    if (!retried && !again) {
      giveUp(failure)
      return
    }
    if (!refused && clock.now() < current.hurryUntil) {
      beginAtOnce(current, failure)
      return
    }
    beginAfter(Math.max(pauses.next(), refused ? longPause : 0), current, failure)
  }

  function beginAfter(pause: number, current: Run, failure: Failure): void {
    current.callOffRetry()
    current.callOffRetry = clock.after(pause, () => {
      if (run === current) begin(current.credentials, current)
    })
    setState({ phase: 'waiting', failure, retryAt: clock.now() + pause })
  }

  function beginAtOnce(current: Run, failure: Failure | null): void {
    current.callOffRetry()
    const pause = brokeAt + breath - clock.now()
    if (pause > 0 && failure !== null) beginAfter(pause, current, failure)
    else begin(current.credentials, current)
  }

  /** It does not go on, or only as one that was given up. */
  function tellItIsOver(): void {
    if (!mayGoOn) return
    mayGoOn = false
    offline.call({ failure: null, resumable: false, tryAgain: () => {} })
  }

  function giveUp(failure: Failure): void {
    // After a conflict, or where the policy stopped us, the stream is somebody else's or nobody's.
    resumption.forget()
    tellItIsOver()
    setState({ phase: 'offline', failure })
  }

  /** Leaves what is going on; resolves when its connection is closed. */
  function leave(): Promise<void> {
    const current = run
    run = null
    if (current === null) return Promise.resolve()
    current.callOffRetry()
    current.controller.abort(new AppError('not-connected', 'called off'))
    const { stream } = current
    if (stream === null) return Promise.resolve()
    current.stream = null
    offline.call({ failure: null, resumable: false, tryAgain: () => {} })
    return closeStream(stream)
  }

  function closeStream(stream: OnlineStream): Promise<void> {
    const closed = stream
      .close()
      .then(gone => resumption.closed(stream.managed, gone))
      .catch((error: unknown) =>
        log.warn('the end of a stream', { reason: error instanceof Error ? error.message : '' }),
      )
      .finally(() => closing.delete(closed))
    closing.add(closed)
    return closed
  }

  function requireStream(): OnlineStream {
    const stream = run?.stream
    if (!stream) throw new AppError('not-connected', 'there is no connection')
    return stream
  }

  async function disconnect(): Promise<void> {
    leave()
    if (closing.size === 0) resumption.left()
    tellItIsOver()
    setState({ phase: 'offline', failure: null })
    await Promise.all(closing)
  }

  return {
    account,
    state: () => state,
    onState: listener => states.add(listener),
    address: () => run?.stream?.address ?? null,
    send: async stanza => requireStream().send(stanza),
    request: async (iq, { timeoutMs } = {}) => requireStream().request(iq, timeoutMs),
    onMessage: listener =>
      messages.add(({ stanza, place, work }) => {
        const done = listener(stanza, place)
        if (done !== undefined) work.push(done)
      }),
    onPresence: listener =>
      presences.add(({ stanza, work }) => {
        const done = listener(stanza)
        if (done !== undefined) work.push(done)
      }),
    onIq(type, namespace, name, handler) {
      const key = keyOf(type, namespace, name)
      if (handlers.has(key)) throw new Error(`two handlers for ${key}`)
      handlers.set(key, handler)
      return () => handlers.delete(key)
    },
    acknowledges: () => run?.stream?.managed != null,
    offers: namespace => run?.stream?.offers(namespace) ?? false,
    onAcknowledged: listener => acknowledged.add(listener),
    onOnline: listener => online.add(listener),
    onResumed: listener => resumed.add(listener),
    onOffline: listener => offline.add(listener),
    connect(credentials) {
      leave()
      attempts = 0
      pauses.reset()
      worth.reset()
      begin(credentials, { proven: credentials.areProven ?? false, tlsBegun: false, drops: 0 })
    },
    retryNow() {
      if (run === null || state.phase === 'online' || state.phase === 'connecting') return
      beginAtOnce(run, state.failure)
    },
    wake() {
      if (run === null || state.phase === 'offline') return
      if (run.stream !== null) {
        run.hurryUntil = clock.now() + limits.check + young
        run.stream.check()
      } else if (state.phase === 'waiting' || clock.now() - run.begun >= young) {
        // Also one that goes on: what it waits for was asked on another network, or before the sleep.
        let failure = state.phase === 'waiting' ? state.failure : null
        if (state.phase === 'connecting' && run.resuming) {
          goingOnFailed(true)
          failure = toFailure(lostConnection({}))
        }
        run.controller.abort(new AppError('not-connected', 'begun anew'))
        beginAtOnce(run, failure)
      } else {
        run.hurryUntil = clock.now() + young
      }
    },
    disconnect,
    async dispose() {
      await disconnect()
      for (const each of [states, messages, presences, online, resumed, offline, acknowledged]) each.clear()
      handlers.clear()
    },
  }
}

function keyOf(type: string, namespace: string, name: string): string {
  return `${type} ${namespace} ${name}`
}

function isStreamError(error: unknown): boolean {
  return toFailure(error).code === 'stream-error'
}
