import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright'

/**
 * Starts the Chromium of this computer without a window: `CHROMIUM`, the system's, or Playwright's.
 * @throws Error where there is none, with what to install
 */
export function launchChromium(): Promise<Browser> {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome', chromium.executablePath()]
  const executablePath = places.find(place => place !== undefined && existsSync(place))
  if (executablePath === undefined) throw new Error('No Chromium is installed. On Debian: apt-get install chromium')
  const args = [
    // Pages of the address field: two processes more for each window, and nobody sees one.
    '--disable-features=WebUIOmniboxAimPopup,WebUIOmniboxPopup',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
  return chromium.launch({ executablePath, args })
}
