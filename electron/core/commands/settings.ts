import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { settingsCommands } from '../../../shared/ipc/settings.ts'
import type { Emit } from '../events.ts'

export function settingsHandlers(options: { readonly emit: Emit }): CommandHandlers<keyof typeof settingsCommands> {
  return { 'settings.change': settings => options.emit({ type: 'settings.changed', settings }) }
}
