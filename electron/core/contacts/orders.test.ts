/** Subscriptions in every order, against a server as RFC 6121 (appendix A) has it: the window knows what the server knows. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import { defaultSettings } from '../../../shared/domain/settings.ts'
import type { Element } from '../../stanza/element.ts'
import type { Batch } from '../../store/batch.ts'
import { createMemory } from '../../store/memory.ts'
import { reduce } from '../../store/reducers/reduce.ts'
import { accountOf, ana, bob } from '../../store/testing/store-world.ts'
import { createFakeChannel } from '../../testing/channel.ts'
import { createRoster } from '../../xmpp/roster/roster.ts'
import { createSubscription } from '../../xmpp/subscription/subscription.ts'
import type { DomainEvent } from '../events.ts'
import { silentLog, systemClock } from '../ports/index.ts'
import { createContactActions } from './contact-actions.ts'

/** What the server of ana knows of bob. */
interface Known {
  inList: boolean
  to: boolean
  from: boolean
  asked: boolean
  /** bob has asked and has no answer. */
  pending: boolean
}

/** The store's own rules, with nothing below them: a disk would take most of the time. */
async function withoutDisk() {
  const memory = createMemory()
  const content = { settings: defaultSettings, accounts: [accountOf(ana)], lastAccount: ana }
  // What contacts and requests do not need is not there.
  const batch = {
    ...{ memory, log: silentLog, now: 0, content: () => content, setContent: () => {} },
    sql: async () => [],
    forgetDeleted: () => {},
  } as Partial<Batch> as Batch
  let last: Promise<unknown> = Promise.resolve()
  // One after the other, as the store has it.
  const apply = async (event: DomainEvent): Promise<void> => {
    last = last.then(() => reduce(batch, event))
    await last
  }
  await apply({ type: 'account.opened', account: ana, unlocked: true })
  const account = () => memory.accounts.get(ana)
  return {
    apply,
    contact: () => last.then(() => account()?.contacts.get(bob) ?? null),
    hasRequest: () => last.then(() => account()?.requests.has(bob) ?? false),
  }
}

const ours = ['add', 'accept', 'decline', 'ask', 'withdraw', 'remove', 'change', 'sign in again'] as const
const theirs = ['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'] as const
const step = fc.constantFrom(...ours, ...theirs)

