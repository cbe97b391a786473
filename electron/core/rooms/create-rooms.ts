import { AppError } from '../../../shared/domain/failure.ts'
import type { RoomActions } from './room-actions.ts'

/** The conference rooms of one account. */
export function createRooms(): RoomActions {
  const missing = (): Promise<never> => Promise.reject(new AppError('not-connected', 'rooms are not there yet'))
  return {
    ...{ addressOf: missing, join: missing, create: missing, leave: missing, setAutojoin: missing, setNotify: missing },
    ...{ setSubject: missing, invite: missing, kick: missing, settings: missing, configure: missing },
    ...{ publicRooms: missing, accept: missing, decline: missing },
  }
}
