import { useSyncExternalStore } from 'react'

/** How often it is looked whether the day has changed, in milliseconds: a computer that slept notices soon. */
const lookEvery = 30_000

/** Midnight of today, in milliseconds since 1970; another one as soon as the day changes. */
export function useToday(): number {
  return useSyncExternalStore(everyWhile, midnight)
}

function everyWhile(listener: () => void): () => void {
  const timer = setInterval(listener, lookEvery)
  return () => clearInterval(timer)
}

function midnight(): number {
  return new Date().setHours(0, 0, 0, 0)
}
