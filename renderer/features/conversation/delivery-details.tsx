import { type RefObject, useEffect, useState } from 'react'
import { Dialog, Heading, Popover } from 'react-aria-components'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { DeliveryStep, Message } from '../../../shared/domain/message.ts'
import { call, drop } from '../../ipc/call.ts'
import { nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { MessageStateMark } from '../../ui/message-state-mark/message-state-mark.tsx'
import './delivery-details.css'

export interface DeliveryDetailsProps {
  readonly account: AccountId
  readonly message: Message
  /** What it stands beside, and where the focus goes back to. */
  readonly beside: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

/** How far an own message has come, each step with its time; it goes on while one looks. */
export function DeliveryDetails({ account, message, beside, onClose }: DeliveryDetailsProps) {
  const { t } = useText()
  return (
    <Popover
      className="menu delivery"
      placement="bottom end"
      offset={4}
      triggerRef={beside}
      isOpen
      onOpenChange={open => {
        if (open) return
        onClose()
        beside.current?.focus()
      }}
    >
      <Dialog className="delivery-inside" aria-label={t('message.details')}>
        <Heading slot="title" level={3} className="delivery-title">
          {t('message.details')}
        </Heading>
        <Steps account={account} message={message} />
      </Dialog>
    </Popover>
  )
}

function Steps({ account, message }: { readonly account: AccountId; readonly message: Message }) {
  const { t, timeOfDay, dateTime } = useText()
  const { id, peer, state } = message
  const name = useStore(all => nameOf(all, account, peer))
  const [steps, setSteps] = useState<readonly DeliveryStep[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each state of the message has a step more
  useEffect(() => {
    drop(call('message.delivery', { account, id }).then(setSteps))
  }, [account, id, state])
  // In a room it is the room that keeps it, and nobody says who has read it.
  const inRoom = message.sender !== undefined
  const place = inRoom ? peer : account
  const domain = place.slice(place.indexOf('@') + 1)
  const ways = inRoom ? steps.filter(each => each.state !== 'delivered' && each.state !== 'displayed') : steps
  const words: Readonly<Record<DeliveryStep['state'], string>> = {
    queued: t('message.written'),
    sent: t('message.sent'),
    stored: t('message.stored', { domain }),
    delivered: t('message.deliveredTo', { name }),
    displayed: t('message.displayed'),
    failed: t('message.failed'),
  }
  const reached = ways.findIndex(each => each.state === state)
  return (
    <ol className="delivery-steps">
      {ways.map((step, at) => (
        <li key={step.state} className="delivery-step" data-state={step.state} data-done={at <= reached}>
          <MessageStateMark state={step.state} />
          <span>{words[step.state]}</span>
          {step.time !== null ? (
            <time dateTime={new Date(step.time).toISOString()} title={dateTime(step.time)}>
              {timeOfDay(step.time)}
            </time>
          ) : (
            at > reached && <span className="delivery-open">{t('message.notYet')}</span>
          )}
        </li>
      ))}
    </ol>
  )
}
