import type { ConnectionStep } from '../../../shared/domain/connection.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'

const words = {
  resolving: 'connection.resolving',
  connecting: 'connection.reaching',
  securing: 'connection.securing',
  authenticating: 'connection.authenticating',
  binding: 'connection.binding',
} as const

export interface WorkingProps {
  readonly step: ConnectionStep
  readonly domain: string
  readonly onCancel: () => void
}

/** What the sign-in is doing, in the place of its button. */
export function Working({ step, domain, onCancel }: WorkingProps) {
  const { t } = useText()
  return (
    <div className="working" tabIndex={-1}>
      <Spinner />
      <span aria-live="polite" className="working-words">
        {t(words[step], { domain })}
      </span>
      <Button onPress={onCancel}>{t('common.cancel')}</Button>
    </div>
  )
}
