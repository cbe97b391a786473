/** Whether what the server has kept (XEP-0313) is being read: it is, or it could not be and waits for another try. */
export type ArchivePhase = 'idle' | 'filling' | 'failed'

/** How much of what the server has kept for the account is here. */
export interface ArchiveState {
  /** Before each of these places (`order`) messages may be missing, in every conversation. Ascending. */
  readonly gaps: readonly number[]
  readonly phase: ArchivePhase
}

export const emptyArchive: ArchiveState = { gaps: [], phase: 'idle' }
