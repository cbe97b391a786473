import type { AccountId } from '../../../shared/domain/address.ts'
import { OthersSeeSheet } from './others-see-sheet.tsx'

/** What others may know of us, and who may reach us. */
export function PrivacySection(_: { readonly account: AccountId }) {
  return <OthersSeeSheet />
}
