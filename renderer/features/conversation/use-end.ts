import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react'

export interface End {
  /** The end is in sight, or comes into sight with the next picture. */
  isHeld(): boolean
  /** Goes to the end and stays there. */
  hold(): void
}

const steering = ['wheel', 'pointerdown', 'touchmove', 'keydown'] as const

/**
 * Stays at the end of what scrolls while it grows or its window shrinks, until somebody scrolls up.
 * @param scroller Its first element is what grows.
 * @param threshold This near to the end counts as being there, in pixels.
 * @param open Newer rows can still come in below: there is no end to stay at.
 * @param onChange Called when the end is reached or left by scrolling.
 */
export function useEnd(
  scroller: RefObject<HTMLElement | null>,
  threshold: number,
  open: boolean,
  onChange: (held: boolean) => void,
): End {
  const held = useRef(false)
  // Until a hand or `hold` has moved it, a height that is only estimated may look like the end.
  const steered = useRef(false)
  const isOpen = useRef(open)
  isOpen.current = open
  const tell = useRef(onChange)
  tell.current = onChange

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    let top = element.scrollTop
    const distance = () => element.scrollHeight - element.clientHeight - element.scrollTop
    const onScroll = () => {
      const before = held.current
      if (distance() <= threshold) held.current = steered.current && !isOpen.current
      // What grows does not scroll, and what shrinks is still at its end: only a hand goes up and leaves it.
      else if (element.scrollTop < top - 1) held.current = false
      top = element.scrollTop
      if (before !== held.current) tell.current(held.current)
    }
    const observer = new ResizeObserver(() => {
      if (held.current && distance() > 0) element.scrollTop = element.scrollHeight
    })
    for (const each of [element, ...element.children]) observer.observe(each)
    const steer = () => {
      steered.current = true
    }
    for (const each of steering) element.addEventListener(each, steer, { passive: true })
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      for (const each of steering) element.removeEventListener(each, steer)
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller, threshold])

  return useMemo(
    () => ({
      isHeld: () => held.current,
      hold: () => {
        steered.current = true
        if (!isOpen.current) {
          held.current = true
          tell.current(true)
        }
        const element = scroller.current
        if (element !== null) element.scrollTop = element.scrollHeight
      },
    }),
    [scroller],
  )
}
