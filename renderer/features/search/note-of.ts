import type { DirectoryAnswer } from '../../../shared/domain/search.ts'

export type Note = 'noDirectory' | 'directoryOffline' | 'directorySilent' | 'directoryRefuses' | 'crowd'

/**
 * What is to be said of the directory; null where its people speak for it. That there is none is only said to whom
 * nothing else was found.
 */
export function noteOf(directory: DirectoryAnswer | null, nothing: boolean): Note | null {
  if (directory === null) return null
  const { failure, hasMore, directories } = directory
  if (failure?.code === 'not-connected' || failure?.code === 'network-lost') return 'directoryOffline'
  if (failure?.code === 'request-timed-out') return 'directorySilent'
  if (failure !== null) return 'directoryRefuses'
  if (hasMore) return 'crowd'
  return directories.length === 0 && nothing ? 'noDirectory' : null
}
