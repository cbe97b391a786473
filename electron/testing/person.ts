import { expect } from 'vitest'
import type { RunningServer } from '../../e2e/servers/running-server.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { ConnectionSettings } from '../../shared/domain/connection.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { AccountSnapshot } from '../../shared/ipc/program.ts'
import { type RunningCore, startCore } from './running-core.ts'

/** Somebody with the whole client, and what the window would show them. */
export interface Person extends AsyncDisposable {
  readonly core: RunningCore
  readonly account: AccountId
  readonly call: RunningCore['core']['commands']
  readonly now: () => Promise<AccountSnapshot>
  /** Polls what the window would show. */
  readonly sees: (wanted: (snapshot: AccountSnapshot) => unknown) => ReturnType<typeof expect.poll>
  /** The newest messages with somebody, as the window would show them when the conversation is opened. */
  readonly messages: (peer: BareJid) => Promise<readonly Message[]>
  /** Polls those. */
  readonly reads: (peer: BareJid) => ReturnType<typeof expect.poll>
  /** Signs in once more after signing out. */
  readonly signIn: () => Promise<void>
}

/** Milliseconds: other processes share the computer. */
const patience = 30_000

/** Signs in to a test server with the password `<name>-pw` and resolves when the contact list is there. */
export async function startPerson(
  server: Pick<RunningServer, 'domain' | 'host' | 'port'>,
  name: string,
  options: { readonly folder?: string } & Partial<ConnectionSettings> = {},
): Promise<Person> {
  const { folder, ...more } = options
  const core = await startCore(folder === undefined ? {} : { folder })
  const settings = { encryption: 'optional', host: server.host, port: server.port, ...more } as const
  const signIn = async () => {
    const before = core.changes.length
    const { account, state } = await core.signIn({ address: `${name}@${server.domain}`, settings })
    expect(state).toMatchObject({ phase: 'online' })
    await core.until(change => change.type === 'contacts.replaced' && core.changes.indexOf(change) >= before, patience)
    return account
  }
  const account = await signIn()
  const now = async (): Promise<AccountSnapshot> => {
    const { accounts } = await core.core.commands['program.snapshot']({})
    const found = accounts.find(each => each.account.id === account)
    if (found === undefined) throw new Error('not in use')
    return found
  }
  const messages = async (peer: BareJid) =>
    (await core.core.commands['conversation.open']({ account, peer })).page.messages
  const poll = { timeout: patience, interval: 20 }
  return {
    ...{ core, account, call: core.core.commands, now, messages },
    sees: wanted => expect.poll(async () => wanted(await now()), poll),
    reads: peer => expect.poll(() => messages(peer), poll),
    signIn: () => signIn().then(() => undefined),
    [Symbol.asyncDispose]: () => core[Symbol.asyncDispose](),
  }
}

export const contactIn = (address: BareJid) => (snapshot: AccountSnapshot) =>
  snapshot.contacts.find(each => each.address === address) ?? null
export const requestsIn = (snapshot: AccountSnapshot) => snapshot.requests.map(each => each.address)
export const presenceIn = (address: BareJid) => (snapshot: AccountSnapshot) =>
  snapshot.presences.find(each => each.address === address) ?? null
