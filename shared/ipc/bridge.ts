import type { Failure } from '../domain/failure.ts'
import type { StagedFile } from '../domain/file.ts'
import type { Change } from './changes.ts'
import type { CommandName, Payload, Result } from './index.ts'

/** Channel of `ipcRenderer.invoke` for every command. */
export const callChannel = 'centella:call'
/** Channel on which the main process sends batches of changes. */
export const changesChannel = 'centella:changes'
/** Channel of `ipcRenderer.invoke` for the paths of files that the preload was given; the page has no way to it. */
export const filesChannel = 'centella:files'

/** The answer to a call. A failure travels as data: errors lose their fields between processes. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure }

/** What the preload gives to the page as `window.centella`. */
export interface Bridge {
  call<Name extends CommandName>(name: Name, payload: Payload<Name>): Promise<Answer<Result<Name>>>
  /**
   * Hands over files that were dropped or pasted (`File` objects of the page; others are left out): the preload asks the
   * system for their paths, and the page gets tokens. Folders, and what cannot be read, fail as `file-unreadable`.
   * What has no path on the disk, as a picture that was copied, is left out: `file.stage` takes its bytes.
   */
  filesOf(files: readonly unknown[]): Promise<Answer<readonly StagedFile[]>>
  /** Calls back with each batch until the returned function is called. */
  onChanges(listener: (changes: readonly Change[]) => void): () => void
}
