import type { AccountId, Peer } from '../../shared/domain/address.ts'
import { mediaScheme, type PictureHash, type Profile, pictureHost } from '../../shared/domain/profile.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type ByAddress, byAddress, type State } from './state.ts'
import { useStore } from './store.ts'

type ProfileChange = Extract<Change, { type: 'profile.changed' }>

export function applyProfileChange(profiles: ByAddress<Profile>, change: ProfileChange): ByAddress<Profile> {
  return { ...profiles, ...byAddress(change.profiles) }
}

export function profileOf(state: State, id: AccountId, address: Peer): Profile | undefined {
  return state.accounts[id]?.profiles[address]
}

/** Where a picture is got from; undefined where there is none. */
export function pictureUrl(picture: PictureHash | null | undefined): string | undefined {
  return picture ? `${mediaScheme}://${pictureHost}/${picture}` : undefined
}

/** The address of somebody's picture, for `Avatar`; undefined where there is none. */
export function usePicture(account: AccountId, address: Peer): string | undefined {
  return useStore(state => pictureUrl(profileOf(state, account, address)?.picture))
}
