/** What keys do wherever the focus is. */
export type Shortcut =
  | 'search'
  | 'find'
  | 'new-chat'
  | 'join-room'
  | 'attach'
  | 'previous-chat'
  | 'next-chat'
  | 'next-unread'
  | 'settings'
  | 'next-pane'
  | 'previous-pane'
  | 'quit'

export interface Keys {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** On macOS Cmd stands for Ctrl. Null: the keys mean nothing to the window. */
export function shortcutOf(keys: Keys, platform: 'linux' | 'win32' | 'darwin'): Shortcut | null {
  const command = platform === 'darwin' ? keys.metaKey : keys.ctrlKey
  const other = platform === 'darwin' ? keys.ctrlKey : keys.metaKey
  if (other) return null
  if (keys.key === 'F6' && !command && !keys.altKey) return keys.shiftKey ? 'previous-pane' : 'next-pane'
  if (keys.altKey && !command) {
    if (keys.key === 'ArrowDown') return keys.shiftKey ? 'next-unread' : 'next-chat'
    return keys.key === 'ArrowUp' && !keys.shiftKey ? 'previous-chat' : null
  }
  if (!command || keys.altKey || keys.shiftKey) return null
  return commandKeys[keys.key.toLowerCase()] ?? null
}

const commandKeys: Readonly<Record<string, Shortcut>> = {
  k: 'search',
  f: 'find',
  n: 'new-chat',
  j: 'join-room',
  o: 'attach',
  ',': 'settings',
  q: 'quit',
}
