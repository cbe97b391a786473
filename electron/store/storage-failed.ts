import { AppError, type StorageCondition } from '../../shared/domain/failure.ts'

/** The archive was written by a later version of the program, whose form this one does not know. */
export const newerVersion = 'The message archive was written by a newer version of Centella'

const systemCodes: Readonly<Record<string, StorageCondition>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EBUSY: 'in-use',
}

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
const sqliteCodes: Readonly<Record<number, StorageCondition>> = {
  3: 'read-only',
  5: 'in-use',
  6: 'in-use',
  8: 'read-only',
  11: 'damaged',
  13: 'disk-full',
  14: 'read-only',
  26: 'damaged',
}

/** Why the system or SQLite refused, where their error says it. */
export function storageCondition(error: unknown): StorageCondition | null {
  if (!(error instanceof Error)) return null
  if (error.message === newerVersion) return 'newer-version'
  // The low byte is the primary code, the rest says more closely what happened.
  if ('errcode' in error && typeof error.errcode === 'number') return sqliteCodes[error.errcode & 0xff] ?? null
  return 'code' in error && typeof error.code === 'string' ? (systemCodes[error.code] ?? null) : null
}

/** The failure that a person is shown: the reason in the system's words, and its condition where there is one. */
export function storageFailed(
  reason: string,
  cause?: unknown,
  condition: StorageCondition | null = storageCondition(cause),
): AppError {
  const details = condition === null ? { text: reason } : { text: reason, condition }
  return new AppError('storage-failed', reason, details, cause)
}
