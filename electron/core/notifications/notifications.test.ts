import { expect, onTestFinished, test } from 'vitest'
import type { Account } from '../../../shared/domain/account.ts'
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { Place } from '../../../shared/domain/place.ts'
import type { DomainEvent } from '../../core/events.ts'
import { accountOf, ana, bob, carla, received, storeWorld } from '../../store/testing/store-world.ts'
import { fakeNotifier } from '../../testing/notifier.ts'
import { type Clock, silentLog } from '../ports/index.ts'
import { createNotifications, shortestPause } from './notifications.ts'

const dora = 'dora@mired.org' as BareJid
const program = {
  version: '0',
  runtime: 'electron',
  platform: 'linux',
  systemLanguage: 'en',
  locale: 'en',
  canRememberPasswords: true,
} as const

async function world() {
  const stores = storeWorld()
  onTestFinished(() => stores[Symbol.asyncDispose]())
  const { store } = await stores.openAna()
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const state = { now: 1_000_000 }
  const clock: Clock = {
    now: () => state.now,
    after(milliseconds, run) {
      const timer = { at: state.now + milliseconds, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
  const notifier = fakeNotifier()
  const opened: Place[] = []
  const open = (place: Place) => void opened.push(place)
  const notifications = createNotifications({ store, notifier, program, clock, log: silentLog, open })
  onTestFinished(notifications.dispose)
  /** Lets time pass, and everything come to rest. */
  const pass = async (milliseconds = 0) => {
    state.now += milliseconds
    for (const timer of [...timers]) {
      if (timer.at > state.now) continue
      timers.delete(timer)
      timer.run()
    }
    // Behind the look at who it is.
    await store.conversation(ana, bob)
    await new Promise(resolve => setImmediate(resolve))
  }
  const happen = async (...events: readonly DomainEvent[]) => {
    await Promise.all(events.map(store.apply))
    await pass()
  }
  const save = (values: Partial<Account>) => happen({ type: 'account.saved', account: accountOf(ana, values) })
  const bodies = () => notifier.shown().map(({ title, body }) => `${title}: ${body}`)
  return { store, notifier, notifications, opened, timers, pass, happen, save, bodies }
}

test('what is not looked at is told with a sound, and a click leads there', async () => {
  const { notifier, happen, opened, bodies } = await world()
  await happen(
    {
      type: 'roster.received',
      account: ana,
      contacts: [{ address: bob, name: 'Bob el alto', groups: [], subscription: 'both', asked: false }],
    },
    received({ body: 'Hola' }),
  )
  expect(bodies()).toEqual(['Bob el alto: Hola'])
  expect(notifier.drawn[0]?.silent).toBe(false)
  notifier.click(notifier.drawn[0]?.id ?? '')
  expect(opened).toEqual([{ type: 'conversation', account: ana, peer: bob }])
  expect(notifier.shown()).toEqual([])
  notifier.click('nobody')
  expect(opened).toHaveLength(1)
})

test('none of the conversation in view, of one that was read, and of what we wrote or have already', async () => {
  const { notifier, notifications, happen, bodies } = await world()
  notifications.setInView(ana, bob)
  await happen(received({ body: 'seen' }))
  expect(notifier.drawn).toEqual([])

  notifications.setInView(ana, null)
  await happen(received({ body: 'one', stanzaId: '1' }))
  expect(bodies()).toEqual(['bob: one'])
  await happen({ type: 'conversation.read', account: ana, peer: bob, upTo: Number.MAX_SAFE_INTEGER })
  expect(bodies()).toEqual([])

  await happen(received({ body: 'one', stanzaId: '1' }))
  await happen(received({ body: 'mine', direction: 'out', source: 'carbon' }))
  await happen(received({ body: 'note', peer: ana, from: ana }))
  expect(notifier.drawn).toHaveLength(1)

  await happen(received({ body: 'of another device', source: 'carbon' }))
  expect(bodies()).toEqual(['bob: of another device'])
  notifications.setInView(ana, bob)
  expect(bodies()).toEqual([])
  notifications.nothingInView()
  await happen(received({ body: 'again' }))
  expect(bodies()).toEqual(['bob: again'])
})

test('what comes out of the archive is history', async () => {
  const { notifier, happen } = await world()
  const message = { peer: bob, from: bob, stanzaId: 'a', originId: null, body: 'old', time: 5, archiveId: 'x' }
  const point = { id: 'x', time: 5 }
  await happen({
    type: 'message.archived',
    account: ana,
    page: {
      ...{ messages: [message], direction: 'forward', peer: null, first: point, last: point },
      ...{ complete: true, until: 9 },
    },
  })
  expect(notifier.drawn).toEqual([])
})

test('do not disturb is silent, and takes away what was there; so do the settings', async () => {
  const { notifier, happen, save, bodies } = await world()
  await happen(received({ body: 'before' }))
  await save({ presence: { availability: 'dnd', status: null } })
  expect(bodies()).toEqual([])
  await happen(received({ body: 'meanwhile' }))
  expect(notifier.drawn).toHaveLength(1)
  await save({ presence: { availability: 'available', status: null } })
  await happen({ type: 'settings.changed', settings: { notifications: false } }, received({ body: 'off' }))
  expect(notifier.drawn).toHaveLength(1)
})

test('without its text and without a sound, where that is wanted, in the language in force', async () => {
  const { notifier, happen } = await world()
  await happen(
    { type: 'settings.changed', settings: { notificationText: false, notificationSound: false, language: 'es' } },
    received({ body: 'secreto' }),
  )
  expect(notifier.drawn).toMatchObject([{ title: 'bob', body: 'Mensaje nuevo', silent: true }])
})

test('a file is told by its name, not by its address', async () => {
  const { happen, bodies } = await world()
  const file = {
    ...({ name: 'informe.pdf', kind: 'pdf', mediaType: null, width: null, height: null } as const),
    ...{ size: null, host: 'mired.org:7443', copy: null },
  }
  await happen(received({ body: 'https://mired.org:7443/x/informe.pdf', extra: { file } }))
  expect(bodies()).toEqual(['bob: informe.pdf'])
})

test('a hundred at once are one notification with a count, and a flood is drawn every two seconds', async () => {
  const { notifier, happen, pass } = await world()
  await happen(...Array.from({ length: 100 }, (_, index) => received({ body: `m${index}` })))
  expect(notifier.drawn).toMatchObject([{ title: 'bob (100)', body: 'm99', silent: false }])
  for (let index = 0; index < 10; index++) await happen(received({ body: `n${index}` }))
  expect(notifier.drawn).toHaveLength(1)
  await happen(received({ peer: dora, from: dora, body: 'other' }))
  expect(notifier.drawn[1]).toMatchObject({ title: 'dora', silent: true })
  await pass(shortestPause)
  expect(notifier.drawn[2]).toMatchObject({ title: 'bob (110)', body: 'n9', silent: false })
})

test('each account has its own, and takes them with it when it is signed out', async () => {
  const { notifier, happen, timers, bodies } = await world()
  await happen(
    { type: 'account.saved', account: accountOf(carla) },
    { type: 'account.opened', account: carla, unlocked: true },
    received({ body: 'to ana' }),
    received({ body: 'to carla' }, carla),
  )
  expect(notifier.shown()).toHaveLength(2)
  await happen(received({ body: 'later' }))
  await happen({ type: 'account.closed', account: ana, removeHistory: false })
  expect(bodies()).toEqual(['bob: to carla'])
  expect(timers.size).toBe(0)
  // A locked account shows nothing.
  await happen({ type: 'account.opened', account: ana, unlocked: false }, received({ body: 'secret' }))
  expect(bodies()).toEqual(['bob: to carla'])
})

test('a request is told once, however often the server repeats it', async () => {
  const { notifier, happen, opened, bodies } = await world()
  const request = { address: dora, nickname: 'The head teacher', text: null, time: 1 }
  const again: DomainEvent = { type: 'request.received', account: ana, request }
  await happen(again)
  await happen({ ...again, request: { ...request, text: 'I am it' } })
  expect(bodies()).toEqual(['dora@mired.org: Wants to see when you are available'])
  expect(notifier.drawn).toHaveLength(1)
  await happen({ type: 'request.ended', account: ana, address: dora })
  expect(bodies()).toEqual([])
  await happen(again)
  notifier.click(notifier.drawn[1]?.id ?? '')
  expect(opened).toEqual([{ type: 'contacts', account: ana }])
})

test('an invitation to a room is told once, by who it is and the name of the room, until it is answered', async () => {
  const { notifier, happen, opened, bodies, save } = await world()
  const room = 'clase@rooms.mired.org' as BareJid
  const invitation = { room, roomName: 'Clase \u202e3A', by: dora, reason: 'ven', time: 1 }
  const again: DomainEvent = { type: 'invitation.received', account: ana, invitation, password: null }
  await happen(again)
  await happen({ ...again, invitation: { ...invitation, reason: 'come' } })
  expect(bodies()).toEqual(['dora@mired.org: Invites you to the room Clase 3A'])
  await happen({ type: 'invitation.ended', account: ana, room })
  expect(bodies()).toEqual([])
  // Nobody says who invites: the room does.
  await happen({ ...again, invitation: { ...invitation, by: null, roomName: null } })
  expect(bodies()).toEqual([`${room}: Invites you to the room clase`])
  notifier.click(notifier.drawn[1]?.id ?? '')
  expect(opened).toEqual([{ type: 'rooms', account: ana }])
  await happen({ type: 'invitation.ended', account: ana, room })
  await save({ presence: { availability: 'dnd', status: null } })
  await happen(again)
  expect(bodies()).toEqual([])
})

test('the end takes all with it', async () => {
  const { notifier, notifications, happen, timers } = await world()
  await happen(received({ body: 'one' }))
  await happen(received({ body: 'two' }))
  notifications.dispose()
  expect([notifier.shown().length, notifier.listeners(), timers.size]).toEqual([0, 0, 0])
})

test('a room tells when we are named, or as it is set; somebody in it is told from a contact', async () => {
  const { happen, bodies } = await world()
  const room = 'clase@rooms.mired.org' as BareJid
  const sender = { nick: 'Bob', occupantId: null, address: null }
  const say = (body: string, mentionsMe: boolean) =>
    received({
      ...{ peer: room, kind: 'room', from: `${room}/Bob` as FullJid, body },
      extra: { sender, ...(mentionsMe && { mentionsMe: true }) },
    })
  await happen({ type: 'room.kept', account: ana, room, kept: { nick: 'Ana', name: 'Clase' } })
  await happen(say('to all', false))
  expect(bodies()).toEqual([])
  await happen(say('Ana, ven', true))
  expect(bodies()).toEqual(['Clase: Bob: Ana, ven'])
  const occupant = `${room}/Bob` as FullJid
  await happen(received({ peer: occupant, from: occupant, body: 'psst' }))
  expect(bodies()).toContain('Bob (Clase): psst')
})
