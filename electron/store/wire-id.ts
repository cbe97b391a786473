/**
 * The id by which an own message goes out (XEP-0359, 3.1): at first that of its row. Each time the person sends it again
 * it gets another one, for what is still said of the attempt that failed (the archive's copy of it, a late
 * acknowledgement, an error) must not be taken for this one. It is made of the row's own id and the number of the attempt
 * (`id.2`, `id.3`), so that the row is found by any of them; `stanza_id` and `origin_id` of an own row hold it from the
 * second on. Our ids have no dot of their own.
 */
export function rowIdOf(wireId: string): string {
  return wireId.split('.', 1)[0] ?? ''
}

/** The id of the newest attempt, in SQL, of a row of `message`. */
export const wireId = "CASE WHEN sender IS NULL AND direction = 'out' THEN coalesce(stanza_id, id) ELSE id END"

/** The same for an attempt more. */
export const nextWireId = `id || '.' || (coalesce(CAST(substr(stanza_id, length(id) + 2) AS INTEGER), 1) + 1)`
