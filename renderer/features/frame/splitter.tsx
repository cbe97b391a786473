import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { listWidths, useView, useViewApi, withListWidth } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import './splitter.css'

/** How far an arrow key moves it, in pixels. */
const step = 8

/** Between the list and the conversation: drags the width of the list. */
export function Splitter() {
  const { t } = useText()
  const views = useViewApi()
  const width = useView(view => view.listWidth)
  const from = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const set = (next: number) => views.setState(view => withListWidth(view, next))

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { x: event.clientX, width }
  }
  const onPointerMove = (event: PointerEvent) => {
    if (from.current === null) return
    const towardsEnd = getComputedStyle(document.documentElement).direction === 'rtl' ? -1 : 1
    set(from.current.width + (event.clientX - from.current.x) * towardsEnd)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: width - step,
      ArrowRight: width + step,
      Home: listWidths.least,
      End: listWidths.most,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    set(next)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is a separator with a value
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('frame.resizeList')}
      aria-valuenow={width}
      aria-valuemin={listWidths.least}
      aria-valuemax={listWidths.most}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        from.current = null
      }}
      onDoubleClick={() => set(listWidths.usual)}
      onKeyDown={onKeyDown}
    />
  )
}
