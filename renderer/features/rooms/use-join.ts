import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
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
  /** Counts what went wrong: a field can take the focus anew. */
  readonly tries: number
  readonly failure: Failure | null
  /** What was tried last. */
  readonly last: 'join' | 'create'
  go(how: 'join' | 'create', form: RoomForm): void
  /** What was wrong is being put right. */
  forget(): void
}

/** Goes into a room, or makes one. */
export function useJoin(account: AccountId, begun: Failure | null, onIn: (room: BareJid) => void): Joining {
  const [busy, setBusy] = useState<'join' | 'create' | null>(null)
  const [last, setLast] = useState<'join' | 'create'>('join')
  const [failure, setFailure] = useState<Failure | null>(begun)
  const [tries, setTries] = useState(0)

  const fail = (problem: Failure) => {
    setFailure(problem)
    setTries(count => count + 1)
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
    drop(gone.then(onIn, error => fail(failureOf(error))).finally(() => setBusy(null)))
  }
  return { busy, tries, failure, last, go, forget: () => setFailure(null) }
}
