import type { createBridge as CreateBridge } from './bridge.ts'

/**
 * The page's own world: receives what the preload exposes, and freezes it.
 *
 * The function's source is injected into pages: it uses nothing from outside of itself.
 */
export function prepareMainWorld(createBridge: typeof CreateBridge, secret: string): void {
  if (window.parent !== window) return
  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
    Object.values(value).forEach(freeze)
    return Object.freeze(value)
  }
  createBridge(`${secret}-page`, `${secret}-preload`).onExpose((name, api) => {
    if (Object.hasOwn(window, name)) {
      throw new Error(`Cannot bind an API on top of an existing property on the window object: ${name}`)
    }
    Object.defineProperty(window, name, { value: freeze(api), enumerable: true, writable: false, configurable: false })
  })
}
