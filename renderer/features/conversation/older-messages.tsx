import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'
import type { LoadedMessages } from './use-messages.ts'

export interface OlderMessagesProps {
  readonly state: LoadedMessages['older']
  readonly onRetry: () => void
}

/** Above the first message while there are older ones. It keeps its height: nothing jumps when they come. */
export function OlderMessages({ state, onRetry }: OlderMessagesProps) {
  const { t } = useText()
  return (
    <div className="log-older">
      {state === 'failed' ? (
        <>
          <span role="alert">{t('conversation.olderFailed')}</span>
          <Button kind="bare" size="small" onPress={onRetry}>
            {t('common.retry')}
          </Button>
        </>
      ) : (
        <>
          <Spinner />
          {t('conversation.older')}
        </>
      )}
    </div>
  )
}
