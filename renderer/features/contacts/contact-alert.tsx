import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Alert } from '../../ui/alert/alert.tsx'

/** Why something with the list could not be done. The way on is the button of the dialog it stands in. */
export function ContactAlert({ account, failure }: { readonly account: AccountId; readonly failure: Failure }) {
  const text = useText()
  const online = useStore(state => state.accounts[account]?.connection.phase === 'online')
  const { title, sentence } = failureText(text, failure, { address: account })
  // The connection is back: its button does it now.
  if (failure.code === 'not-connected' && online) return null
  return <Alert code={failure.code} title={title} sentence={sentence} />
}
