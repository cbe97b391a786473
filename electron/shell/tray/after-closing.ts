import type { Settings } from '../../../shared/domain/settings.ts'

/**
 * What becomes of the program when its last window was closed: it goes on where somebody is signed in, wants it so, and
 * finds it again. macOS keeps programs without windows in any case.
 * @param tell says once that it goes on, and how to get it back
 */
export async function afterClosing(options: {
  readonly platform: NodeJS.Platform
  readonly settings: Pick<Settings, 'keepInTray' | 'toldOfTray'>
  readonly signedIn: boolean
  readonly hasTrayPlace: () => Promise<boolean>
  /** Whether there is a window again: looking for the tray takes its time. */
  readonly hasWindow: () => boolean
  readonly tell: () => void
  readonly quit: () => void
}): Promise<void> {
  const { platform, settings, signedIn, hasTrayPlace, hasWindow, tell, quit } = options
  if (platform === 'darwin') return
  const stays = settings.keepInTray && signedIn && (await hasTrayPlace())
  if (hasWindow()) return
  if (!stays) quit()
  else if (!settings.toldOfTray) tell()
}
