import { RotateCw, ShieldAlert } from 'lucide-react'
import { useRef } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { type CertificateWish, useViewApi } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import './file-trouble.css'

export interface FileTroubleProps {
  readonly account: AccountId
  readonly failure: Failure
  /** What goes on when the certificate that stopped it is trusted. */
  readonly goOn: CertificateWish['goOn']
  readonly onRetry: () => void
  /** Takes it away; null where it stays. */
  readonly onDelete: (() => void) | null
}

/** Why a file did not come or go, what that means, and what can be done. */
export function FileTrouble({ account, failure, goOn, onRetry, onDelete }: FileTroubleProps) {
  const text = useText()
  const { t } = text
  const views = useViewApi()
  const place = useRef<HTMLDivElement>(null)
  const words = failureText(text, failure, { address: account, isFile: true })
  const report = failure.details.certificate
  return (
    <div ref={place} className="file-trouble" data-code={failure.code}>
      <p>
        <strong>{words.title}.</strong> {words.sentence}
      </p>
      {report !== undefined && (
        <Button
          kind="bare"
          size="small"
          icon={ShieldAlert}
          onPress={() => views.setState({ certificateWish: { report, goOn } })}
        >
          {t('file.viewCertificate')}
        </Button>
      )}
      {words.action !== null && (
        <Button
          kind="bare"
          size="small"
          icon={RotateCw}
          onPress={() => {
            // The button goes with the sentence; the focus stays in the message.
            place.current?.closest('article')?.focus({ preventScroll: true })
            onRetry()
          }}
        >
          {t('message.retry')}
        </Button>
      )}
      {onDelete !== null && (
        <Button kind="bare" size="small" onPress={onDelete}>
          {t('message.delete')}
        </Button>
      )}
    </div>
  )
}
