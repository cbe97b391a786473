import type { Failure } from '../../../shared/domain/failure.ts'
import { type FailureActionKind, failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Alert } from '../../ui/alert/alert.tsx'
import { Button } from '../../ui/button/button.tsx'

export interface FailureAlertProps {
  readonly failure: Failure
  readonly address: string
  readonly onAction: (kind: FailureActionKind) => void
}

export function FailureAlert({ failure, address, onAction }: FailureAlertProps) {
  const text = useText()
  const { title, sentence, action } = failureText(text, failure, { address })
  return (
    <div className="failure-alert" tabIndex={-1}>
      <Alert
        code={failure.code}
        title={title}
        sentence={sentence}
        {...(action !== null && {
          action: (
            <Button size="small" onPress={() => onAction(action.kind)}>
              {action.label}
            </Button>
          ),
        })}
      />
    </div>
  )
}
