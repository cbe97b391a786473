import { Copy, Ellipsis, ExternalLink, Info, RotateCw, Trash } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button as AriaButton, MenuTrigger } from 'react-aria-components'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { call, drop } from '../../ipc/call.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Menu, MenuRow, MenuSheet } from '../../ui/menu/menu.tsx'
import { DeliveryDetails } from './delivery-details.tsx'
import { textPieces } from './links.ts'

export interface MessageActionsProps {
  readonly account: AccountId
  readonly message: Message
  /** The tab key comes here: only in the message that has the focus. */
  readonly stop: boolean
}

/** What can be done with a message: at its upper right under the pointer, and for the keyboard. */
export function MessageActions({ account, message, stop }: MessageActionsProps) {
  const { t } = useText()
  const { id } = message
  const button = useRef<HTMLButtonElement>(null)
  const [details, setDetails] = useState(false)
  const link = textPieces(message.body).find(piece => piece.url !== null)?.url ?? null
  const actions = {
    copy: () => call('program.copyText', { text: message.body }),
    open: () => call('program.openLink', { url: link ?? '' }),
    details: async () => setDetails(true),
    retry: () => call('message.retry', { account, id }),
    delete: () => call('message.delete', { account, id }),
  }
  return (
    <div className="message-tools">
      <MenuTrigger>
        <AriaButton
          ref={button}
          className="icon-button"
          data-size="small"
          aria-label={t('message.actions')}
          excludeFromTabOrder={!stop}
        >
          <Icon of={Ellipsis} />
        </AriaButton>
        <MenuSheet placement="bottom end">
          <Menu label={t('message.actions')} onChoose={(action: keyof typeof actions) => drop(actions[action]())}>
            <MenuRow
              id="copy"
              text={t(message.file === undefined ? 'message.copy' : 'file.copyLink')}
              start={<Icon of={Copy} />}
            />
            {link !== null && <MenuRow id="open" text={t('message.openLink')} start={<Icon of={ExternalLink} />} />}
            {message.direction === 'out' && (
              <MenuRow id="details" text={t('message.details')} start={<Icon of={Info} />} />
            )}
            {message.state === 'failed' && (
              <>
                <MenuRow id="retry" text={t('message.retry')} start={<Icon of={RotateCw} />} />
                <MenuRow id="delete" text={t('message.delete')} start={<Icon of={Trash} />} risk />
              </>
            )}
          </Menu>
        </MenuSheet>
      </MenuTrigger>
      {details && (
        <DeliveryDetails account={account} message={message} beside={button} onClose={() => setDetails(false)} />
      )}
    </div>
  )
}
