/** The desktop around the window: notifications, the tray, and how long nobody has touched the computer. */
import { expect, type Page } from '@playwright/test'
import type { Program } from './program.ts'

export interface ShownNotice {
  readonly title: string
  readonly body: string
  readonly silent: boolean
  readonly closed: boolean
}

export interface Desktop {
  /** Every notification so far, in order. */
  notices(): Promise<readonly ShownNotice[]>
  /** Clicks on the newest notification with this title. */
  click(title: string): Promise<void>
  toolTip(): Promise<string>
  /** Chooses from the tray's menu, by the id of the item. */
  choose(id: string): Promise<void>
  /** So many seconds has nobody touched the computer; resolves when the program has seen it. */
  idle(seconds: number): Promise<void>
  /** Closes the window as a person does; resolves when it is gone. */
  closeWindow(): Promise<void>
  /** What `action` opens. */
  newWindow(action: () => Promise<void>): Promise<Page>
}

interface Watched {
  readonly notices: { readonly notice: Electron.Notification; closed: boolean }[]
  toolTip: string
  menu: Electron.Menu | null
  looks: number
}

/** Stands between the program and its desktop, the same on Electron and on the stand-in. To be called before signing in. */
export async function watchDesktop({ app }: Program): Promise<Desktop> {
  const watched = await app.evaluateHandle(({ Notification, Tray }) => {
    const seen: Watched = { notices: [], toolTip: '', menu: null, looks: 0 }
    // No desktop has to be there, and none is disturbed.
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Electron.Notification) {
      seen.notices.push({ notice: this, closed: false })
    }
    Notification.prototype.close = function close(this: Electron.Notification) {
      for (const each of seen.notices) if (each.notice === this) each.closed = true
    }
    const { setToolTip, setContextMenu } = Tray.prototype
    Tray.prototype.setToolTip = function set(this: Electron.Tray, text: string) {
      seen.toolTip = text
      setToolTip.call(this, text)
    }
    Tray.prototype.setContextMenu = function set(this: Electron.Tray, menu: Electron.Menu | null) {
      seen.menu = menu
      setContextMenu.call(this, menu)
    }
    return seen
  })
  return {
    notices: () =>
      watched.evaluate(seen =>
        seen.notices.map(({ notice: { title, body, silent }, closed }) => ({ title, body, silent, closed })),
      ),
    click: title =>
      watched.evaluate((seen, wanted) => {
        const found = seen.notices.findLast(({ notice }) => notice.title === wanted)
        if (found === undefined) throw new Error(`No notification ${wanted}`)
        found.notice.emit('click')
      }, title),
    toolTip: () => watched.evaluate(seen => seen.toolTip),
    choose: id =>
      watched.evaluate((seen, wanted) => {
        const item = seen.menu?.getMenuItemById(wanted)
        if (!item) throw new Error(`Nothing in the tray's menu is ${wanted}`)
        item.click()
      }, id),
    async idle(seconds) {
      const looks = () => watched.evaluate(seen => seen.looks)
      const before = await looks()
      await app.evaluate(
        ({ powerMonitor }, [seen, time]) => {
          powerMonitor.getSystemIdleTime = () => {
            seen.looks += 1
            return time
          }
          // The program asks every few seconds, and at this at once.
          powerMonitor.emit('unlock-screen')
        },
        [watched, seconds] as const,
      )
      await expect.poll(looks).toBeGreaterThan(before)
    },
    closeWindow: () =>
      app.evaluate(async ({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        const closed = new Promise<void>(done => window?.once('closed', () => done()))
        window?.close()
        await closed
      }),
    async newWindow(action) {
      const opened = app.waitForEvent('window')
      await action()
      const page = await opened
      await page.waitForURL(/\/renderer\/index\.html$/)
      return page
    },
  }
}
