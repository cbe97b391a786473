import type { AccountId, BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { RoomInvitation } from '../../../shared/domain/room.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Batch } from '../batch.ts'
import { type HeldInvitation, type OpenAccount, shownAccount } from '../memory.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'

/** Anybody can invite: more than a person can answer are not kept. */
export const mostInvitations = 200

/** Several that arrive for one room are one: what a later one does not say, the earlier one has said. */
export async function invitationReceived(
  batch: Batch,
  id: AccountId,
  { invitation, password }: HeldInvitation,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  const { room } = invitation
  if (account === null || account.rooms.get(room)?.room.phase.type === 'joined') return []
  const before = account.invitations.get(room)
  if (before === undefined && account.invitations.size >= mostInvitations) {
    batch.log.warn('an invitation too many was left out')
    return []
  }
  const next: HeldInvitation = {
    password: password ?? before?.password ?? null,
    invitation: {
      room,
      roomName: invitation.roomName ?? before?.invitation.roomName ?? null,
      by: inviterOf(invitation.by, before?.invitation.by ?? null),
      reason: invitation.reason ?? before?.invitation.reason ?? null,
      time: before?.invitation.time ?? invitation.time,
    },
  }
  if (JSON.stringify(next) === JSON.stringify(before)) return []
  const { roomName, by, reason, time } = next.invitation
  await batch.sql({
    sql: `INSERT INTO invitation (account, room, name, inviter, reason, password, time) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET name = excluded.name, inviter = excluded.inviter, reason = excluded.reason,
        password = excluded.password`,
    values: [id, room, roomName ?? '', by ?? '', reason ?? '', next.password ?? '', time],
  })
  batch.memory.set(account.invitations, room, next)
  return [{ type: 'invitation.changed', account: id, invitation: next.invitation }]
}

/** A person's own address says more than what the room calls them. */
function inviterOf(by: BareJid | FullJid | null, before: BareJid | FullJid | null): BareJid | FullJid | null {
  if (before !== null && !before.includes('/')) return before
  return by ?? before
}

export async function invitationEnded(batch: Batch, id: AccountId, room: BareJid): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  return account === null ? [] : endInvitation(batch, id, account, room)
}

export async function endInvitation(
  batch: Batch,
  id: AccountId,
  account: OpenAccount,
  room: BareJid,
): Promise<readonly Change[]> {
  if (!account.invitations.has(room)) return []
  await batch.sql({ sql: 'DELETE FROM invitation WHERE account = ? AND room = ?', values: [id, room] })
  batch.memory.remove(account.invitations, room)
  return [{ type: 'invitation.removed', account: id, room }]
}

export function selectInvitations(id: AccountId): Statement {
  return {
    sql: 'SELECT room, name, inviter, reason, password, time FROM invitation WHERE account = ? ORDER BY time, room',
    values: [id],
  }
}

export function invitationOf(row: SqlRow): HeldInvitation {
  return {
    password: String(row.password) || null,
    invitation: {
      room: row.room as BareJid,
      roomName: String(row.name) || null,
      by: (String(row.inviter) || null) as RoomInvitation['by'],
      reason: String(row.reason) || null,
      time: Number(row.time),
    },
  }
}
