import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'

const top = resolve(import.meta.dirname, '../..')

/** The page as the program has it, content policy and all, with the main process of `renderer/screens` behind it. */
export const pageBuild: InlineConfig = {
  configFile: false,
  root: resolve(top, 'renderer'),
  base: './',
  logLevel: 'warn',
  plugins: [
    react(),
    {
      name: 'fake-main-process',
      transformIndexHtml: {
        order: 'pre',
        handler: html => html.replace('./main.tsx', './screens/main.ts'),
      },
    },
  ],
  build: {
    target: 'chrome114',
    outDir: resolve(top, '.cache/screenshots'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: resolve(top, 'renderer/index.html') },
  },
}
