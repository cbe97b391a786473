import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { availabilityOf, presenceOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'

/** How somebody is, with what they say of it: "Away: back after the break". */
export function useStatusLine(account: AccountId, address: BareJid): string {
  const { t } = useText()
  const availability = useStore(state => availabilityOf(state, account, address))
  const status = useStore(state => presenceOf(state, account, address)?.status ?? null)
  const presence = t(`presence.${availability}`)
  return status === null ? presence : t('conversation.statusLine', { presence, status })
}
