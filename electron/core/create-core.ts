import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileToken, fileHost, type StagedFile, stagedHost } from '../../shared/domain/file.ts'
import type { PictureHash } from '../../shared/domain/profile.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { CommandHandlers, CommandName } from '../../shared/ipc/index.ts'
import { createListeners } from '../connection/listeners.ts'
import { createStore } from '../store/create-store.ts'
import { createAccounts } from './accounts/accounts.ts'
import { createPasswords } from './accounts/passwords.ts'
import type { CreateRuntime } from './accounts/runtime.ts'
import { accountHandlers } from './commands/account.ts'
import { archiveHandlers } from './commands/archive.ts'
import { blockingHandlers } from './commands/blocking.ts'
import { contactHandlers } from './commands/contact.ts'
import { conversationHandlers } from './commands/conversation.ts'
import { fileHandlers } from './commands/file.ts'
import { messageHandlers } from './commands/message.ts'
import { presenceHandlers } from './commands/presence.ts'
import { profileHandlers } from './commands/profile.ts'
import { programHandlers } from './commands/program.ts'
import { requestHandlers } from './commands/request.ts'
import { roomHandlers } from './commands/room.ts'
import { searchHandlers } from './commands/search.ts'
import { settingsHandlers } from './commands/settings.ts'
import { xmlConsoleHandlers } from './commands/xml-console.ts'
import { createAccountRuntime } from './create-account-runtime.ts'
import type { FileParts } from './files/file-actions.ts'
import { createFileFolder, isFileCopy } from './files/folder.ts'
import { createStaging } from './files/staging.ts'
import { createAway } from './idle/away.ts'
import { createNotifications } from './notifications/notifications.ts'
import { createPlaces } from './notifications/places.ts'
import { drop, type Ports } from './ports/index.ts'
import { createXmlConsole } from './xml-console/xml-console.ts'

/** Commands that need the system's windows, so that the shell has them. */
export type ShellCommandName = 'program.openLink' | 'program.copyText' | 'program.showDamagedFile' | 'program.quit'

export interface Core {
  readonly commands: CommandHandlers<Exclude<CommandName, ShellCommandName>>
  /** Batches of changes, in order; the returned function ends it. */
  onChanges(listener: (changes: readonly Change[]) => void): () => void
  /** The bytes of a picture by its hash; null where there is none. */
  picture(hash: PictureHash): Promise<Uint8Array | null>
  /** Files that were dropped or pasted, by their paths. @throws AppError `file-unreadable` */
  stageFiles(paths: readonly string[]): Promise<readonly StagedFile[]>
  /** The bytes of a file that a page shows: a copy, or what is about to be sent; null where there is none. */
  shownFile(host: string, name: string): Promise<Uint8Array | null>
  /** The window is gone, or its page: nobody looks at a conversation. */
  nothingInView(): void
  /** For what is shown where no page is. */
  settings(): Settings
  /** What the shell has met and the person is to know. */
  reportTrouble(trouble: Trouble): void
  /** Signs in what signs in automatically. */
  start(): Promise<void>
  /** Ends every connection and writes what is left. */
  stop(): Promise<void>
}

/** What a simulation puts in the place of the real parts. */
export interface CoreParts {
  readonly createStore: typeof createStore
  readonly createPasswords: typeof createPasswords
  /** 0 inclusive to 1 exclusive, for jitter. */
  readonly random: () => number
}

/**
 * The whole client without a window: plain Node, all else comes in by the ports.
 * @throws AppError `storage-failed` where the profile cannot be read or written
 */
export async function createCore(ports: Ports, parts: Partial<CoreParts> = {}): Promise<Core> {
  const make: CoreParts = { createStore, createPasswords, random: Math.random, ...parts }
  const { clock, log, profile, secrets } = ports
  const folder = createFileFolder(join(profile.folder, 'files'))
  const store = await make.createStore({ profile, clock, log: log.scope('store'), filesInHand: folder.inHand })
  const emit = store.apply
  const passwords = make.createPasswords({ folder: profile.folder, secrets, log: log.scope('passwords') })
  /** What is told beside the store: the wire, which is no truth to be kept. */
  const told = createListeners<readonly Change[]>(log)
  const xmlConsole = createXmlConsole({ clock, tell: told.call })
  const files = { folder, staging: createStaging({ folder, clock }) }
  drop(store.releaseFiles(), log, 'files that belong to nobody')
  const createRuntime: CreateRuntime = options =>
    createAccountRuntime({
      ...options,
      ports,
      store,
      emit,
      random: make.random,
      xmlConsole,
      files,
      idleSince: () => away.since(),
    })
  const accounts = createAccounts({ store, emit, passwords, createRuntime, clock, log: log.scope('accounts') })
  const away = createAway({
    ...{ idle: ports.idle, clock, settings: store.settings },
    onChanged(since) {
      told.call([{ type: 'idle.changed', since }])
      accounts.publishAll()
    },
  })

  const places = createPlaces()
  const notifications = createNotifications({
    ...{ store, notifier: ports.notifier, program: ports.program, clock, log: log.scope('notifications') },
    open(place) {
      // A window that is yet to be made opens with it.
      if (place.type === 'conversation') drop(emit({ ...place, type: 'conversation.opened' }), log, 'opening')
      places.want(place)
      told.call([{ type: 'place.wanted', place }])
    },
  })

  const endWake = ports.wake.subscribe(accounts.wake)

  return {
    commands: {
      ...programHandlers({ store, program: ports.program, away, places }),
      ...settingsHandlers({ accounts, emit }),
      ...accountHandlers({ accounts }),
      ...presenceHandlers({ accounts, away }),
      ...profileHandlers({ accounts, store }),
      ...contactHandlers({ accounts }),
      ...requestHandlers({ accounts }),
      ...blockingHandlers({ accounts }),
      ...roomHandlers({ accounts }),
      ...conversationHandlers({ accounts, store, emit, notifications, log }),
      ...messageHandlers({ accounts, store, emit, clock }),
      ...archiveHandlers({ accounts, log }),
      ...searchHandlers({ accounts }),
      ...fileHandlers({ accounts, store, documents: ports.documents, ...files }),
      ...xmlConsoleHandlers({ accounts, xmlConsole, ...ports }),
    },
    onChanges(listener) {
      const endings = [store.onChanges(listener), told.add(listener)]
      return () => {
        for (const end of endings) end()
      }
    },
    picture: store.picture,
    stageFiles: files.staging.ofPaths,
    async shownFile(host, name) {
      const path = shownPath(files, host, name)
      return path === null ? null : readFile(path).catch(() => null)
    },
    settings: store.settings,
    nothingInView() {
      places.windowGone()
      notifications.nothingInView()
    },
    reportTrouble: store.reportTrouble,
    start: accounts.start,
    async stop() {
      endWake()
      away.dispose()
      notifications.dispose()
      await accounts.stop()
      await store.close()
      await folder.dispose()
    },
  }
}

function shownPath({ folder, staging }: FileParts, host: string, name: string): string | null {
  if (host === fileHost && isFileCopy(name)) return folder.path(name)
  try {
    return host === stagedHost ? staging.find(name as FileToken).path : null
  } catch {
    // It was sent or taken away meanwhile.
    return null
  }
}
