import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { isNotices } from '../../../shared/domain/conversation.ts'
import { kindOf, roomIn } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Badge } from '../../ui/badge/badge.tsx'
import { EmptyPane } from '../../ui/empty-pane/empty-pane.tsx'
import { nextIndex } from '../../ui/virtual-list/next-index.ts'
import { withIndex } from '../../ui/virtual-list/with-index.ts'
import { GapLine } from './gap-line.tsx'
import { startRow } from './log-rows.ts'
import { MessageRow } from './message-row.tsx'
import { NewerMessages, OlderMessages } from './older-messages.tsx'
import type { ConversationState } from './use-conversation.ts'
import { useEnd } from './use-end.ts'
import './log.css'

/** Height of a row in pixels before it has been measured: one line of text. */
const rowHeight = 32
/** This near to the end counts as being there, in pixels. */
const endThreshold = 24
/** Rows before the first one in sight at which older ones are asked for. */
const olderAhead = 12
/** What stands above the first row while there are older ones, in pixels. */
const olderHeight = 36

/** So many pictures long a message that was looked for is held in the middle. */
const centringFrames = 12

export interface LogProps {
  readonly account: AccountId
  readonly peer: Peer
  readonly name: string
  readonly conversation: ConversationState
}

/**
 * The messages, of any number. It opens at the new line or at its end, stays at its end while it is there, and does not
 * jump when older messages come in above.
 */
