/** How much of the archive something is about. */
export interface ArchiveCounts {
  readonly contacts: number
  readonly conversations: number
  readonly messages: number
}

/**
 * What was wrong with the profile when the program started and has been set right as well as could be. The person is
 * told once: at the next start all is well. `file` is what the damaged file is called now, in the folder of the profile.
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
