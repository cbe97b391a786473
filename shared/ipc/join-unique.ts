/**
 * Several maps as one.
 * @throws Error where two of them have the same name.
 */
export function joinUnique(...maps: readonly Readonly<Record<string, unknown>>[]): Readonly<Record<string, unknown>> {
  const joined: Record<string, unknown> = {}
  for (const map of maps) {
    for (const [name, value] of Object.entries(map)) {
      if (Object.hasOwn(joined, name)) throw new Error(`The name "${name}" stands twice`)
      joined[name] = value
    }
  }
  return joined
}
