import { chromium, type PageTarget } from '../chromium/chromium.ts'
import type { Bounds } from '../chromium/flags.ts'
import { isHeadless } from '../program.ts'

/** Where a hidden window waits: Chromium has no hidden app windows. */
export const offScreen = { x: -20_000, y: 0 }

/** Gives a window its size, and its place where one is given. */
export async function placeWindow({ targetId, session }: PageTarget, bounds: Bounds): Promise<void> {
  const devTools = await chromium.start()
  const { windowId } = await devTools.send('Browser.getWindowForTarget', { targetId })
  const { x: left, y: top, width, height } = bounds
  const place = left === undefined || top === undefined ? {} : { left, top }
  await devTools.send('Browser.setWindowBounds', { windowId, bounds: { width, height, ...place } })
  // Without a display there are no app-mode windows: the page gets the room that tabs and address would take.
  const size = { width, height, deviceScaleFactor: 0, mobile: false }
  if (isHeadless()) await session.send('Emulation.setDeviceMetricsOverride', size)
}

/** Where Electron puts a window that names no place: in the middle of the screen. */
export async function centreOf(
  { session }: PageTarget,
  { width, height }: Bounds,
): Promise<{ readonly x: number; readonly y: number }> {
  const expression = '[screen.availWidth, screen.availHeight]'
  const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true })
  const [screenWidth = width, screenHeight = height]: readonly number[] = result.value ?? []
  const middle = (room: number, size: number): number => Math.max(0, Math.round((room - size) / 2))
  return { x: middle(screenWidth, width), y: middle(screenHeight, height) }
}

export async function setWindowState({ targetId }: PageTarget, windowState: 'minimized' | 'normal'): Promise<void> {
  const devTools = await chromium.start()
  const { windowId } = await devTools.send('Browser.getWindowForTarget', { targetId })
  await devTools.send('Browser.setWindowBounds', { windowId, bounds: { windowState } })
}
