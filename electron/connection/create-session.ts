import type { AccountId } from '../../shared/domain/address.ts'
import type { ConnectionState } from '../../shared/domain/connection.ts'
import { AppError, type Failure, toFailure } from '../../shared/domain/failure.ts'
import type { Clock, Log, Network } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'
import { attempt } from './attempt.ts'
import { isBindRefusal, isRetried } from './failures.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createListeners } from './listeners.ts'
import type { OnlineStream } from './online-stream.ts'
import { neverInClear } from './policy.ts'
import { createPauses, holds, longPause } from './reconnect.ts'
import { createRoots, type Roots } from './roots.ts'
import { chooseMechanism } from './sasl/choose.ts'
import type { Credentials, IqHandler, Session } from './session.ts'

export interface SessionOptions {
  readonly account: AccountId
  readonly network: Network
  readonly clock: Clock
  readonly log: Log
  /** What this profile calls itself where the account names no resource. */
  readonly resource: string
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
}

export function createSession(options: SessionOptions): Session {
  const { account, network, clock, resource, roots, random = Math.random, mechanisms = chooseMechanism } = options
  const limits = { ...defaultLimits, ...options.limits }
  const log = options.log.scope('connection')
  const states = createListeners<ConnectionState>(log)
  const messages = createListeners<Element>(log)
  const presences = createListeners<Element>(log)
  const online = createListeners<void>(log)
  const offline = createListeners<{ readonly failure: Failure | null; readonly tryAgain: () => void }>(log)
  const handlers = new Map<string, IqHandler>()
  const pauses = createPauses(random)
  let knownRoots: Roots | null = null
  let state: ConnectionState = { phase: 'offline', failure: null }
  let run: Run | null = null
  let attempts = 0
  const closing = new Set<Promise<void>>()

  function setState(next: ConnectionState): void {
    state = next
    states.call(next)
  }

  function begin(credentials: Credentials, { proven, tlsBegun, drops }: Experience): void {
    const controller = new AbortController()
    const current: Run = {
      ...{ credentials, controller, proven, tlsBegun, drops },
      stream: null,
      callOffRetry: () => {},
    }
    run = current
    attempts += 1
    const number = attempts
    const { signal } = current.controller
    attempt({
      ...{ account, network, clock, limits, log, random, signal, chooseMechanism: mechanisms },
      credentials: tlsBegun ? { ...credentials, settings: neverInClear(credentials.settings) } : credentials,
      resource: credentials.settings.resource ?? resource,
      roots: () => {
        knownRoots ??= createRoots(roots)
        return knownRoots
      },
      handlerFor: (type, namespace, name) => handlers.get(keyOf(type, namespace, name)),
      onStep(step) {
        if (run === current) setState({ phase: 'connecting', step, attempt: number })
      },
      onTlsBegun() {
        current.tlsBegun = true
      },
    }).then(
      stream => (run === current ? goOnline(current, stream) : stream.close()),
      error => failed(current, error),
    )
  }

  function goOnline(current: Run, stream: OnlineStream): void {
    current.stream = stream
    current.proven = true
    current.drops = 0
    const since = clock.now()
    stream.onEnded(error => {
      if (run !== current) return
      current.stream = null
      if (clock.now() - since >= holds) pauses.reset()
      let worthIt = false
      const tryAgain = (): void => {
        worthIt = true
      }
      offline.call({ failure: toFailure(error), tryAgain })
      failed(current, error, worthIt)
    })
    if (current.stream === null) return
    attempts = 0
    const { address, security } = stream
    log.info('online', { encrypted: security.encrypted, mechanism: security.mechanism, trust: security.trust })
    setState({ phase: 'online', address, security })
    if (run === current) online.call()
    // A listener may have ended it all.
    if (run === current && current.stream !== null) stream.start(dispatch)
  }

  function dispatch(stanza: Element): void {
    if (stanza.name === 'message') messages.call(stanza)
    else if (stanza.name === 'presence') presences.call(stanza)
  }

  function failed(current: Run, error: unknown, worthIt = false): void {
    if (run !== current) return
    const failure = toFailure(error)
    log.info('not online', { code: failure.code, condition: failure.details.condition })
    if (failure.code === 'network-lost' && state.phase === 'connecting' && state.step === 'authenticating') {
      current.drops += 1
      // "Openfire locks accounts": it is no network that breaks down at this very place each time.
      if (current.drops >= (current.proven ? patience.proven : patience.unproven)) {
        setState({ phase: 'offline', failure: { code: 'stream-error', details: failure.details } })
        return
      }
    }
    // Each attempt would put the password to use, to no end; where it has led in, a place may become free.
    const refused = isBindRefusal(error)
    const retried = isRetried(failure, current.proven) && (current.proven || !refused)
    if (!retried && !(worthIt && failure.code === 'stream-error')) {
      setState({ phase: 'offline', failure })
      return
    }
    const pause = Math.max(pauses.next(), refused ? longPause : 0)
    const next = clock.after(pause, () => {
      if (run === current) begin(current.credentials, current)
    })
    current.callOffRetry = next
    setState({ phase: 'waiting', failure, retryAt: clock.now() + pause })
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
    offline.call({ failure: null, tryAgain: () => {} })
    const closed = stream.close().finally(() => closing.delete(closed))
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
    onMessage: listener => messages.add(listener),
    onPresence: listener => presences.add(listener),
    onIq(type, namespace, name, handler) {
      const key = keyOf(type, namespace, name)
      if (handlers.has(key)) throw new Error(`two handlers for ${key}`)
      handlers.set(key, handler)
      return () => handlers.delete(key)
    },
    onOnline: listener => online.add(listener),
    onOffline: listener => offline.add(({ failure, tryAgain }) => listener(failure, tryAgain)),
    connect(credentials) {
      leave()
      attempts = 0
      pauses.reset()
      begin(credentials, { proven: false, tlsBegun: false, drops: 0 })
    },
    retryNow() {
      if (run === null || state.phase === 'online' || state.phase === 'connecting') return
      run.callOffRetry()
      begin(run.credentials, run)
    },
    disconnect,
    async dispose() {
      await disconnect()
      for (const each of [states, messages, presences, online, offline]) each.clear()
      handlers.clear()
    },
  }
}

function keyOf(type: string, namespace: string, name: string): string {
  return `${type} ${namespace} ${name}`
}
