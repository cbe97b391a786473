import { type KeyboardEvent, useState } from 'react'
import type { Failure } from '../../../shared/domain/failure.ts'
import { drop, failureOf } from '../../ipc/call.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'

interface OtherServiceProps {
  /** @throws CallError where it has no rooms */
  readonly onAdd: (typed: string) => Promise<void>
}

/** The rooms of a server or service that our own does not name. */
export function OtherService({ onAdd }: OtherServiceProps) {
  const text = useText()
  const { t } = text
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  const add = () => {
    if (busy || typed.trim() === '') return
    setBusy(true)
    // Failures name the domain of an address.
    setAsked(typed.includes('@') ? typed.trim() : `x@${typed.trim()}`)
    setFailure(null)
    drop(
      onAdd(typed.trim())
        .then(
          () => {
            setTyped('')
            setOpen(false)
          },
          (error: unknown) => setFailure(failureOf(error)),
        )
        .finally(() => setBusy(false)),
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.target instanceof HTMLButtonElement) return
    // Not the room of the form: the service.
    event.preventDefault()
    event.stopPropagation()
    add()
  }
  if (!open)
    return (
      <div>
        <Button kind="bare" size="small" onPress={() => setOpen(true)}>
          {t('room.otherService')}
        </Button>
      </div>
    )
  const said = failure === null ? null : failureText(text, failure, { address: asked })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key of the field in it
    <div className="public-rooms-other" onKeyDown={onKeyDown}>
      <TextField
        label={t('room.serviceAddress')}
        autoFocus
        value={typed}
        error={said === null ? null : `${said.title}. ${said.sentence}`}
        onChange={value => {
          setTyped(value)
          setFailure(null)
        }}
      />
      <div className="public-rooms-other-button">
        <Button busy={busy} onPress={add}>
          {t('room.showRooms')}
        </Button>
      </div>
    </div>
  )
}
