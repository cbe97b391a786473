/** The stand-in's `electron` program: `electron [-r module] [--inspect=PORT] [--switches] FOLDER [arguments]`. */
import inspector from 'node:inspector'
import { createRequire, registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseCommandLine } from './command-line.ts'
import { declareProgram, electronVersion, errorText, readProgram } from './program.ts'

const args = process.argv.slice(2)
const commandLine = parseCommandLine(args)
const program = readProgram(resolve(commandLine.folder), commandLine.switches)
declareProgram(program)

Object.defineProperty(process, 'versions', {
  value: { ...process.versions, electron: electronVersion },
  enumerable: true,
})
Object.assign(process, { type: 'browser', resourcesPath: program.folder, defaultApp: true })
process.argv = [process.env.CENTELLA_RUNTIME_EXECUTABLE ?? process.execPath, ...args]

const ownModule = new URL('./electron.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' || name === 'electron/main' ? { url: ownModule, shortCircuit: true } : next(name, context),
})

console.error(`Chromium stand-in for Electron ${electronVersion}: for development and tests, never part of a release.`)
if (process.getuid?.() === 0) console.error('Chromium stand-in: running as root, so the sandbox of the pages is off.')
if (commandLine.inspectPort !== null) inspector.open(commandLine.inspectPort, '127.0.0.1')

const { app } = await import('./app/app.ts')
const load = createRequire(program.mainFile)
try {
  for (const preload of commandLine.preloads) load(preload)
  load(program.mainFile)
  setImmediate(() => app.begin())
} catch (error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE')) throw error
  // A program that awaits at its top may be waiting for `ready`.
  import(pathToFileURL(program.mainFile).href).catch((failure: unknown) => app.fail(errorText(failure)))
  setTimeout(() => app.begin(), 200)
}
