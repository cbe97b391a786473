import { accountCommands } from './account.ts'
import { archiveCommands } from './archive.ts'
import { blockingCommands } from './blocking.ts'
import type { Change } from './changes.ts'
import type { PayloadOf, ResultOf } from './command.ts'
import { contactCommands } from './contact.ts'
import { conversationCommands } from './conversation.ts'
import { fileCommands } from './file.ts'
import { joinUnique } from './join-unique.ts'
import { messageCommands } from './message.ts'
import { presenceCommands } from './presence.ts'
import { profileCommands } from './profile.ts'
import { programCommands } from './program.ts'
import { requestCommands } from './request.ts'
import { roomCommands } from './room.ts'
import { searchCommands } from './search.ts'
import { settingsCommands } from './settings.ts'
import { xmlConsoleCommands } from './xml-console.ts'

/** Every command that the page may call, with its guard. A name that stands twice fails at start. */
export const commands: Commands = joinUnique(
  programCommands,
  settingsCommands,
  accountCommands,
  presenceCommands,
  profileCommands,
  contactCommands,
  requestCommands,
  blockingCommands,
  roomCommands,
  conversationCommands,
  messageCommands,
  archiveCommands,
  searchCommands,
  xmlConsoleCommands,
  fileCommands,
) as Commands

export type Commands = typeof programCommands &
  typeof settingsCommands &
  typeof accountCommands &
  typeof presenceCommands &
  typeof profileCommands &
  typeof contactCommands &
  typeof requestCommands &
  typeof blockingCommands &
  typeof roomCommands &
  typeof conversationCommands &
  typeof messageCommands &
  typeof archiveCommands &
  typeof searchCommands &
  typeof xmlConsoleCommands &
  typeof fileCommands

export type CommandName = keyof Commands
export type Payload<Name extends CommandName> = PayloadOf<Commands[Name]>
export type Result<Name extends CommandName> = ResultOf<Commands[Name]>

/** What runs each command: the core has most, the shell those that need the system. */
export type CommandHandlers<Name extends CommandName = CommandName> = {
  readonly [Each in Name]: (payload: Payload<Each>) => Promise<Result<Each>> | Result<Each>
}

export type { Change }
