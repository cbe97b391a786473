import { useSyncExternalStore } from 'react'

/** Whether the person looks at this window: what arrives meanwhile has been seen. */
export function useWindowFocus(): boolean {
  return useSyncExternalStore(watch, () => document.hasFocus())
}

function watch(listener: () => void): () => void {
  for (const event of ['focus', 'blur'] as const) window.addEventListener(event, listener)
  document.addEventListener('visibilitychange', listener)
  return () => {
    for (const event of ['focus', 'blur'] as const) window.removeEventListener(event, listener)
    document.removeEventListener('visibilitychange', listener)
  }
}
