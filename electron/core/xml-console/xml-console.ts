import type { AccountId } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { XmlConsoleEntry } from '../../../shared/domain/xml-console.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { StreamTap } from '../../connection/stream-tap.ts'
import type { Clock } from '../ports/index.ts'
import { createXmlRecorder, type XmlRecorder } from './recorder.ts'

/** The XML console: a recorder for each account in use. */
export interface XmlConsole {
  /** For an account that comes into use; all that was recorded of it goes with `dispose`. */
  record(account: AccountId): { readonly tap: StreamTap; readonly dispose: () => void }
  /** @throws AppError `unknown-account` */
  recorder(account: AccountId): XmlRecorder
}

export function createXmlConsole(options: {
  readonly clock: Clock
  readonly tell: (changes: readonly Change[]) => void
}): XmlConsole {
  const { clock, tell } = options
  const recorders = new Map<AccountId, XmlRecorder>()
  return {
    record(account) {
      const recorder = createXmlRecorder({
        clock,
        tell: (entries: readonly XmlConsoleEntry[]) => tell([{ type: 'xmlConsole.recorded', account, entries }]),
      })
      recorders.set(account, recorder)
      return {
        tap: recorder.tap,
        dispose() {
          recorder.dispose()
          // It may be in use anew while this one still says goodbye.
          if (recorders.get(account) === recorder) recorders.delete(account)
        },
      }
    },
    recorder(account) {
      const recorder = recorders.get(account)
      if (recorder === undefined) throw new AppError('unknown-account', 'This account is not in use')
      return recorder
    },
  }
}
