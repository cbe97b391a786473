/** Tells when a connection is worth a look at once: after sleep, after the screen was locked, on another network. */
export interface Wake {
  /** The returned function ends it. */
  subscribe(listener: () => void): () => void
}
