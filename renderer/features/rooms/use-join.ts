import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure, FailureCode } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'

/** What the dialog has asked for. */
export interface RoomForm {
  readonly address: string
  readonly nick: string
  readonly password: string
  readonly name: string
  readonly isPersistent: boolean
  readonly isPublic: boolean
  readonly isMembersOnly: boolean
}

export interface Joining {
  readonly busy: 'join' | 'create' | null
  /** How often each thing went wrong: its field takes the focus anew, and keeps it while that is put right. */
  readonly tries: Readonly<Partial<Record<FailureCode, number>>>
  readonly failure: Failure | null
  /** The address of a room that is there, as its answer has shown: it is not to be made. */
  readonly proven: string | null
  /** What was tried last. */
  readonly last: 'join' | 'create'
  go(how: 'join' | 'create', form: RoomForm): void
  /** What was wrong is being put right. */
  forget(): void
}

/** What only a room that is there says. */
const answersOfRooms: readonly FailureCode[] = [
  'room-password',
  'room-members-only',
  'room-banned',
  'room-full',
  'room-locked',
  'room-exists',
  'nick-taken',
  'nick-refused',
]

/**
 * Goes into a room, or makes one.
 * @param begun what a room has answered already
 * @param address of that room
 */
export function useJoin(
  account: AccountId,
  begun: Failure | null,
  address: string,
  onIn: (room: BareJid) => void,
): Joining {
  const [busy, setBusy] = useState<'join' | 'create' | null>(null)
  const [last, setLast] = useState<'join' | 'create'>('join')
  const [failure, setFailure] = useState<Failure | null>(begun)
  const [tries, setTries] = useState<Joining['tries']>({})
  const [proven, setProven] = useState(begun === null ? null : address)

  const fail = (problem: Failure) => {
    setFailure(problem)
    setTries(before => ({ ...before, [problem.code]: (before[problem.code] ?? 0) + 1 }))
  }
  const go = (how: 'join' | 'create', form: RoomForm) => {
    if (busy !== null) return
    setLast(how)
    if (form.address.trim() === '') return fail({ code: 'invalid-address', details: {} })
    setBusy(how)
    setFailure(null)
    const room = form.address.trim()
    const nick = form.nick.trim() || null
    const { password, isPersistent, isPublic, isMembersOnly } = form
    const gone =
      how === 'join'
        ? call('room.join', { account, room, nick, password: password === '' ? null : password })
        : call('room.create', {
            ...{ account, room, nick, name: form.name.trim() || null },
            ...{ isPersistent, isPublic, isMembersOnly, password },
          })
    drop(
      gone
        .then(onIn, error => {
          const problem = failureOf(error)
          if (answersOfRooms.includes(problem.code)) setProven(room)
          fail(problem)
        })
        .finally(() => setBusy(null)),
    )
  }
  return { busy, tries, failure, proven, last, go, forget: () => setFailure(null) }
}
