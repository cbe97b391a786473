import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/domain/failure.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Alert } from '../../ui/alert/alert.tsx'

export interface RoomAlertProps {
  /** Of the room, or of the account: whose server it is about. */
  readonly address: string
  readonly failure: Failure
  readonly action?: ReactNode
}

/** Why something with a room could not be done, and the way on where there is one. */
export function RoomAlert({ address, failure, action }: RoomAlertProps) {
  const text = useText()
  const { title, sentence } = failureText(text, failure, { address })
  return <Alert code={failure.code} title={title} sentence={sentence} {...(action !== undefined && { action })} />
}
