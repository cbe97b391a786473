/** A notification as the desktop shows it. */
export interface Notice {
  /** A later one of the same id takes its place. */
  readonly id: string
  readonly title: string
  readonly body: string
  readonly silent: boolean
}

/** The desktop's notifications. */
export interface Notifier {
  show(notice: Notice): void
  /** Takes it away again, where it is still there. */
  close(id: string): void
  /** The person has clicked on one. The returned function ends it. */
  onClick(listener: (id: string) => void): () => void
}
