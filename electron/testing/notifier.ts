import type { Notice, Notifier } from '../core/ports/index.ts'

export interface FakeNotifier extends Notifier {
  /** Every state of every notification, in order. */
  readonly drawn: readonly Notice[]
  /** What is on the desktop now. */
  shown(): readonly Notice[]
  click(id: string): void
  listeners(): number
}

/** A desktop whose notifications stay until they are closed or clicked on. */
export function fakeNotifier(): FakeNotifier {
  const drawn: Notice[] = []
  const shown = new Map<string, Notice>()
  const listeners = new Set<(id: string) => void>()
  return {
    drawn,
    shown: () => [...shown.values()],
    show(notice) {
      drawn.push(notice)
      shown.set(notice.id, notice)
    },
    close: id => void shown.delete(id),
    onClick(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    click(id) {
      for (const listener of [...listeners]) listener(id)
    },
    listeners: () => listeners.size,
  }
}
