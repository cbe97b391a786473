import { EventEmitter } from 'node:events'
import { chromium } from '../chromium/chromium.ts'
import { trace } from '../program.ts'
import { protocol } from '../window/schemes.ts'

type RequestHandler = (
  contents: unknown,
  permission: string,
  decide: (granted: boolean) => void,
  details: object,
) => void
type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean

/** Chromium's name of a permission, and Electron's. */
const permissions = [
  ['notifications', 'notifications'],
  ['geolocation', 'geolocation'],
  ['camera', 'media'],
  ['microphone', 'media'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
] as const

/** Electron's `session`: one for all windows. Handlers of permissions are asked once for each window, before it loads. */
export class Session extends EventEmitter {
  readonly protocol = protocol
  /** A page's headers come from its file or from `protocol.handle`: there is nothing to change. */
  readonly webRequest = { onHeadersReceived(): void {}, onBeforeRequest(): void {}, onBeforeSendHeaders(): void {} }
  #request: RequestHandler | null = null
  #check: CheckHandler | null = null

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler
  }

  setSpellCheckerEnabled(): void {}

  /** The runtime's own: tells Chromium what the program's handlers say. */
  async applyPermissions(): Promise<void> {
    if (this.#request === null && this.#check === null) return
    const devTools = await chromium.start()
    await Promise.all(
      permissions.map(([name, permission]) =>
        devTools
          .send('Browser.setPermission', {
            permission: { name },
            setting: this.#grants(permission) ? 'granted' : 'denied',
          })
          .catch((error: unknown) => trace('permission', error)),
      ),
    )
  }

  #grants(permission: string): boolean {
    let granted = this.#check?.(null, permission, '', {}) ?? true
    this.#request?.(
      null,
      permission,
      answer => {
        granted &&= answer
      },
      {},
    )
    return granted
  }
}

export const defaultSession = new Session()
export const session = { defaultSession, fromPartition: (): Session => defaultSession }
