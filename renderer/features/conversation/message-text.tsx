import { Fragment, type MouseEvent, memo } from 'react'
import { call, drop } from '../../ipc/call.ts'
import { textPieces } from './links.ts'
import { markedPieces } from './marked-pieces.ts'

/** What somebody wrote: text, never markup. Links open in the system's program. */
export const MessageText = memo(function MessageText({
  text,
  mark = null,
}: {
  readonly text: string
  /** Our nickname, in a message that names us: it is marked. */
  readonly mark?: string | null
}) {
  let at = 0
  return (
    <div className="message-text" dir="auto">
      {textPieces(text).map(piece => {
        const key = at
        at += piece.text.length
        return piece.url === null ? (
          <Fragment key={key}>{mark === null ? piece.text : <Marked text={piece.text} mark={mark} />}</Fragment>
        ) : (
          <a
            key={key}
            href={piece.url}
            title={piece.url}
            tabIndex={-1}
            onClick={open(piece.url)}
            onAuxClick={open(piece.url)}
          >
            {piece.text}
          </a>
        )
      })}
    </div>
  )
})

function open(url: string) {
  return (event: MouseEvent) => {
    event.preventDefault()
    drop(call('program.openLink', { url }))
  }
}

function Marked({ text, mark }: { readonly text: string; readonly mark: string }) {
  let at = 0
  return markedPieces(text, mark).map(piece => {
    const key = at
    at += piece.text.length
    return piece.marked ? (
      <mark key={key} className="message-mark">
        {piece.text}
      </mark>
    ) : (
      <Fragment key={key}>{piece.text}</Fragment>
    )
  })
}
