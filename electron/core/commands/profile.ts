import { AppError, toFailure } from '../../../shared/domain/failure.ts'
import { ownPictureSide } from '../../../shared/domain/profile.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { profileCommands } from '../../../shared/ipc/profile.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { rasterOf } from '../../stanza/raster.ts'
import type { Store } from '../../store/store.ts'
import type { Accounts } from '../accounts/accounts.ts'

export function profileHandlers(options: {
  readonly accounts: Accounts
  readonly store: Store
}): CommandHandlers<keyof typeof profileCommands> {
  const { accounts, store } = options
  return {
    async 'profile.open'({ account, address }) {
      const prepared = prepareBareJid(address)
      const failure = await accounts
        .profiles(account)
        .open(prepared)
        .then(() => null, toFailure)
      return { facts: await store.profileFacts(account, prepared), failure }
    },
    async 'profile.setOwn'({ account, ...change }) {
      if (change.picture instanceof Uint8Array && !isSmallPicture(change.picture)) {
        throw new AppError('invalid-payload', 'The picture is none that we send', { text: 'picture' })
      }
      await accounts.profiles(account).change(change)
    },
  }
}

/** The page draws it anew, so that it has neither place nor camera in it. */
function isSmallPicture(bytes: Uint8Array): boolean {
  const raster = rasterOf(bytes)
  if (raster?.type !== 'image/png' && raster?.type !== 'image/jpeg') return false
  return raster.width <= ownPictureSide && raster.height <= ownPictureSide
}
