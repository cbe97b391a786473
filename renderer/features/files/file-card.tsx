import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { FileKind } from '../../../shared/domain/file.ts'
import { FileIcon } from '../../ui/file-icon/file-icon.tsx'
import { FileName } from '../../ui/file-name/file-name.tsx'
import { Meter } from '../../ui/meter/meter.tsx'
import './file-card.css'

export interface FileCardProps {
  readonly name: string
  readonly kind: FileKind
  /** What is said below the name. */
  readonly facts: string
  /** Why its name opens nothing, say. */
  readonly hint?: string | null
  /** How far it has come; it is not on its way without. */
  readonly meter?: { readonly name: string; readonly value: number | null; readonly text: string } | null
  /** What its name does, and what that is called; null: nothing. */
  readonly onOpen?: { readonly label: string; readonly run: () => void } | null
  /** The tab key comes here: only in the message that has the focus. */
  readonly stop: boolean
  /** At the end of it. */
  readonly buttons: ReactNode
}

/** A file: what it is called, what it is, how far it has come, and what can be done with it. */
export function FileCard(props: FileCardProps) {
  const { name, kind, facts, hint = null, meter = null, onOpen = null, stop, buttons } = props
  return (
    <div className="file-card">
      <span className="file-card-kind">
        <FileIcon kind={kind} />
      </span>
      <div className="file-card-words">
        {onOpen === null ? (
          <div className="file-card-name">
            <FileName name={name} />
          </div>
        ) : (
          <AriaButton
            className="file-card-name file-card-open"
            aria-label={onOpen.label}
            excludeFromTabOrder={!stop}
            onPress={onOpen.run}
          >
            <FileName name={name} />
          </AriaButton>
        )}
        {/* It changes many times: that is said by the meter, when it is asked. */}
        <div className="file-card-facts" aria-live="off">
          {facts}
        </div>
        {hint !== null && <div className="file-card-facts">{hint}</div>}
      </div>
      <div className="file-card-buttons">{buttons}</div>
      {meter !== null && (
        <div className="file-card-meter">
          <Meter {...meter} />
        </div>
      )}
    </div>
  )
}
