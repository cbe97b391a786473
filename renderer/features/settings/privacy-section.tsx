import type { AccountId } from '../../../shared/domain/address.ts'
import { BlockedSheet } from './blocked-sheet.tsx'
import { OthersSeeSheet } from './others-see-sheet.tsx'

/** What others may know of us, and who may reach us. */
export function PrivacySection({ account }: { readonly account: AccountId }) {
  return (
    <>
      <OthersSeeSheet />
      <BlockedSheet account={account} />
    </>
  )
}
