import type { Program } from '../../../shared/domain/program.ts'
import type { Clock } from './clock.ts'
import type { Documents } from './documents.ts'
import type { Host } from './host.ts'
import type { Idle } from './idle.ts'
import type { Log } from './log.ts'
import type { Network } from './network.ts'
import type { Notifier } from './notifier.ts'
import type { Profile } from './profile.ts'
import type { Secrets } from './secrets.ts'
import type { Wake } from './wake.ts'

/** All that the core needs from outside. The shell fills it with Electron, tests with their own. */
export interface Ports {
  readonly clock: Clock
  readonly network: Network
  readonly secrets: Secrets
  readonly documents: Documents
  readonly profile: Profile
  readonly host: Host
  readonly program: Program
  readonly log: Log
  readonly wake: Wake
  readonly idle: Idle
  readonly notifier: Notifier
}

export type { Clock } from './clock.ts'
export { systemClock } from './clock.ts'
export type { Documents } from './documents.ts'
export type { Host } from './host.ts'
export type { Idle, Idleness } from './idle.ts'
export type { Log, LogFacts } from './log.ts'
export { drop, silentLog } from './log.ts'
export type { Network, ServiceRecord } from './network.ts'
export type { Notice, Notifier } from './notifier.ts'
export type { Profile } from './profile.ts'
export type { Secrets } from './secrets.ts'
export type { KeptStream, ReceivedPlace, StreamKeeper, StreamPlace } from './stream-keeper.ts'
export type { Wake } from './wake.ts'
