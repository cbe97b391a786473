import type { AccountId } from '../../shared/domain/address.ts'
import type { TrustedCertificate } from '../../shared/domain/certificate.ts'
import {
  type ConnectionSettings,
  type ConnectionState,
  defaultConnectionSettings,
} from '../../shared/domain/connection.ts'
import { createSession, type SessionOptions } from '../connection/create-session.ts'
import { createNodeNetwork } from '../connection/node-network.ts'
import type { Session } from '../connection/session.ts'
import { silentLog, systemClock } from '../core/ports/index.ts'
import { prepareBareJid } from '../stanza/jid.ts'

/** A session of a test's own, and all the states it has been in. */
export interface TestSession extends AsyncDisposable {
  readonly session: Session
  readonly states: readonly ConnectionState[]
  /** `connect` with the settings given at first, changed as said. */
  readonly signIn: (changes?: SignInChanges) => void
  /** `signIn`, and the state in which it ends: online, offline or waiting. */
  readonly attempt: (changes?: SignInChanges) => Promise<ConnectionState>
  /** Where what is going on ends: online, offline or waiting; the present state counts only if it is `connecting`. */
  readonly next: () => Promise<ConnectionState>
  /** The next state of that phase, or the present one. */
  readonly reach: (phase: ConnectionState['phase']) => Promise<ConnectionState>
}

export interface SignInChanges {
  readonly password?: string
  readonly settings?: Partial<ConnectionSettings>
  readonly trustedCertificates?: readonly TrustedCertificate[]
  readonly areProven?: boolean
}

export interface TestSessionOptions extends SignInChanges {
  /** `ana@mired.org`, with the password `ana-pw`. */
  readonly account?: string
  /** PEM of the authority to trust; none by default. */
  readonly roots?: readonly string[]
  readonly session?: Partial<Omit<SessionOptions, 'account' | 'roots'>>
}

export function createTestSession(options: TestSessionOptions = {}): TestSession {
  const account: AccountId = prepareBareJid(options.account ?? 'ana@mired.org')
  const states: ConnectionState[] = []
  const session = createSession({
    account,
    network: createNodeNetwork(),
    clock: systemClock,
    log: silentLog,
    resource: 'centella-test',
    roots: options.roots ?? [],
    ...options.session,
    // Scripted servers do not answer the closing tag.
    limits: { goodbye: 200, ...options.session?.limits },
  })
  session.onState(state => states.push(state))

  function signIn(changes: SignInChanges = {}): void {
    session.connect({
      password: changes.password ?? options.password ?? 'ana-pw',
      settings: { ...defaultConnectionSettings, ...options.settings, ...changes.settings },
      trustedCertificates: () => changes.trustedCertificates ?? options.trustedCertificates ?? [],
      areProven: changes.areProven ?? false,
    })
  }

  const nextOne = (fits: (state: ConnectionState) => boolean): Promise<ConnectionState> =>
    new Promise(resolve => {
      const stop = session.onState(state => {
        if (!fits(state)) return
        stop()
        resolve(state)
      })
    })

  return {
    session,
    states,
    signIn,
    attempt(changes) {
      const settled = nextOne(isSettled)
      signIn(changes)
      return settled
    },
    next: () => nextOne(isSettled),
    reach: phase =>
      session.state().phase === phase ? Promise.resolve(session.state()) : nextOne(is => is.phase === phase),
    [Symbol.asyncDispose]: () => session.dispose(),
  }
}

function isSettled(state: ConnectionState): boolean {
  return state.phase !== 'connecting'
}

/** `online encrypted`, `online clear`, or the code of the failure. */
export function outcomeOf(state: ConnectionState): string {
  switch (state.phase) {
    case 'online':
      return state.security.encrypted ? 'online encrypted' : 'online clear'
    case 'offline':
    case 'waiting':
      return state.failure?.code ?? state.phase
    default:
      return state.phase
  }
}
