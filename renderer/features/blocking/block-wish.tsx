import type { AccountId } from '../../../shared/domain/address.ts'
import { useView, useViewApi } from '../../state/view.ts'
import { BlockDialog } from './block-dialog.tsx'
import { UnblockNow } from './unblock-now.tsx'

/** Does what was wished for anywhere in the window: blocking asks first, letting in again only says what went wrong. */
export function BlockWish({ account }: { readonly account: AccountId }) {
  const views = useViewApi()
  const wish = useView(view => view.blockWish)
  if (wish === null) return null
  const close = () => views.setState({ blockWish: null })
  return wish.way === 'block' ? (
    <BlockDialog key={wish.address} account={account} address={wish.address} onClose={close} />
  ) : (
    <UnblockNow key={wish.address} account={account} address={wish.address} onClose={close} />
  )
}
