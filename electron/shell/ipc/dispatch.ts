import { toFailure } from '../../../shared/domain/failure.ts'
import type { Answer } from '../../../shared/ipc/bridge.ts'
import { type CommandHandlers, type CommandName, commands } from '../../../shared/ipc/index.ts'
import type { Log } from '../../core/ports/index.ts'

const isCommandName = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(commands, name)

/**
 * Runs a call of the page: known name, payload that its guard accepts, then the handler.
 * Never throws: what goes wrong is the answer's failure.
 */
export function createDispatch(options: {
  readonly handlers: CommandHandlers
  readonly log: Log
}): (name: unknown, payload: unknown) => Promise<Answer<unknown>> {
  const { handlers, log } = options
  return async (name, payload) => {
    if (!isCommandName(name)) return { ok: false, failure: { code: 'invalid-payload', details: { text: 'command' } } }
    const checked = commands[name].payload.safeParse(payload)
    if (!checked.success) {
      const fields = checked.error.issues.map(issue => issue.path.join('.')).join(', ')
      log.warn('a payload was refused', { command: name, fields })
      return { ok: false, failure: { code: 'invalid-payload', details: { text: fields } } }
    }
    try {
      const handler = handlers[name] as (payload: unknown) => unknown
      return { ok: true, value: await handler(checked.data) }
    } catch (error) {
      const failure = toFailure(error)
      log.warn('a command failed', { command: name, code: failure.code, text: failure.details.text })
      return { ok: false, failure }
    }
  }
}
