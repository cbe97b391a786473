import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { noFacts, type PictureHash, type Profile, type ProfileFacts } from '../../../shared/domain/profile.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { ReceivedProfile } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { type OpenAccount, shownAccount } from '../memory.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'

/** What is kept in memory of somebody; the facts are on disk. */
export interface KeptProfile extends Profile {
  /** What their presence said of the picture when they were asked; '' is none, null nothing. */
  readonly announced: string | null
  /** Milliseconds since 1970. */
  readonly fetchedAt: number
}

/** People who are no contacts: a person can look at any number of them. */
export const mostStrangeProfiles = 2000

export async function profileReceived(
  batch: Batch,
  id: AccountId,
  received: ReceivedProfile,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null || isOneTooMany(account, id, received.address)) return []
  const { address, fullName, nickname, picture, announced, facts } = received
  if (picture !== null) await batch.pictures.write(picture.hash, picture.bytes)
  const before = account.profiles.get(address)
  const next: KeptProfile = {
    ...{ address, fullName, nickname, announced },
    picture: picture?.hash ?? null,
    fetchedAt: batch.now,
  }
  await batch.sql(writeProfile(id, next, facts))
  batch.memory.set(account.profiles, address, next)
  if (before !== undefined && before.picture !== null && before.picture !== next.picture) batch.releasePictures()
  return before !== undefined && same(before, next) ? [] : [changed(id, next)]
}

export async function profilePictureRemoved(batch: Batch, id: AccountId, address: BareJid): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  const before = account?.profiles.get(address)
  if (account === null || before === undefined) return []
  const next: KeptProfile = { ...before, picture: null, announced: '' }
  await batch.sql({
    sql: "UPDATE profile SET picture = NULL, announced = '' WHERE account = ? AND address = ?",
    values: [id, address],
  })
  batch.memory.set(account.profiles, address, next)
  if (before.picture === null) return []
  batch.releasePictures()
  return [changed(id, next)]
}

export function selectProfiles(id: AccountId): Statement {
  return {
    sql: 'SELECT address, fetched_at, full_name, nickname, picture, announced FROM profile WHERE account = ?',
    values: [id],
  }
}

export function selectFacts(id: AccountId, address: BareJid): Statement {
  return { sql: 'SELECT facts FROM profile WHERE account = ? AND address = ?', values: [id, address] }
}

/** The pictures of all accounts. */
export const selectPictures: Statement = { sql: 'SELECT DISTINCT picture FROM profile WHERE picture IS NOT NULL' }

export function profileOf(row: SqlRow): KeptProfile {
  return {
    address: row.address as BareJid,
    fullName: row.full_name as string | null,
    nickname: row.nickname as string | null,
    picture: row.picture as PictureHash | null,
    announced: row.announced as string | null,
    fetchedAt: Number(row.fetched_at),
  }
}

export function factsOf(row: SqlRow): ProfileFacts {
  return { ...noFacts, ...(JSON.parse(String(row.facts)) as Partial<ProfileFacts>) }
}

/** As the window knows it. */
export function shownProfile({ address, fullName, nickname, picture }: KeptProfile): Profile {
  return { address, fullName, nickname, picture }
}

function changed(account: AccountId, profile: KeptProfile): Change {
  return { type: 'profile.changed', account, profiles: [shownProfile(profile)] }
}

function isOneTooMany({ contacts, profiles }: OpenAccount, id: AccountId, address: BareJid): boolean {
  if (profiles.has(address) || contacts.has(address) || address === id) return false
  return profiles.size >= contacts.size + mostStrangeProfiles
}

function writeProfile(id: AccountId, profile: KeptProfile, facts: ProfileFacts): Statement {
  const { address, fetchedAt, fullName, nickname, picture, announced } = profile
  return {
    sql: `INSERT OR REPLACE INTO profile (account, address, fetched_at, full_name, nickname, picture, announced, facts)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    values: [id, address, fetchedAt, fullName, nickname, picture, announced, JSON.stringify(facts)],
  }
}

function same(one: Profile, other: Profile): boolean {
  return one.fullName === other.fullName && one.nickname === other.nickname && one.picture === other.picture
}
