import type { Failure } from '../domain/failure.ts'
import type { Change } from './changes.ts'
import type { CommandName, Payload, Result } from './index.ts'

/** Channel of `ipcRenderer.invoke` for every command. */
export const callChannel = 'centella:call'
/** Channel on which the main process sends batches of changes. */
export const changesChannel = 'centella:changes'

/** The answer to a call. A failure travels as data: errors lose their fields between processes. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure }

/** What the preload gives to the page as `window.centella`. */
export interface Bridge {
  call<Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Answer<Result<Name>>>
  /** Calls back with each batch until the returned function is called. */
  onChanges(listener: (changes: readonly Change[]) => void): () => void
}
