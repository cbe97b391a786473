import type { AccountId } from '../../shared/domain/address.ts'
import type { MessageId } from '../../shared/domain/message.ts'
import type { Store } from '../store/store.ts'
import type { Emit } from './events.ts'
import type { StreamKeeper } from './ports/index.ts'

/** Keeps an account's stream in the store, in one order with its messages. */
export function createStreamKeeper(account: AccountId, store: Pick<Store, 'stream'>, emit: Emit): StreamKeeper {
  return {
    load: () => store.stream(account),
    began: ({ id, address }) => emit({ type: 'stream.began', account, id, address }),
    writing: (place, message) => emit({ type: 'message.placed', account, id: message as MessageId, place }),
    handled: place => emit({ type: 'stream.handled', account, place }),
    continued: place => emit({ type: 'stream.continued', account, place }),
    ended: () => emit({ type: 'stream.ended', account }),
  }
}
