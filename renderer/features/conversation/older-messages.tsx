import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'
import type { LoadedMessages } from './use-messages.ts'

export interface OlderMessagesProps {
  readonly state: LoadedMessages['older']
  readonly onRetry: () => void
}

/** Above the first message while there are older ones. It keeps its height: nothing jumps when they come. */
export function OlderMessages(props: OlderMessagesProps) {
  return <Loading {...props} which="older" />
}

/** Below the last message while there are newer ones, in the middle of a conversation. */
export function NewerMessages(props: OlderMessagesProps) {
  return <Loading {...props} which="newer" />
}

function Loading({ state, onRetry, which }: OlderMessagesProps & { readonly which: 'older' | 'newer' }) {
  const { t } = useText()
  return (
    <div className="log-older" data-which={which}>
      {state === 'failed' ? (
        <>
          <span role="alert">{t(`conversation.${which}Failed`)}</span>
          <Button kind="bare" size="small" onPress={onRetry}>
            {t('common.retry')}
          </Button>
        </>
      ) : state === 'offline' ? (
        t('conversation.olderOffline')
      ) : (
        <>
          <Spinner />
          {t(`conversation.${which}`)}
        </>
      )}
    </div>
  )
}
