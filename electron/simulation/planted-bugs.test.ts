/** What the simulation is worth: each of these bugs is put into the program, and has to be found. */
import { describe, expect, test, vi } from 'vitest'
import type { Message } from '../../shared/domain/message.ts'
import type { DomainEvent } from '../core/events.ts'
import { temporaryFolder } from '../testing/ports.ts'
import type { Plant } from './program.ts'
import { simulate } from './simulate.ts'

const planted = vi.hoisted(() => ({ bug: '' }))

vi.mock(import('../connection/management/unacknowledged.ts'), async original => {
  const real = await original()
  return {
    ...real,
    createUnacknowledged(acknowledged) {
      const own = real.createUnacknowledged(acknowledged)
      if (planted.bug === 'resends nothing') return Object.defineProperty({ ...own }, 'waiting', { get: () => [] })
      if (planted.bug === 'resends twice')
        return Object.defineProperty({ ...own }, 'waiting', { get: () => [...own.waiting, ...own.waiting] })
      if (planted.bug === 'counts what it sent one too high') {
        const acknowledge: typeof own.acknowledge = h => own.acknowledge(h + 1) ?? own.acknowledge(h)
        return Object.defineProperties({ ...own, acknowledge }, Object.getOwnPropertyDescriptors(getters(own)))
      }
      return own
    },
  }
})

vi.mock(import('../connection/keep-alive.ts'), async original => {
  const real = await original()
  return {
    ...real,
    keepAlive(options) {
      return planted.bug === 'never asks' ? { expect: () => {}, check: () => {} } : real.keepAlive(options)
    },
  }
})

function getters(own: { readonly waiting: unknown; readonly first: number }): object {
  return {
    get waiting() {
      return own.waiting
    },
    get first() {
      return own.first
    },
  }
}

/** The store says that it has an event, and has it only some time later. */
function deferring(type: DomainEvent['type']): Plant {
  return (store, life, scheduler) => {
    const waiting = new Map<string, Message>()
    return {
      ...store,
      async apply(event) {
        if (event.type !== type) return store.apply(event)
        if (event.type === 'message.queued') {
          const { account, id, peer, body, time } = event
          waiting.set(id, { account, id, peer, body, time, direction: 'out', order: 0, state: 'queued', failure: null })
        }
        scheduler.after(20, () => {
          if (!life.alive) return
          if (event.type === 'message.queued') waiting.delete(event.id)
          void store.apply(event)
        })
      },
      outbox: async account => [...(await store.outbox(account)), ...waiting.values()],
    }
  }
}

function changing(change: (event: DomainEvent) => DomainEvent | null): Plant {
  return store => ({
    ...store,
    async apply(event) {
      const changed = change(event)
      if (changed !== null) await store.apply(changed)
    },
  })
}

const inTheStore: readonly (readonly [string, Plant])[] = [
  ['sends before it stores', deferring('message.queued')],
  ['acknowledges before it writes', deferring('message.received')],
  ['keeps no place of what it sends', changing(event => (event.type === 'message.placed' ? null : event))],
  ['keeps no count of what it received', changing(event => (event.type === 'stream.handled' ? null : event))],
  [
    'does not know a message again',
    changing(event =>
      event.type === 'message.received'
        ? { ...event, message: { ...event.message, stanzaId: null, originId: null } }
        : event,
    ),
  ],
]

const inTheConnection = ['resends nothing', 'resends twice', 'counts what it sent one too high', 'never asks'] as const

/** Seeds within which each has to be found. */
const within = 150

describe('a bug that is planted is found', () => {
  test.for(inTheStore)('%s', { timeout: 300_000 }, async ([, plant]) => {
    using folder = temporaryFolder()
    const { failures } = await simulate(1, within, { folder: folder.path, plant }, { failures: 1 })
    expect(failures).toHaveLength(1)
  })

  test.for(inTheConnection)('%s', { timeout: 300_000 }, async bug => {
    using folder = temporaryFolder()
    planted.bug = bug
    try {
      const { failures } = await simulate(1, within, { folder: folder.path }, { failures: 1 })
      expect(failures).toHaveLength(1)
    } finally {
      planted.bug = ''
    }
  })
})
