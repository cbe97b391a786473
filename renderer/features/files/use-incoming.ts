import { type ClipboardEvent, type DragEvent, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { drop } from '../../ipc/call.ts'
import { useView } from '../../state/view.ts'
import { pastedFiles } from './staging.ts'
import { useStaging } from './use-staging.ts'

/** Handlers for the place that files can be dropped on and pasted into. */
export interface Incoming {
  readonly handlers: {
    readonly onDragEnter?: (event: DragEvent) => void
    readonly onDragOver?: (event: DragEvent) => void
    readonly onDragLeave?: (event: DragEvent) => void
    readonly onDrop?: (event: DragEvent) => void
    readonly onPaste?: (event: ClipboardEvent) => void
  }
  /** Files are held over it. */
  readonly isOver: boolean
}

/** @param enabled Whether one can write there. */
export function useIncoming(account: AccountId, peer: Peer, enabled: boolean): Incoming {
  const staging = useStaging(account, peer)
  const [isOver, setOver] = useState(false)
  const refused = useView(view => view.uploadLimits.available === false)
  if (!enabled) return { handlers: {}, isOver: false }

  const onDragOver = (event: DragEvent) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = refused ? 'none' : 'copy'
    setOver(true)
  }
  return {
    isOver,
    handlers: {
      onDragEnter: onDragOver,
      onDragOver,
      onDragLeave(event) {
        const to = event.relatedTarget
        if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false)
      },
      onDrop(event) {
        setOver(false)
        if (!holdsFiles(event)) return
        event.preventDefault()
        drop(staging.take([...event.dataTransfer.files]))
      },
      onPaste(event) {
        const files = pastedFiles(event.clipboardData)
        if (files.length === 0) return
        event.preventDefault()
        drop(staging.take(files))
      },
    },
  }
}

function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files')
}
