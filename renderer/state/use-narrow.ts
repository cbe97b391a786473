import { useSyncExternalStore } from 'react'

/** One pane at a time: as in the styles. */
const narrow = '(max-width: 640px)'

export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => matchMedia(narrow).matches)
}

function watch(listener: () => void): () => void {
  const query = matchMedia(narrow)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
