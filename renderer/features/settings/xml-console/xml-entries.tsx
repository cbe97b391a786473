import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'
import type { XmlConsoleEntry } from '../../../../shared/domain/xml-console.ts'
import { useText } from '../../../text/text.tsx'
import { IconButton } from '../../../ui/icon-button/icon-button.tsx'
import { nextIndex } from '../../../ui/virtual-list/next-index.ts'
import { withIndex } from '../../../ui/virtual-list/with-index.ts'
import { XmlEntry } from './xml-entry.tsx'

/** Height of an entry in pixels before it has been seen. */
const usualHeight = 120
/** This near to the end counts as being there, in pixels. */
const endThreshold = 24

/** The entries, of any number: stays at its end while it is there. The arrows walk through them. */
export function XmlEntries({ entries }: { readonly entries: readonly XmlConsoleEntry[] }) {
  const { t } = useText()
  const scroller = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const [focused, setFocused] = useState<number | null>(null)
  const focusWish = useRef(false)
  const last = entries.length - 1
  const found = focused === null ? -1 : entries.findIndex(entry => entry.order === focused)
  const active = found < 0 ? last : found

  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    getItemKey: index => entries[index]?.order ?? index,
    overscan: 6,
    rangeExtractor: useCallback((range: Range) => withIndex(defaultRangeExtractor(range), active), [active]),
    anchorTo: 'end',
    scrollEndThreshold: endThreshold,
    useFlushSync: false,
  })

  const lastOrder = entries[last]?.order
  const total = virtualizer.getTotalSize()
  // biome-ignore lint/correctness/useExhaustiveDependencies: when there is another last one, or one has been measured
  useLayoutEffect(() => {
    const place = scroller.current
    if (atEnd && place !== null) place.scrollTop = place.scrollHeight
  }, [lastOrder, total, atEnd])

  useLayoutEffect(() => {
    if (!focusWish.current) return
    focusWish.current = false
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"] article`)?.focus({ preventScroll: true })
  })

  const onScroll = () => {
    const place = scroller.current
    if (place !== null) setAtEnd(place.scrollHeight - place.scrollTop - place.clientHeight < endThreshold)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.closest('article') !== event.target) return
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : nextIndex(event.key, active, entries.length)
    const entry = next === null ? undefined : entries[next]
    if (next === null || entry === undefined) return
    event.preventDefault()
    focusWish.current = true
    setAtEnd(next === last)
    setFocused(entry.order)
    virtualizer.scrollToIndex(next)
  }

  return (
    <div className="xml-entries-place">
      <div
        ref={scroller}
        className="xml-entries"
        role="log"
        // They come by the dozen: who wants to hear them walks through them.
        aria-live="off"
        aria-label={t('xmlConsole.entries')}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div className="xml-entries-sizer" style={{ height: total }}>
          {virtualizer.getVirtualItems().map(item => {
            const entry = entries[item.index]
            return entry === undefined ? null : (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="xml-entries-row"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <XmlEntry entry={entry} tabIndex={item.index === active ? 0 : -1} onFocus={setFocused} />
              </div>
            )
          })}
        </div>
      </div>
      {!atEnd && (
        <div className="xml-entries-jump">
          <IconButton icon={ArrowDown} name={t('xmlConsole.toEnd')} size="small" onPress={() => setAtEnd(true)} />
        </div>
      )}
    </div>
  )
}
