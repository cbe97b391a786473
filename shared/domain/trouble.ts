import type { StorageCondition } from './failure.ts'

/** How much of the archive something is about. */
export interface ArchiveCounts {
  readonly contacts: number
  readonly conversations: number
  readonly messages: number
}

/**
 * What a person is to know of the program itself, for as long as it lasts or until they have read it.
 *
 * `…-damaged`: what was wrong with the profile when it was opened and has been set right as well as could be. It is told
 * once: at the next start all is well. `file` is what the damaged file is called now, in the folder of the profile.
 */
export type Trouble =
  | {
      readonly type: 'archive-damaged'
      readonly file: string
      readonly kept: ArchiveCounts
      /** What is known to be missing: what left no trace is not counted. */
      readonly lost: ArchiveCounts
    }
  | {
      readonly type: 'settings-damaged'
      readonly file: string
      /** `backup`: nothing is lost. `damaged-file`: what could be read of it, the rest took the defaults. */
      readonly used: 'backup' | 'damaged-file'
      /** Accounts that are remembered now. */
      readonly accounts: number
    }
  /** The disk takes nothing more; it goes when it does. */
  | { readonly type: 'storage-refused'; readonly condition: StorageCondition }
  /** The page of the window was gone, and was loaded again. */
  | { readonly type: 'window-reloaded' }

/** What a trouble is dismissed by. */
export function troubleKey(trouble: Trouble): string {
  return 'file' in trouble ? trouble.file : trouble.type
}
