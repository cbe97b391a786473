import { RotateCw } from 'lucide-react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { call, drop } from '../../ipc/call.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'

/** Why a message was not sent, and what can be done. */
export function MessageFailure({ account, message }: { readonly account: AccountId; readonly message: Message }) {
  const text = useText()
  const { t } = text
  const { id, failure } = message
  const words = failure === null ? null : failureText(text, failure, { address: account })
  return (
    <div className="message-failure" data-code={failure?.code}>
      <span title={words?.sentence}>
        {words === null ? t('message.failed') : t('message.notSent', { text: words.title })}
      </span>
      <Button kind="bare" size="small" icon={RotateCw} onPress={() => drop(call('message.retry', { account, id }))}>
        {t('message.retry')}
      </Button>
      <Button kind="bare" size="small" onPress={() => drop(call('message.delete', { account, id }))}>
        {t('message.delete')}
      </Button>
    </div>
  )
}
