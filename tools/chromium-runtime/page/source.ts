import { createCodec } from '../ipc/codec.ts'
import { createBridge } from './bridge.ts'
import { prepareMainWorld } from './main-world.ts'
import { preparePreloadWorld } from './preload-world.ts'

/** The script that each document runs first, in the page's own world. */
export function mainWorldSource(secret: string): string {
  return `(${prepareMainWorld})(${createBridge},${JSON.stringify(secret)})`
}

/** The script that each document runs first, in the preload's world. */
export function preloadWorldSource(options: {
  readonly secret: string
  /** Source of the preload, a CommonJS module; '' for none. */
  readonly preload: string
  /** `process` as the preload sees it. */
  readonly process: object
}): string {
  const preload = `function (require, module, exports, process, global) {${options.preload}\n}`
  const parts = [createCodec, createBridge, JSON.stringify(options.secret), JSON.stringify(options.process), preload]
  return `(${preparePreloadWorld})(${parts.join(',')})`
}