async function play(steps: readonly ((typeof ours)[number] | (typeof theirs)[number])[]): Promise<void> {
  const store = await withoutDisk()
  const channel = createFakeChannel()
  const emit = store.apply
  const contactOf = store.contact
  const clock = { ...systemClock, after: () => () => {} }
  const common = { channel, emit, clock, log: silentLog }
  const roster = createRoster({ ...common, keptVersion: async () => null })
  const subscription = createSubscription({ ...common, contactOf, isShared: () => false })
  const sharedGroups = { names: () => [] }
  const actions = createContactActions({ account: ana, roster, subscription, sharedGroups, store, emit })
  const known: Known = { inList: false, to: false, from: false, asked: false, pending: false }
  let read = 0
  channel.goOnline()

  const item = () => {
    const subscribed = known.to && known.from ? 'both' : known.to ? 'to' : known.from ? 'from' : 'none'
    return `<item jid="${bob}" subscription="${subscribed}"${known.asked ? ' ask="subscribe"' : ''}/>`
  }
  const push = async (what = item()) => {
    if (known.inList || what.includes('remove'))
      await channel.ask(`<iq type="set" id="p"><query xmlns="jabber:iq:roster">${what}</query></iq>`)
  }
  const arrives = (type: string) => channel.receive(`<presence from="${bob}" type="${type}"/>`)

  async function serveIq(iq: Element): Promise<void> {
    const request = channel.requests.find(each => each.iq === iq)
    const text = iq.toString()
    if (iq.attrs.type === 'get') {
      return request?.answer(
        `<iq type="result"><query xmlns="jabber:iq:roster">${known.inList ? item() : ''}</query></iq>`,
      )
    }
    if (!text.includes('subscription="remove"')) {
      known.inList = true
      await push()
    } else if (known.inList) {
      Object.assign(known, { inList: false, to: false, from: false, asked: false })
      await push(`<item jid="${bob}" subscription="remove"/>`)
    } else {
      return request?.fail(new AppError('refused-by-server', '404', { condition: 'item-not-found' }))
    }
    request?.answer('<iq type="result"/>')
  }

  async function servePresence(type: string | undefined): Promise<void> {
    if (type === 'subscribe' && !known.to) Object.assign(known, { inList: true, asked: true })
    if (type === 'unsubscribe') Object.assign(known, { to: false, asked: false })
    if (type === 'subscribed' && known.pending) Object.assign(known, { inList: true, from: true, pending: false })
    if (type === 'unsubscribed') Object.assign(known, { from: false, pending: false })
    await push()
  }

  async function fromBob(type: (typeof theirs)[number]): Promise<void> {
    // Who sees us already is answered by the server (3.1.3); what means nothing goes no further (3.1.6, 3.2.3, 3.3.3).
    if (type === 'subscribe' && known.from) return
    if (type === 'subscribed' && !known.asked) return
    if (type === 'unsubscribe' && !known.from && !known.pending) return
    if (type === 'unsubscribed' && !known.to && !known.asked) return
    if (type === 'subscribe') known.pending = true
    if (type === 'subscribed') Object.assign(known, { to: true, asked: false })
    if (type === 'unsubscribe') Object.assign(known, { from: false, pending: false })
    if (type === 'unsubscribed') Object.assign(known, { to: false, asked: false })
    if (type !== 'subscribe') await push()
    await arrives(type)
  }

  const fromUs = {
    add: () => actions.add(bob, { name: 'Bob', groups: [] }),
    accept: () => actions.accept(bob),
    decline: () => actions.decline(bob),
    ask: () => actions.ask(bob),
    withdraw: () => actions.withdraw(bob),
    remove: () => actions.remove(bob),
    change: () => actions.change(bob, { name: 'B', groups: [] }),
    'sign in again': async () => {
      channel.goOffline()
      channel.goOnline()
      await roster.fetch()
      if (known.pending) await arrives('subscribe')
    },
  }

  for (const each of steps) {
    let done = false
    const name = ours.find(one => one === each)
    // What the window offers: a question is answered where there is one.
    const asked = await store.hasRequest()
    if ((name === 'accept' || name === 'decline') && !asked) continue
    const acted = name === undefined ? fromBob(each as (typeof theirs)[number]) : fromUs[name]()
    const ended = acted
      .catch((error: unknown) => {
        expect(error).toMatchObject({ code: expect.stringMatching(/^(already-contact|unknown-contact)$/) })
      })
      .finally(() => {
        done = true
      })
    while (!done || read < channel.written.length) {
      const stanza = channel.written[read]
      if (stanza === undefined) await new Promise(setImmediate)
      else {
        read++
        if (stanza.name === 'iq') await serveIq(stanza)
        else await servePresence(stanza.attrs.type)
      }
    }
    await ended
    const contact = await store.contact()
    const told = contact && {
      to: contact.subscription === 'to' || contact.subscription === 'both',
      from: contact.subscription === 'from' || contact.subscription === 'both',
      asked: contact.asked,
    }
    const { to, from, asked: askedOf } = known
    expect(told).toEqual(known.inList ? { to, from, asked: askedOf } : null)
    expect(await store.hasRequest()).toBe(known.pending)
    // Whom we have asked ourselves is let in without a question.
    if (each === 'subscribe' && (known.to || known.asked)) expect(known.from).toBe(true)
  }
  roster.dispose()
  subscription.dispose()
  expect(channel.listeners()).toBe(0)
}

test('whatever order: the list and the open question are those of the server', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), play), { numRuns: 400 })
}, 120_000)
