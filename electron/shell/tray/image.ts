import { join } from 'node:path'

/**
 * The tray's picture: macOS colours a template itself, others need strokes that are seen on their panel.
 * @param folder where the build has put the pictures of `build-resources`; `@2x` beside each is taken where it fits
 */
export function trayImage(options: {
  readonly folder: string
  readonly platform: NodeJS.Platform
  readonly unread: boolean
  readonly dark: boolean
}): string {
  const { folder, platform, unread, dark } = options
  const state = unread ? '-unread' : ''
  // Panels of Linux desktops are dark, whatever the windows are.
  const shade = platform === 'linux' || dark ? 'dark' : 'light'
  return join(folder, platform === 'darwin' ? `tray${state}Template.png` : `tray-${shade}${state}.png`)
}
