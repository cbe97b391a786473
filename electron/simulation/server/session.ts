import type { Peer } from '../../../shared/domain/address.ts'
import type { ServerEnd } from '../network.ts'

/** A message of another person to ours, from when the server has it until the program does. */
export interface Incoming {
  readonly peer: Peer
  readonly body: string
  /** The child elements and attributes that name it; empty where nothing does. */
  readonly names: { readonly id: string | null; readonly originId: string | null }
  /** It has been written to a session that ended before it was acknowledged, and was kept for the next. */
  redelivered: boolean
  /** When the program's socket had all of it for the first time, and in which of its lives. */
  arrived: { readonly time: number; readonly life: number } | null
}

export type Management = 'resumes' | 'acknowledges' | 'none'

interface Waiting {
  readonly text: string
  readonly incoming: Incoming | null
}

/** What the server holds of one bound stream (XEP-0198, 4), over its connections. */
export interface ServerSession {
  readonly number: number
  readonly resource: string
  /** What `<enabled/>` has said. */
  management: Management
  available: boolean
  over: boolean
  /** The server would not go on with it. */
  refused: boolean
  /** How many stanzas of the program it has taken responsibility for. */
  readonly handled: number
  end: ServerEnd | null
  count(): void
  send(text: string, incoming: Incoming | null): void
  /** @returns what is wrong with it, null for nothing */
  acknowledge(h: number): string | null
  /** Writes again what waits. */
  resend(): void
  ask(): void
  /** Messages that were not acknowledged, oldest first; they are no longer its own. */
  takeWaiting(): readonly Incoming[]
  readonly waiting: number
}

export const managementNamespace = 'urn:xmpp:sm:3'

/** @param arrived called when a message has come to the program's socket */
export function createServerSession(
  number: number,
  resource: string,
  arrived: (incoming: Incoming) => void,
): ServerSession {
  let handled = 0
  /** How many of what was sent are acknowledged. */
  let acknowledged = 0
  let queue: Waiting[] = []

  function write(session: ServerSession, { text, incoming }: Waiting): void {
    session.end?.write(text, incoming === null ? undefined : () => arrived(incoming))
  }

  return {
    number,
    resource,
    management: 'none',
    available: false,
    over: false,
    refused: false,
    end: null,
    get handled() {
      return handled
    },
    count() {
      if (this.management !== 'none') handled += 1
    },
    send(text, incoming) {
      if (this.management !== 'none') queue.push({ text, incoming })
      write(this, { text, incoming })
    },
    acknowledge(h) {
      const steps = h - acknowledged
      if (steps < 0) return `acknowledged ${h} after ${acknowledged}`
      if (steps > queue.length) return `acknowledged ${h} where only ${acknowledged + queue.length} were sent`
      acknowledged = h
      queue = queue.slice(steps)
      return null
    },
    resend() {
      for (const each of queue) write(this, each)
    },
    ask() {
      if (this.management !== 'none') this.end?.write(`<r xmlns='${managementNamespace}'/>`)
    },
    takeWaiting() {
      const messages = queue.flatMap(({ incoming }) => (incoming === null ? [] : [incoming]))
      queue = []
      return messages
    },
    get waiting() {
      return queue.length
    },
  }
}
