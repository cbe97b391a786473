/** Whole seconds from `now` to `at` (milliseconds since 1970), rounded up; 0 when it is past. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000))
}
