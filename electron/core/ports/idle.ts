/** How long nobody has touched the computer. */
export interface Idleness {
  readonly seconds: number
  /** The screen is locked: nobody is there, however short that has been. */
  readonly locked: boolean
}

export interface Idle {
  /** Told every few seconds, and when the screen is locked or unlocked. The returned function ends it. */
  subscribe(listener: (idleness: Idleness) => void): () => void
}
