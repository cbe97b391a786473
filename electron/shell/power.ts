import { networkInterfaces } from 'node:os'
import { type Clock, type Idle, systemClock, type Wake } from '../core/ports/index.ts'

/** Milliseconds between two looks at what Electron says nothing of when it changes. */
const between = 3000

type PowerEvent = 'resume' | 'lock-screen' | 'unlock-screen'

/** Electron's `powerMonitor`, as far as it is used. */
export interface Power {
  on(event: PowerEvent, listener: () => void): unknown
  off(event: PowerEvent, listener: () => void): unknown
  /** Seconds. */
  getSystemIdleTime(): number
}

/** Sleep, the screen lock and a change of network, as the system tells them. */
export function systemWake(power: Power, clock: Clock = systemClock, addresses: () => string = ownAddresses): Wake {
  return {
    subscribe(listener) {
      let known = addresses()
      let callOff = (): void => {}
      const look = (): void => {
        const now = addresses()
        // Without any address there is nothing to connect with.
        if (now !== known && now !== '') listener()
        known = now
        callOff = clock.after(between, look)
      }
      callOff = clock.after(between, look)
      power.on('resume', listener)
      power.on('unlock-screen', listener)
      return () => {
        callOff()
        power.off('resume', listener)
        power.off('unlock-screen', listener)
      }
    },
  }
}

/** How long nobody has touched the computer: asked, for the system does not tell it. */
export function systemIdle(power: Power, clock: Clock = systemClock): Idle {
  return {
    subscribe(listener) {
      let locked = false
      let callOff = (): void => {}
      const look = (): void => {
        callOff()
        callOff = clock.after(between, look)
        listener({ seconds: power.getSystemIdleTime(), locked })
      }
      const onLock = (): void => {
        locked = true
        look()
      }
      const onUnlock = (): void => {
        locked = false
        look()
      }
      callOff = clock.after(between, look)
      power.on('lock-screen', onLock)
      power.on('unlock-screen', onUnlock)
      return () => {
        callOff()
        power.off('lock-screen', onLock)
        power.off('unlock-screen', onUnlock)
      }
    },
  }
}

/** The networks that the computer is on; of an IPv6 address the first half alone, the rest changes by itself (RFC 8981). */
function ownAddresses(): string {
  const all = Object.entries(networkInterfaces()).flatMap(([name, each = []]) =>
    each
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
      .map(({ address, family }) => `${name} ${family === 'IPv6' ? address.split(':', 4).join(':') : address}`),
  )
  return [...new Set(all)].toSorted().join(' ')
}