export function Log({ account, peer, name, conversation }: LogProps) {
  const { t } = useText()
  const firstWords = useStore(state => {
    if (kindOf(state, account, peer) !== 'room') return 'conversation.firstMessage'
    return roomIn(state, account, peer)?.phase.type === 'joined' ? 'room.nothingSaid' : 'room.nothingHere'
  })
  const { rows, loaded, hasMore, older, hasNewer, newer, endsInGap, target, atEnd, unread, sentCount } = conversation
  const { loadOlder, loadNewer, leaveTarget, setAtEnd, targetTakesFocus } = conversation
  const scroller = useRef<HTMLDivElement>(null)
  const [focusKey, setFocusKey] = useState<string | null>(target)
  const started = useRef(false)
  const [centring, setCentring] = useState(0)
  const focusWish = useRef(false)
  const hadFocus = useRef(false)
  const views = useViewApi()
  const end = useEnd(scroller, endThreshold, hasNewer, setAtEnd)

  const last = rows.length - 1
  const focused = focusKey === null ? -1 : rows.findIndex(row => row.message.id === focusKey)
  const active = focused === -1 ? last : focused

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: index => rows[index]?.message.id ?? index,
    overscan: 10,
    rangeExtractor: useCallback((range: Range) => withIndex(defaultRangeExtractor(range), active), [active]),
    anchorTo: 'end',
    scrollEndThreshold: endThreshold,
    paddingStart: hasMore ? olderHeight : 0,
    paddingEnd: hasNewer || endsInGap ? olderHeight : 0,
    scrollPaddingStart: endThreshold,
    // Rows are also measured while React draws.
    useFlushSync: false,
    onChange: instance => {
      if (!started.current) return
      setAtEnd(!hasNewer && (end.isHeld() || instance.isAtEnd(endThreshold)))
      if (isNearTop(instance.range) && older === 'idle') loadOlder()
      if (hasNewer && newer === 'idle' && isNearBottom(instance.range, rows.length)) loadNewer()
    },
  })

  // With older messages above it, what was the first row may lose its name or gain a day line. Its text stays in place.
  const firstKey = rows[0]?.message.id
  const formerFirst = useRef(firstKey)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another row has become the first one
  useLayoutEffect(() => {
    const index = rows.findIndex(row => row.message.id === formerFirst.current)
    formerFirst.current = firstKey
    const row = index > 0 ? scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`) : null
    if (row == null) return
    // The library scrolls along with what grows above; here that is wanted of a row in sight, this once.
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => true
    virtualizer.resizeItem(index, row.offsetHeight)
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = undefined
  }, [firstKey])

  // After a page has come the top may still be near, and nobody scrolls.
  useEffect(() => {
    if (started.current && hasMore && older === 'idle' && isNearTop(virtualizer.range)) loadOlder()
  }, [virtualizer, hasMore, older, loadOlder])

  // Nothing of it is here, and the server may have something.
  const isBare = loaded && rows.length === 0
  useEffect(() => {
    if (isBare && hasMore && older === 'idle') loadOlder()
  }, [isBare, hasMore, older, loadOlder])

  useEffect(() => {
    if (started.current && hasNewer && newer === 'idle' && isNearBottom(virtualizer.range, rows.length)) loadNewer()
  }, [virtualizer, hasNewer, newer, rows.length, loadNewer])

  useLayoutEffect(() => {
    if (!loaded || started.current) return
    started.current = true
    const wanted = target === null ? -1 : rows.findIndex(row => row.message.id === target)
    if (wanted !== -1) {
      virtualizer.scrollToIndex(wanted, { align: 'center' })
      setCentring(centringFrames)
      focusWish.current = targetTakesFocus
      return
    }
    const line = startRow(rows)
    if (line === null) end.hold()
    else virtualizer.scrollToIndex(line, { align: 'start' })
    setAtEnd(end.isHeld() || virtualizer.isAtEnd(endThreshold))
  }, [loaded, rows, target, targetTakesFocus, virtualizer, end, setAtEnd])

  // Rows around it are measured, and pages above and below come, while it is on its way to the middle.
  useEffect(() => {
    if (centring === 0) return
    const frame = requestAnimationFrame(() => {
      const wanted = rows.findIndex(row => row.message.id === target)
      if (wanted !== -1) virtualizer.scrollToIndex(wanted, { align: 'center' })
      setCentring(centring - 1)
    })
    return () => cancelAnimationFrame(frame)
  }, [centring, rows, target, virtualizer])

  // A file on its way stays behind what comes in meanwhile.
  const lastKey = `${rows.findLast(row => row.transfer === null)?.message.id} ${rows[last]?.message.id}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another row has become the last one
  useLayoutEffect(() => {
    if (started.current && atEnd) end.hold()
  }, [lastKey])

  useEffect(() => {
    if (sentCount > 0) end.hold()
  }, [sentCount, end])

  useLayoutEffect(() => {
    // A message that was deleted, or its button that is no longer needed, takes the focus with it.
    const lost = hadFocus.current && document.activeElement === document.body
    if (!focusWish.current && !lost) return
    focusWish.current = false
    const article = scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"] article`)
    if (article != null) article.focus({ preventScroll: true })
    else {
      hadFocus.current = false
      views.setState(view => ({ composeWish: view.composeWish + 1 }))
    }
  })

  const onKeyDown = (event: KeyboardEvent) => {
    // Buttons and links inside a message have the arrows for themselves.
    if (!(event.target instanceof HTMLElement) || event.target.closest('article') !== event.target) return
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      event.target.querySelector<HTMLElement>('.message-tools button')?.click()
      return
    }
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : nextIndex(event.key, active, rows.length)
    const row = next === null ? undefined : rows[next]
    if (next === null || row === undefined) return
    event.preventDefault()
    setCentring(0)
    // As in a list: without a new place nothing is drawn again, and the wish would wait.
    focusWish.current = row.message.id !== focusKey
    setFocusKey(row.message.id)
    virtualizer.scrollToIndex(next)
  }

  return (
    <div className="log-place">
      <div
        ref={scroller}
        className="log"
        role="log"
        // What comes into sight by scrolling is not said: only what is new.
        aria-live={atEnd ? 'polite' : 'off'}
        aria-label={t('conversation.messages')}
        data-pane="log"
        onKeyDown={onKeyDown}
        onWheel={() => setCentring(0)}
        onPointerDown={() => setCentring(0)}
        onFocus={() => {
          hadFocus.current = true
        }}
        onBlur={() => {
          hadFocus.current = false
        }}
        {...(rows.length === 0 && { tabIndex: 0 })}
      >
        {loaded && rows.length === 0 && !hasMore && !endsInGap && (
          <EmptyPane title={isNotices(peer) ? t('notice.none', { server: peer }) : t(firstWords, { name })}>
            {peer}
          </EmptyPane>
        )}
        <div className="log-sizer" style={{ height: virtualizer.getTotalSize() }}>
          {hasMore && loaded && <OlderMessages state={older} onRetry={loadOlder} />}
          {hasNewer && loaded && <NewerMessages state={newer} onRetry={loadNewer} />}
          {endsInGap && loaded && (
            <div className="log-older" data-which="newer">
              <GapLine account={account} />
            </div>
          )}
          {virtualizer.getVirtualItems().map(item => {
            const row = rows[item.index]
            return row === undefined ? null : (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                className="log-row"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <MessageRow
                  account={account}
                  name={name}
                  row={row}
                  stop={item.index === active}
                  found={row.message.id === target}
                  onFocus={setFocusKey}
                />
              </div>
            )
          })}
        </div>
      </div>
      {loaded && rows.length > 0 && !atEnd && (
        <button type="button" className="log-jump" onClick={hasNewer ? leaveTarget : end.hold}>
          <ArrowDown className="icon icon-16" strokeWidth={1.75} aria-hidden="true" />
          <span className="hidden">
            {unread > 0 ? t('conversation.jumpNew', { count: unread }) : t('conversation.jump')}
          </span>
          {unread > 0 && <Badge count={unread} />}
        </button>
      )}
    </div>
  )
}

function isNearBottom(range: { readonly endIndex: number } | null, count: number): boolean {
  return range !== null && range.endIndex >= count - olderAhead
}

function isNearTop(range: { readonly startIndex: number } | null): boolean {
  return range !== null && range.startIndex < olderAhead
}
