import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type JSX, type KeyboardEvent, type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { indexByLetter, nextIndex } from './next-index.ts'
import { withIndex } from './with-index.ts'
import './virtual-list.css'

/**
 * What the element of a row must carry, beside its role: `option` in a listbox, `treeitem` in a tree; in a list the button
 * inside of a `listitem`.
 */
export interface RowProps {
  readonly tabIndex: 0 | -1
  readonly onFocus: () => void
  readonly onClick: () => void
}

export interface VirtualListProps {
  readonly role: 'listbox' | 'tree' | 'list'
  /** Names the list. */
  readonly label: string
  readonly count: number
  /** Stays the same while the row moves. */
  readonly keyOf: (index: number) => string
  /** What typing a letter looks for. */
  readonly textOf: (index: number) => string
  /** Height of a row in pixels before it has been seen. */
  readonly rowHeight: number
  /** The row where the tab key enters the list, as long as no other one had the focus: the selected one. */
  readonly start: number
  /** Rows that only divide the others cannot have the focus: false. */
  readonly isStop?: (index: number) => boolean
  readonly children: (index: number, row: RowProps) => ReactNode
  /** A press, Enter and the space bar. */
  readonly onOpen: (index: number) => void
  /** The arrows have moved on to this row. */
  readonly onMove?: (index: number) => void
  /** A key that does not move; true when it was used. */
  readonly onKey?: (index: number, key: string) => boolean
}

/** A list of any length with one tab stop: arrows, Home, End, the page keys and letters walk through it. */
export function VirtualList(props: VirtualListProps): JSX.Element {
  const { count, keyOf } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const active = Math.min(count - 1, activeIndex(props, activeKey))
  const focusWish = useRef(false)
  const hadFocus = useRef(false)

  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight,
    getItemKey: keyOf,
    overscan: 8,
    // The row with the focus stays in the page wherever the list is scrolled to.
    rangeExtractor: useCallback((range: Range) => withIndex(defaultRangeExtractor(range), active), [active]),
  })

  const focusActive = () =>
    scroller.current
      ?.querySelector<HTMLElement>(`[data-index="${active}"] [tabindex="0"]`)
      ?.focus({ preventScroll: true })

  useLayoutEffect(() => {
    // The focus is never lost to the body, neither by a key that moved it on nor with a row that has gone.
    const lost = hadFocus.current && document.activeElement === document.body
    if (!focusWish.current && !lost) return
    focusWish.current = false
    focusActive()
  })

  /** The nearest row that can have the focus, on the way there and else back. */
  const stopNear = (index: number) => {
    const { isStop } = props
    if (isStop === undefined || isStop(index)) return index
    for (const step of index >= active ? [1, -1] : [-1, 1])
      for (let at = index; at >= 0 && at < count; at += step) if (isStop(at)) return at
    return active
  }

  const moveTo = (index: number) => {
    // Where it stays nothing is drawn again: the wish would wait, and take the focus from whoever has it then.
    focusWish.current = keyOf(index) !== activeKey
    setActiveKey(keyOf(index))
    virtualizer.scrollToIndex(index)
    props.onMove?.(index)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return
    const next =
      nextIndex(event.key, active, count) ??
      (event.key.length === 1 && event.key !== ' ' ? indexByLetter(event.key, active, count, props.textOf) : null)
    if (props.onKey?.(active, event.key) === true) event.preventDefault()
    else if (next !== null) {
      event.preventDefault()
      moveTo(stopNear(next))
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      props.onOpen(active)
    }
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role is always one whose rows take keys
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: all of them take a name
    <div
      ref={scroller}
      className="virtual-list"
      role={props.role}
      aria-label={props.label}
      onKeyDown={onKeyDown}
      onFocus={() => {
        hadFocus.current = true
      }}
      onBlur={() => {
        hadFocus.current = false
      }}
    >
      <div role="presentation" className="virtual-list-sizer" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(item => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            role="presentation"
            data-index={item.index}
            className="virtual-list-row"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {props.children(item.index, {
              tabIndex: item.index === active ? 0 : -1,
              onFocus: () => setActiveKey(keyOf(item.index)),
              onClick: () => props.onOpen(item.index),
            })}
          </div>
        ))}
      </div>
    </div>
  )
}

function activeIndex({ count, keyOf, start, isStop }: VirtualListProps, activeKey: string | null): number {
  if (activeKey !== null) for (let index = 0; index < count; index++) if (keyOf(index) === activeKey) return index
  const first = Math.max(0, start)
  if (isStop === undefined) return first
  for (let index = first; index < count; index++) if (isStop(index)) return index
  return first
}
