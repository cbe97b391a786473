import { useEffect } from 'react'
import { enterPane, enterRows } from './panes.ts'

/**
 * Catches the focus when what had it is taken away: the button of a bar that is over, say. Whoever moves it with reason
 * (a menu that gives it back, a list that goes on to the next row) comes first.
 */
export function useFocusNet(): void {
  useEffect(() => {
    let last: Element | null = null
    let waiting = 0
    const look = (frames: number) => {
      waiting = requestAnimationFrame(() => {
        if (document.activeElement !== document.body) waiting = 0
        else if (frames > 0) look(frames - 1)
        else {
          waiting = 0
          const caught = enterPane('composer') || enterRows() || enterPane('page') || enterPane('list')
          if (caught) last = document.activeElement
        }
      })
    }
    const onFocusIn = (event: FocusEvent) => {
      last = event.target instanceof Element ? event.target : null
    }
    const observer = new MutationObserver(() => {
      if (waiting === 0 && last?.isConnected === false && document.activeElement === document.body) look(2)
    })
    document.addEventListener('focusin', onFocusIn)
    observer.observe(document.body, { childList: true, subtree: true })
    return () => {
      document.removeEventListener('focusin', onFocusIn)
      observer.disconnect()
      cancelAnimationFrame(waiting)
    }
  }, [])
}
