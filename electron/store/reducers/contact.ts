import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Batch } from '../batch.ts'
import { shownAccount } from '../memory.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'

/** The whole list, as the server gives it after each sign-in. Only what differs is written. */
export async function rosterReceived(
  batch: Batch,
  id: AccountId,
  contacts: readonly Contact[],
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  const given = new Map(contacts.map(contact => [contact.address, contact]))
  const statements = [
    ...[...account.contacts.keys()].filter(address => !given.has(address)).map(address => deleteContact(id, address)),
    ...[...given.values()]
      .filter(contact => !same(account.contacts.get(contact.address), contact))
      .map(contact => writeContact(id, contact)),
  ]
  if (statements.length > 0) await batch.sql(...statements)
  batch.memory.clear(account.contacts)
  for (const contact of given.values()) batch.memory.set(account.contacts, contact.address, contact)
  return [{ type: 'contacts.replaced', account: id, contacts: [...given.values()] }]
}

export async function contactPushed(batch: Batch, id: AccountId, contact: Contact): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null || same(account.contacts.get(contact.address), contact)) return []
  await batch.sql(writeContact(id, contact))
  batch.memory.set(account.contacts, contact.address, contact)
  return [{ type: 'contact.changed', account: id, contact }]
}

export async function contactRemoved(batch: Batch, id: AccountId, address: BareJid): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (!account?.contacts.has(address)) return []
  await batch.sql(deleteContact(id, address))
  batch.memory.remove(account.contacts, address)
  return [{ type: 'contact.removed', account: id, address }]
}

export function selectContacts(id: AccountId): Statement {
  return {
    sql: 'SELECT address, name, groups, subscription, asked FROM contact WHERE account = ? ORDER BY address',
    values: [id],
  }
}

export function contactOf(row: SqlRow): Contact {
  return {
    address: row.address as BareJid,
    name: row.name as string | null,
    groups: JSON.parse(String(row.groups)) as readonly string[],
    subscription: row.subscription as Contact['subscription'],
    asked: row.asked === 1,
  }
}

function writeContact(id: AccountId, { address, name, groups, subscription, asked }: Contact): Statement {
  return {
    sql: `INSERT INTO contact (account, address, name, groups, subscription, asked) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET name = excluded.name, groups = excluded.groups,
        subscription = excluded.subscription, asked = excluded.asked`,
    values: [id, address, name, JSON.stringify(groups), subscription, asked ? 1 : 0],
  }
}

function deleteContact(id: AccountId, address: BareJid): Statement {
  return { sql: 'DELETE FROM contact WHERE account = ? AND address = ?', values: [id, address] }
}

function same(one: Contact | undefined, other: Contact): boolean {
  return (
    one !== undefined &&
    one.name === other.name &&
    one.subscription === other.subscription &&
    one.asked === other.asked &&
    one.groups.length === other.groups.length &&
    one.groups.every((group, index) => group === other.groups[index])
  )
}
