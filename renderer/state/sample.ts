import type { Account } from '../../shared/domain/account.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import { emptyArchive } from '../../shared/domain/archive.ts'
import { unknownBlocking } from '../../shared/domain/blocking.ts'
import { defaultConnectionSettings } from '../../shared/domain/connection.ts'
import type { Message, MessageId } from '../../shared/domain/message.ts'
import { defaultOwnPresence } from '../../shared/domain/presence.ts'
import { defaultSettings } from '../../shared/domain/settings.ts'
import type { AccountSnapshot, Snapshot } from '../../shared/ipc/program.ts'

/** Values for tests of the page. */
export const ana = 'ana@mired.org' as BareJid
export const bob = 'bob@mired.org' as BareJid
export const me = 'ricky@mired.org' as AccountId

export function sampleAccount(id: AccountId = me): Account {
  return {
    id,
    settings: defaultConnectionSettings,
    rememberPassword: true,
    signInAutomatically: false,
    trustedCertificates: [],
    presence: defaultOwnPresence,
  }
}

export function sampleAccountSnapshot(over: Partial<AccountSnapshot> = {}): AccountSnapshot {
  return {
    account: sampleAccount(),
    unlocked: true,
    connection: { phase: 'offline', failure: null },
    contacts: [],
    requests: [],
    sharedGroups: [],
    presences: [],
    typing: [],
    profiles: [],
    conversations: [],
    open: null,
    archive: emptyArchive,
    blocking: unknownBlocking,
    rooms: [],
    occupants: {},
    invitations: [],
    invited: {},
    transfers: [],
    downloads: [],
    ...over,
  }
}

export function sampleSnapshot(accounts: readonly AccountSnapshot[] = [sampleAccountSnapshot()]): Snapshot {
  return {
    program: {
      version: '0.1.0',
      runtime: 'electron',
      platform: 'linux',
      systemLanguage: 'en',
      locale: 'en-GB',
      canRememberPasswords: true,
    },
    settings: defaultSettings,
    accounts,
    lastAccount: null,
    troubles: [],
    idleSince: null,
    wanted: null,
  }
}

export function sampleMessage(order: number, over: Partial<Message> = {}): Message {
  return {
    account: me,
    id: `m${order}` as MessageId,
    peer: ana,
    direction: 'in',
    body: `Message ${order}`,
    time: order * 1000,
    order,
    state: null,
    failure: null,
    ...over,
  }
}
