import type { AccountId } from '../../../shared/domain/address.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'

/** Where messages may be missing that the server has: they are on their way, or could not be had. */
export function GapLine({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const phase = useStore(state => state.accounts[account]?.archive.phase ?? 'idle')
  return (
    <div className="log-gap" role="note" data-phase={phase}>
      {phase === 'filling' && <Spinner />}
      <span>{t(phase === 'filling' ? 'conversation.gapFilling' : 'conversation.gap')}</span>
      {phase === 'failed' && (
        <Button kind="bare" size="small" onPress={() => drop(call('archive.fill', { account }))}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  )
}
