import { WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { call, drop } from '../../ipc/call.ts'
import { waitingOf } from '../../state/chat-order.ts'
import { connectionOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { StateBar } from '../../ui/state-bar/state-bar.tsx'
import { barOf } from './bar-of.ts'
import { secondsUntil } from './seconds-until.ts'

export interface ConnectionBarProps {
  readonly account: AccountId
  /** For failures that need the person: another password, a look at a certificate. */
  readonly onSignIn: () => void
}

/** What is wrong with the connection, what still works, and one button; there for as long as it lasts. */
export function ConnectionBar({ account, onSignIn }: ConnectionBarProps) {
  const text = useText()
  const { t } = text
  const connection = useStore(state => connectionOf(state, account))
  const waiting = useStore(state => waitingOf(state, account))
  const [shown, setShown] = useState(false)
  const bar = barOf(connection, shown)
  // Derived while rendering: it must not go for a moment and take the focus with it.
  if (shown !== (bar !== null)) setShown(bar !== null)
  if (bar === null) return null
  const stillWorks = waiting > 0 ? t('connection.waitingMessages', { count: waiting }) : t('connection.stillWorks')
  const retry = () => drop(call('account.retryNow', { account }))
  const domain = account.slice(account.indexOf('@') + 1)

  switch (bar) {
    // One and the same button for both: it keeps the focus while attempts come and go.
    case 'trying':
    case 'waiting':
      return (
        <StateBar
          icon={bar === 'trying' ? null : WifiOff}
          {...(connection.phase === 'waiting' && { code: connection.failure.code })}
          action={
            <Button size="small" busy={bar === 'trying'} onPress={retry}>
              {t('connection.retryNow')}
            </Button>
          }
        >
          {t('connection.noConnection', { domain })} {stillWorks}{' '}
          {connection.phase === 'waiting' ? <NextTry retryAt={connection.retryAt} /> : t('connection.trying')}
        </StateBar>
      )
    case 'stopped': {
      const failure = connection.phase === 'offline' ? connection.failure : null
      const words = failure === null ? null : failureText(text, failure, { address: account })
      const action = words?.action ?? null
      const again = action === null || action.kind === 'retry' ? retry : onSignIn
      return (
        <StateBar
          key="stopped"
          alert
          icon={WifiOff}
          {...(failure !== null && { code: failure.code })}
          action={
            <Button size="small" onPress={again}>
              {action?.label ?? t('connection.signInAgain')}
            </Button>
          }
        >
          {words === null ? t('connection.notConnected') : `${words.title}. ${words.sentence}`}
        </StateBar>
      )
    }
  }
}

/** Counts down by itself: nothing else of the bar is made again each second. */
function NextTry({ retryAt }: { readonly retryAt: number }) {
  const { t } = useText()
  const [seconds, setSeconds] = useState(() => secondsUntil(retryAt, Date.now()))
  useEffect(() => {
    const count = () => setSeconds(secondsUntil(retryAt, Date.now()))
    count()
    const timer = setInterval(count, 1000)
    return () => clearInterval(timer)
  }, [retryAt])
  return <span className="num">{seconds > 0 ? t('connection.nextTry', { seconds }) : t('connection.trying')}</span>
}
