import type { AccountId, BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { ResourcePresence } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import type { OpenAccount } from '../memory.ts'
import { afterPresence, noResources, sumOf } from './presence-of-resources.ts'

/** People who are no contacts: a server could name any number of them. */
export const mostStrangers = 1000

export function presenceReceived(batch: Batch, id: AccountId, presence: ResourcePresence): readonly Change[] {
  const account = batch.memory.accounts.get(id)
  if (account === undefined) return []
  const address = withoutResource(presence.from)
  if (isOneTooMany(account, address)) return []
  const resources = afterPresence(account.resources.get(address) ?? noResources, presence)
  if (resources.size === 0) batch.memory.remove(account.resources, address)
  else batch.memory.set(account.resources, address, resources)

  const told = account.presences.get(address) ?? { address, availability: 'offline', status: null }
  const sum = sumOf(address, resources, presence.availability === 'offline' ? presence.status : null)
  if (sum.availability === told.availability && sum.status === told.status) return []
  batch.memory.set(account.presences, address, sum)
  return [{ type: 'presence.changed', account: id, presences: [sum] }]
}

export function presenceForgotten(batch: Batch, id: AccountId): readonly Change[] {
  const account = batch.memory.accounts.get(id)
  return account === undefined ? [] : clearPresences(batch, id, account)
}

/** Without a stream nobody tells us of anybody, nor who is writing. */
export function clearPresences(batch: Batch, id: AccountId, account: OpenAccount): readonly Change[] {
  const told = account.presences.size > 0
  batch.memory.clear(account.resources)
  batch.memory.clear(account.presences)
  const typing = [...account.typing.keys()].map(
    peer => ({ type: 'typing.changed', account: id, peer, typing: false }) as const,
  )
  batch.memory.clear(account.typing)
  return [...typing, ...(told ? [{ type: 'presence.cleared', account: id } as const] : [])]
}

function isOneTooMany({ contacts, presences }: OpenAccount, address: BareJid): boolean {
  if (presences.has(address) || contacts.has(address)) return false
  return presences.size >= contacts.size + mostStrangers
}

/** RFC 7622, 3.1: everything before the first slash. */
function withoutResource(address: FullJid | BareJid): BareJid {
  const slash = address.indexOf('/')
  return (slash === -1 ? address : address.slice(0, slash)) as BareJid
}
