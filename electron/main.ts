import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, clipboard, Menu, powerMonitor, session, shell } from 'electron'
import type { Language } from '../shared/domain/settings.ts'
import { catalogues } from '../shared/lang/catalogue.ts'
import { createNodeNetwork } from './connection/node-network.ts'
import { createCore } from './core/create-core.ts'
import { drop, type Log, systemClock } from './core/ports/index.ts'
import { systemDocuments } from './shell/documents.ts'
import { serveIpc } from './shell/ipc/serve.ts'
import { externalLink } from './shell/links.ts'
import { createFileLog } from './shell/log-file.ts'
import { announceMedia, serveMedia } from './shell/media.ts'
import { systemNotifier } from './shell/notifier.ts'
import { systemIdle, systemWake } from './shell/power.ts'
import { describeHost, describeProgram, systemLanguage } from './shell/program.ts'
import { systemSecrets } from './shell/secrets.ts'
import { createShapeFollower } from './shell/shape.ts'
import { endWithFailure } from './shell/start-failure.ts'
import { afterClosing } from './shell/tray/after-closing.ts'
import { hasTrayPlace } from './shell/tray/has-place.ts'
import { createSummary } from './shell/tray/summary.ts'
import { createTray } from './shell/tray/tray.ts'
import { isOwnPage, type MainWindow, openWindow, type WindowShape } from './shell/window.ts'

/** Milliseconds that quitting waits for the connections to say goodbye. */
const longestGoodbye = 3000

announceMedia()
if (app.requestSingleInstanceLock()) drop(run().catch(fail), startLog(), 'start')
else app.quit()

function fail(error: unknown): void {
  startLog().error('the program cannot start', { error: error instanceof Error ? error.message : String(error) })
  endWithFailure(error)
}

/** Whatever was thrown; the log hides what a library put into it. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function startLog(): Log {
  return createFileLog(logFolder(), new Set(['warn', 'error']))
}

function logFolder(): string {
  return join(app.getPath('userData'), 'logs')
}

async function run(): Promise<void> {
  await app.whenReady()
  const folder = app.getPath('userData')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const debug = app.commandLine.hasSwitch('debug-log')
  const log = createFileLog(logFolder(), new Set(['info', 'warn', 'error', ...(debug ? (['debug'] as const) : [])]))
  process.on('unhandledRejection', error => log.error('unhandled rejection', { error: wordsOf(error) }))
  process.on('uncaughtException', error => log.error('uncaught exception', { error: wordsOf(error) }))

  const secrets = systemSecrets()
  const notifier = systemNotifier()
  const core = await createCore({
    clock: systemClock,
    network: createNodeNetwork(),
    secrets,
    documents: systemDocuments(),
    profile: { folder, databaseWorker: pathToFileURL(join(import.meta.dirname, 'database-worker.js')) },
    host: describeHost(),
    program: describeProgram(secrets),
    log,
    wake: systemWake(powerMonitor),
    idle: systemIdle(powerMonitor),
    notifier,
  })

  serveMedia({ picture: core.picture, file: core.shownFile })
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null)

  const openLink = (url: string): void => {
    const link = externalLink(url)
    if (link === null) log.warn('a link was refused')
    else drop(shell.openExternal(link), log, 'open link')
  }
  const ipc = serveIpc({
    handlers: {
      ...core.commands,
      'program.openLink': ({ url }) => openLink(url),
      'program.copyText': ({ text }) => clipboard.writeText(text),
      'program.showDamagedFile': ({ file }) => shell.showItemInFolder(join(folder, file)),
      'program.quit': () => app.quit(),
    },
    isOwnPage,
    stageFiles: core.stageFiles,
    log: log.scope('ipc'),
  })

  let window: MainWindow | null = null
  let shape: WindowShape = 'sign-in'
  const shapeAfter = createShapeFollower()
  const summaryAfter = createSummary()
  let summary = summaryAfter([])
  core.onChanges(changes => {
    ipc.send(changes)
    shape = shapeAfter(changes)
    window?.setShape(shape)
    summary = summaryAfter(changes)
    app.setBadgeCount(summary.unread)
    showTray()
  })

  const showWindow = (): void => {
    if (window === null) {
      window = openWindow({
        shape,
        openLink,
        settings: core.settings,
        onReload() {
          core.nothingInView()
          core.reportTrouble({ type: 'window-reloaded' })
        },
        quit: () => app.quit(),
        clock: systemClock,
        log: log.scope('window'),
      })
      ipc.add(window.browserWindow.webContents)
      window.browserWindow.once('closed', () => {
        window = null
        core.nothingInView()
        showTray()
      })
      showTray()
      return
    }
    if (window.browserWindow.isMinimized()) window.browserWindow.restore()
    window.browserWindow.show()
    window.browserWindow.focus()
  }

  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => drop(windowGone(), log, 'after closing'))

  const tray = createTray({
    folder: join(import.meta.dirname, 'tray'),
    showWindow,
    hideWindow: () => window?.browserWindow.close(),
    setPresence: (account, presence) =>
      drop(Promise.resolve(core.commands['presence.set']({ account, presence })), log, 'presence'),
    quit: () => app.quit(),
  })
  notifier.onClick(showWindow)

  const language = (): Language => core.settings().language ?? systemLanguage()

  function showTray(): void {
    const windowShown = window !== null && core.settings().keepInTray
    tray.show({ ...summary, language: language(), windowShown })
  }

  const windowGone = (): Promise<void> =>
    afterClosing({
      platform: process.platform,
      settings: core.settings(),
      signedIn: summary.account !== null,
      hasTrayPlace,
      hasWindow: () => window !== null,
      tell() {
        const { goesOn, goesOnHint } = catalogues[language()].tray
        notifier.show({ id: 'tray', title: goesOn, body: goesOnHint, silent: true })
        drop(Promise.resolve(core.commands['settings.change']({ toldOfTray: true })), log, 'told of the tray')
      },
      quit: () => app.quit(),
    })

  let stopped = false
  app.on('will-quit', event => {
    if (stopped) return
    event.preventDefault()
    const end = (): void => {
      stopped = true
      app.quit()
    }
    const limit = setTimeout(end, longestGoodbye)
    drop(
      core.stop().finally(() => {
        clearTimeout(limit)
        ipc.dispose()
        tray.dispose()
        end()
      }),
      log,
      'stop',
    )
  })

  await core.start()
  showWindow()
}
