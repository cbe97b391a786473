import { app, Menu, nativeImage, nativeTheme, Tray } from 'electron'
import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { OwnPresence } from '../../../shared/domain/presence.ts'
import type { Language } from '../../../shared/domain/settings.ts'
import { catalogues } from '../../../shared/lang/catalogue.ts'
import { trayImage } from './image.ts'

/** What the tray shows. */
export interface TrayState {
  readonly language: Language
  readonly unread: number
  /** Whose presence the menu sets; null while nobody is signed in. */
  readonly account: Account | null
  readonly windowShown: boolean
}

export interface TrayIcon {
  show(state: TrayState): void
  dispose(): void
}

const availabilities = ['available', 'chat', 'away', 'xa', 'dnd'] as const

/** The icon beside the clock: there for as long as the program runs. */
export function createTray(options: {
  /** Where its pictures are. */
  readonly folder: string
  readonly showWindow: () => void
  readonly hideWindow: () => void
  readonly setPresence: (account: AccountId, presence: OwnPresence) => void
  readonly quit: () => void
}): TrayIcon {
  const { folder, showWindow, hideWindow, setPresence, quit } = options
  let state: TrayState | null = null
  let tray: Tray | null = null

  function image(unread: boolean): Electron.NativeImage {
    const { shouldUseDarkColors: dark } = nativeTheme
    return nativeImage.createFromPath(trayImage({ folder, platform: process.platform, unread, dark }))
  }

  function draw(): void {
    if (state === null) return
    const { language, unread } = state
    const words = catalogues[language].tray
    if (tray === null) {
      tray = new Tray(image(unread > 0))
      tray.on('click', showWindow)
    } else tray.setImage(image(unread > 0))
    const sentence = unread === 1 ? words.unread_one : words.unread_other
    tray.setToolTip(unread === 0 ? app.getName() : sentence.replace('{{count}}', String(unread)))
    tray.setContextMenu(Menu.buildFromTemplate(menuOf(state)))
  }

  function menuOf({ language, account, windowShown }: TrayState): Electron.MenuItemConstructorOptions[] {
    const { tray: words, presence } = catalogues[language]
    const status: Electron.MenuItemConstructorOptions[] =
      account === null
        ? []
        : [
            {
              id: 'status',
              label: words.status,
              submenu: availabilities.map(each => ({
                id: each,
                label: presence[each],
                type: 'radio',
                checked: account.presence.availability === each,
                click: () => setPresence(account.id, { ...account.presence, availability: each }),
              })),
            },
            { type: 'separator' },
          ]
    return [
      { id: 'show', label: words.show, click: showWindow },
      ...(windowShown ? [{ id: 'hide', label: words.hide, click: hideWindow }] : []),
      { type: 'separator' },
      ...status,
      { id: 'quit', label: words.quit, click: quit },
    ]
  }

  nativeTheme.on('updated', draw)
  return {
    show(next) {
      if (JSON.stringify(next) === JSON.stringify(state)) return
      state = next
      draw()
    },
    dispose() {
      nativeTheme.off('updated', draw)
      tray?.destroy()
      tray = null
      state = null
    },
  }
}
