import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

/**
 * The Chromium of this computer: `CHROMIUM`, the system's, or Playwright's.
 * @throws Error where there is none, with what to install
 */
export function findChromium(): string {
  const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome', chromium.executablePath()]
  const found = places.find(place => place !== undefined && existsSync(place))
  if (found === undefined) throw new Error('No Chromium is installed. On Debian: apt-get install chromium')
  return found
}
