import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError, type Failure } from '../../../shared/domain/failure.ts'
import type { Occupant, Room } from '../../../shared/domain/room.ts'
import type { Clock } from '../../core/ports/index.ts'
import { splitJid } from '../../stanza/jid.ts'

/** Our being in a room, or on the way in or out. */
export interface Membership {
  readonly room: BareJid
  nick: string
  /** Whether the room has said something of itself before; null where nobody knows. */
  readonly exists: boolean | null
  /** It announces XEP-0421. */
  readonly hasOccupantIds: boolean
  /** The room has said which nick is ours (110). */
  isProved: boolean
  state: 'joining' | 'joined' | 'leaving'
  /** Nothing is told of it before. */
  announced: boolean
  /** Milliseconds since 1970: the room has said something last. */
  heard: number
  readonly occupants: Map<string, Occupant>
  subject: Room['subject']
  /** Ends what waits for the room: going in, another nick, going out. */
  waiting: { readonly done: (isNew: boolean) => void; readonly failed: (error: AppError) => void } | null
  /** Our nick as we asked for another; null while we have not. */
  renamedFrom: string | null
  /** It is being asked whether we are in it. */
  checking: Promise<void> | null
  callOff: () => void
}

/** The rooms of one stream. */
export interface Memberships {
  get(room: BareJid): Membership | undefined
  all(): readonly Membership[]
  /** On our way in. */
  add(room: BareJid, facts: Pick<Membership, 'nick' | 'exists' | 'hasOccupantIds'>): Membership
  /**
   * A promise that the room ends, or silence of so many milliseconds.
   * @throws AppError `request-timed-out`, or what ended it
   */
  wait(membership: Membership, patience: number): Promise<boolean>
  /** It is over, and nobody is told. */
  end(membership: Membership): void
  /** We are not in it any more; where we neither left nor were on the way in, `onOut`. */
  out(membership: Membership, failure: Failure | null): void
  /** What a stream brought is over with it. */
  forget(): void
}

export function createMemberships(options: {
  readonly clock: Clock
  readonly onOut: (room: BareJid, failure: Failure | null) => void
}): Memberships {
  const { clock, onOut } = options
  const memberships = new Map<BareJid, Membership>()

  function wait(membership: Membership, patience: number): Promise<boolean> {
    membership.callOff()
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        membership.callOff()
        membership.waiting = null
      }
      membership.waiting = {
        done(isNew) {
          settle()
          resolve(isNew)
        },
        failed(error) {
          settle()
          reject(error)
        },
      }
      const sleep = (milliseconds: number): void => {
        membership.callOff = clock.after(milliseconds, () => {
          const left = membership.heard + patience - clock.now()
          if (left > 0) sleep(left)
          else membership.waiting?.failed(silence(membership.room))
        })
      }
      membership.heard = clock.now()
      sleep(patience)
    })
  }

  function end(membership: Membership): void {
    membership.callOff()
    if (memberships.get(membership.room) === membership) memberships.delete(membership.room)
  }

  return {
    get: room => memberships.get(room),
    all: () => [...memberships.values()],
    add(room, facts) {
      const membership: Membership = {
        ...{ room, ...facts, isProved: false, state: 'joining', announced: false, heard: clock.now() },
        ...{ occupants: new Map(), subject: null, waiting: null, renamedFrom: null, checking: null, callOff: () => {} },
      }
      memberships.set(room, membership)
      return membership
    },
    wait,
    end,
    out(membership, failure) {
      end(membership)
      const { waiting, state, room } = membership
      if (state === 'leaving') waiting?.done(false)
      else if (state === 'joining') {
        const { code, details } = failure ?? { code: 'room-shut-down', details: { domain: splitJid(room).domain } }
        waiting?.failed(new AppError(code, 'sent away while going in', details))
      } else {
        waiting?.failed(new AppError('room-not-joined', 'sent away meanwhile'))
        onOut(room, failure)
      }
    },
    forget() {
      for (const membership of [...memberships.values()]) {
        end(membership)
        membership.waiting?.failed(new AppError('network-lost', 'the connection ended'))
      }
    },
  }
}

function silence(room: BareJid): AppError {
  return new AppError('request-timed-out', 'the room says nothing', { domain: splitJid(room).domain })
}
