import type { Failure } from '../../shared/domain/failure.ts'
import type { StagedFile } from '../../shared/domain/file.ts'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { CommandName, Payload, Result } from '../../shared/ipc/index.ts'

declare global {
  interface Window {
    /** Given by the preload; the only way out of the page. */
    readonly centella: Bridge
  }
}

/** A command that failed as expected. `failure` is what the catalogue has a sentence for. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly failure: Failure

  constructor(name: CommandName | 'filesOf', failure: Failure) {
    super(`${name} failed: ${failure.code}`)
    this.failure = failure
  }
}

/**
 * Runs a command in the main process.
 * @throws CallError with the failure that the main process answered.
 */
export async function call<Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Result<Name>> {
  const answer = await window.centella.call(name, payload)
  if (!answer.ok) throw new CallError(name, answer.failure)
  return answer.value
}

/**
 * Hands over files that were dropped or pasted; what has no path on the disk is left out.
 * @throws CallError `file-unreadable`
 */
export async function filesOf(files: readonly File[]): Promise<readonly StagedFile[]> {
  const answer = await window.centella.filesOf(files)
  if (!answer.ok) throw new CallError('filesOf', answer.failure)
  return answer.value
}

/** What went wrong, for a sentence; anything unexpected is `internal`. */
export function failureOf(error: unknown): Failure {
  return error instanceof CallError
    ? error.failure
    : { code: 'internal', details: { text: error instanceof Error ? error.message : String(error) } }
}

/** For commands whose failure shows itself elsewhere: as a message state, a connection state, or at the next try. */
export function drop(promise: Promise<unknown>): void {
  promise.catch(() => {
    // The main process has logged it; the page has nothing to say about it here.
  })
}
