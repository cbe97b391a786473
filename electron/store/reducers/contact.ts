import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { type Contact, seesThem } from '../../../shared/domain/contact.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { RosterStep } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { type OpenAccount, shownAccount } from '../memory.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'
import { endAnswered } from './request.ts'

/** The whole list, as the server gives it. Only what differs is written. */
export async function rosterReceived(
  batch: Batch,
  id: AccountId,
  contacts: readonly Contact[],
  version: string | null,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  const given = new Map(
    contacts.map(contact => [contact.address, withProblem(account.contacts.get(contact.address), contact)]),
  )
  const statements = [
    ...[...account.contacts.keys()].filter(address => !given.has(address)).map(address => deleteContact(id, address)),
    ...[...given.values()]
      .filter(contact => !same(account.contacts.get(contact.address), contact))
      .map(contact => writeContact(id, contact)),
    writeVersion(id, version),
  ]
  await batch.sql(...statements)
  batch.memory.clear(account.contacts)
  for (const contact of given.values()) batch.memory.set(account.contacts, contact.address, contact)
  const answered = await endAnswered(batch, id, account, contacts)
  return [{ type: 'contacts.replaced', account: id, contacts: [...given.values()] }, ...answered]
}

/** The window hears of it as after any sign-in. */
export function rosterConfirmed(batch: Batch, id: AccountId): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  return account === null ? [] : [{ type: 'contacts.replaced', account: id, contacts: [...account.contacts.values()] }]
}

export async function contactPushed(
  batch: Batch,
  id: AccountId,
  pushed: Contact,
  version: RosterStep | null,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  const contact = withProblem(account.contacts.get(pushed.address), pushed)
  const changes = await setContact(batch, id, account, contact)
  if (version !== null) await batch.sql(stepVersion(id, version))
  return [...changes, ...(await endAnswered(batch, id, account, [contact]))]
}

/** The next push has nothing of it: it stays until they say yes, or are asked again. */
export async function contactRefused(
  batch: Batch,
  id: AccountId,
  address: BareJid,
  failure: Failure | null,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  const contact = account?.contacts.get(address)
  if (account === null || contact === undefined) return []
  const { problem: _before, ...without } = contact
  return setContact(batch, id, account, failure === null ? without : { ...without, problem: failure })
}

async function setContact(
  batch: Batch,
  id: AccountId,
  account: OpenAccount,
  contact: Contact,
): Promise<readonly Change[]> {
  if (same(account.contacts.get(contact.address), contact)) return []
  await batch.sql(writeContact(id, contact))
  batch.memory.set(account.contacts, contact.address, contact)
  return [{ type: 'contact.changed', account: id, contact }]
}

function withProblem(before: Contact | undefined, { problem: _none, ...contact }: Contact): Contact {
  const askedAgain = contact.asked && before?.asked === false
  return before?.problem === undefined || seesThem(contact) || askedAgain
    ? contact
    : { ...contact, problem: before.problem }
}

export async function contactRemoved(
  batch: Batch,
  id: AccountId,
  address: BareJid,
  version: RosterStep | null,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  if (version !== null) await batch.sql(stepVersion(id, version))
  if (!account.contacts.has(address)) return []
  await batch.sql(deleteContact(id, address))
  batch.memory.remove(account.contacts, address)
  return [{ type: 'contact.removed', account: id, address }]
}

export function selectContacts(id: AccountId): Statement {
  return {
    sql: 'SELECT address, name, groups, subscription, asked, problem FROM contact WHERE account = ? ORDER BY address',
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
    ...(row.problem !== null && { problem: JSON.parse(String(row.problem)) as Failure }),
  }
}

function writeContact(id: AccountId, { address, name, groups, subscription, asked, problem }: Contact): Statement {
  return {
    sql: `INSERT INTO contact (account, address, name, groups, subscription, asked, problem) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET name = excluded.name, groups = excluded.groups,
        subscription = excluded.subscription, asked = excluded.asked, problem = excluded.problem`,
    values: [
      id,
      address,
      name,
      JSON.stringify(groups),
      subscription,
      asked ? 1 : 0,
      problem === undefined ? null : JSON.stringify(problem),
    ],
  }
}

/** What the server calls the list that is kept; in the same breath as the list. */
function writeVersion(id: AccountId, version: string | null): Statement {
  return {
    sql: `INSERT INTO account_state (account, blocking, blocked, roster_version) VALUES (?, -1, '[]', ?)
      ON CONFLICT DO UPDATE SET roster_version = excluded.roster_version`,
    values: [id, version],
  }
}

/** A change before this one that was not kept leaves the version as it was: the server says both again. */
function stepVersion(id: AccountId, { after, now }: RosterStep): Statement {
  return {
    sql: 'UPDATE account_state SET roster_version = ? WHERE account = ? AND roster_version = ?',
    values: [now, id, after],
  }
}

export function selectRosterVersion(id: AccountId): Statement {
  return { sql: 'SELECT roster_version FROM account_state WHERE account = ?', values: [id] }
}

export function rosterVersionOf(row: SqlRow | undefined): string | null {
  return typeof row?.roster_version === 'string' ? row.roster_version : null
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
    JSON.stringify(one.problem) === JSON.stringify(other.problem) &&
    one.groups.length === other.groups.length &&
    one.groups.every((group, index) => group === other.groups[index])
  )
}
