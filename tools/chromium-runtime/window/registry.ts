/** What the program's life cycle needs of a window. */
export interface OpenWindow {
  close(): void
  destroy(): void
}

/** Every window that is open, in order of creation: the program quits when the last one has closed. */
export function createRegistry<Item extends OpenWindow>(): {
  readonly all: () => readonly Item[]
  readonly add: (item: Item) => void
  readonly remove: (item: Item) => void
  /** Calls after the last window is gone. */
  readonly onEmpty: (listener: () => void) => void
} {
  const windows = new Set<Item>()
  const listeners = new Set<() => void>()
  return {
    all: () => [...windows],
    add: item => windows.add(item),
    remove(item) {
      if (windows.delete(item) && windows.size === 0) for (const listener of listeners) listener()
    },
    onEmpty: listener => listeners.add(listener),
  }
}
