/** People in rooms, each with the whole client without a window. */
import { expect } from 'vitest'
import type { AccountId, BareJid, Peer } from '../../shared/domain/address.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { Room, RoomSettings } from '../../shared/domain/room.ts'
import type { AccountSnapshot } from '../../shared/ipc/program.ts'
import { type RunningCore, startCore } from './running-core.ts'

/** Other processes share the computer. */
export const patience = 30_000

/** Somebody with a client of their own. */
export interface Person extends AsyncDisposable {
  readonly core: RunningCore
  readonly account: AccountId
  readonly call: RunningCore['core']['commands']
  readonly now: () => Promise<AccountSnapshot>
  readonly room: (address: BareJid) => Promise<Room | undefined>
  /** The newest messages of a conversation, oldest first. */
  readonly said: (peer: Peer) => Promise<readonly Message[]>
  /** Polls what the window would show. */
  readonly sees: (wanted: (snapshot: AccountSnapshot) => unknown) => ReturnType<typeof expect.poll>
}

/** Signs in `<name>@<domain>`. */
export async function person(
  server: { readonly host: string; readonly port: number; readonly domain: string },
  name: string,
  password = `${name}-pw`,
): Promise<Person> {
  const core = await startCore()
  const settings = { encryption: 'optional', host: server.host, port: server.port } as const
  const { account, state } = await core.signIn({ address: `${name}@${server.domain}`, settings, password })
  expect(state).toMatchObject({ phase: 'online' })
  const now = async (): Promise<AccountSnapshot> => {
    const { accounts } = await core.core.commands['program.snapshot']({})
    const found = accounts.find(each => each.account.id === account)
    if (found === undefined) throw new Error('not in use')
    return found
  }
  return {
    ...{ core, account, call: core.core.commands, now },
    room: async address => (await now()).rooms.find(each => each.address === address),
    async said(peer) {
      return (await core.core.commands['conversation.open']({ account, peer })).page.messages
    },
    sees: wanted => expect.poll(async () => wanted(await now()), { timeout: patience, interval: 20 }),
    [Symbol.asyncDispose]: () => core[Symbol.asyncDispose](),
  }
}

export const nicksIn = (room: BareJid) => (snapshot: AccountSnapshot) =>
  (snapshot.occupants[room] ?? []).map(each => each.nick).sort()
export const phaseOf = (room: BareJid) => (snapshot: AccountSnapshot) => {
  const phase = snapshot.rooms.find(each => each.address === room)?.phase
  return phase?.type === 'failed' ? phase.failure.code : phase?.type
}
export const asItIs: RoomSettings = {
  ...{ name: null, description: null, isPersistent: null, isPublic: null, isMembersOnly: null, isModerated: null },
  ...{ password: null, everybodySetsSubject: null, everybodyInvites: null },
}
export const plain = { nick: null, name: null, isPersistent: false, isPublic: true, isMembersOnly: false, password: '' }
