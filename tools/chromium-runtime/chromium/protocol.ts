// Playwright ships the only typed description of the DevTools protocol among the packages; it does not export it by name.
export type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts'
