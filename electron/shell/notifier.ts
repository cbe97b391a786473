import { Notification, shell } from 'electron'
import type { Notice, Notifier } from '../core/ports/index.ts'

/** The desktop's notifications. One that is shown is kept until it is gone: a forgotten one hears no click. */
export function systemNotifier(): Notifier {
  const shown = new Map<string, Notification>()
  const listeners = new Set<(id: string) => void>()

  function close(id: string): void {
    const notification = shown.get(id)
    shown.delete(id)
    notification?.close()
  }

  return {
    show(notice) {
      close(notice.id)
      if (!Notification.isSupported()) return
      const notification = new Notification(optionsOf(notice))
      notification.on('click', () => {
        for (const listener of [...listeners]) listener(notice.id)
        close(notice.id)
      })
      notification.on('close', () => {
        if (shown.get(notice.id) === notification) shown.delete(notice.id)
      })
      shown.set(notice.id, notification)
      notification.show()
      // Linux desktops make no sound of their own for it.
      if (process.platform === 'linux' && !notice.silent) shell.beep()
    },
    close,
    onClick(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** "Markup in the body": Linux desktops take tags in a body for theirs (Desktop Notifications Specification, 4.4). */
export function optionsOf(
  { title, body, silent }: Notice,
  platform: NodeJS.Platform = process.platform,
): { readonly title: string; readonly body: string; readonly silent: boolean } {
  return { title, body: platform === 'linux' ? asMarkup(body) : body, silent }
}

function asMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
