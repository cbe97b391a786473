import { networkInterfaces } from 'node:os'
import { type Clock, systemClock, type Wake } from '../core/ports/index.ts'

/** Milliseconds between two looks at the computer's addresses: Electron says nothing when they change. */
const between = 3000

/** Electron's `powerMonitor`, as far as it is used. */
export interface Power {
  on(event: 'resume' | 'unlock-screen', listener: () => void): unknown
  off(event: 'resume' | 'unlock-screen', listener: () => void): unknown
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

/** The networks that the computer is on; of an IPv6 address the first half alone, the rest changes by itself (RFC 8981). */
function ownAddresses(): string {
  const all = Object.entries(networkInterfaces()).flatMap(([name, each = []]) =>
    each
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
      .map(({ address, family }) => `${name} ${family === 'IPv6' ? address.split(':', 4).join(':') : address}`),
  )
  return [...new Set(all)].toSorted().join(' ')
}
