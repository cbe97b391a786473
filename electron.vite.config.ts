import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const from = (path: string): string => resolve(import.meta.dirname, path)

// Electron 45 is Node 24 and Chrome 156. Set by hand: the build tool does not know this Electron yet.
const nodeTarget = 'node24'
const chromeTarget = 'chrome156'

/** The tray's pictures beside the program, under their own names: Electron finds `@2x` and `Template` by them. */
const trayPictures = {
  name: 'tray-pictures',
  generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): unknown }): void {
    for (const name of readdirSync(from('build-resources')).filter(each => /^tray.*\.png$/.test(each)))
      this.emitFile({ type: 'asset', fileName: `tray/${name}`, source: readFileSync(from(`build-resources/${name}`)) })
  },
}

export default defineConfig({
  main: {
    plugins: [trayPictures],
    build: {
      // Everything is bundled: one file starts faster than a thousand, and the installer carries no node_modules.
      externalizeDeps: false,
      target: nodeTarget,
      outDir: 'out/main',
      rollupOptions: {
        input: { main: from('electron/main.ts'), 'database-worker': from('electron/store/sqlite/worker.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: nodeTarget,
      outDir: 'out/preload',
      rollupOptions: {
        input: { preload: from('electron/preload.ts') },
        // A sandboxed preload cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('renderer'),
    base: './',
    plugins: [react()],
    build: {
      target: chromeTarget,
      outDir: from('out/renderer'),
      // The content policy allows no data: fonts or scripts, and a desktop program saves nothing by inlining.
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: { input: { index: from('renderer/index.html'), stopped: from('renderer/stopped.html') } },
    },
  },
})
