import { useRef, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { Download, SharedFile } from '../../../shared/domain/file.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { downloadOf } from '../../state/files.ts'
import { useStore } from '../../state/store.ts'
import { useView, useViewApi } from '../../state/view.ts'

export interface FileActions {
  /** How far it is; null while it is not being fetched. */
  readonly progress: { readonly received: number; readonly size: number | null } | null
  readonly failure: Failure | null
  /** It was saved: its folder can be shown. */
  readonly saved: boolean
  /** Fetches it where it is not here. */
  readonly fetch: () => void
  /** In the system's program for it; fetched first where it is not here. */
  readonly open: () => void
  readonly save: () => void
  readonly reveal: () => void
  readonly cancel: () => void
  /** What failed, once more. */
  readonly retry: () => void
}

/** What a person does with the file of a message. */
export function useFileActions(account: AccountId, message: MessageId, file: SharedFile): FileActions {
  const views = useViewApi()
  const download = useStore(state => downloadOf(state, account, message))
  const saved = useView(view => view.savedFiles.has(message))
  const [failure, setFailure] = useState<Failure | null>(null)
  const [fetching, setFetching] = useState(false)
  const last = useRef<() => void>(() => {})

  const fetched = async (): Promise<boolean> => {
    if (file.copy !== null) return true
    setFetching(true)
    try {
      await call('file.download', { account, message })
      return true
    } catch (error) {
      const failed = failureOf(error)
      if (failed.code !== 'download-cancelled') setFailure(failed)
      const report = failed.details.certificate
      // As at a sign-in: the question comes by itself.
      if (report !== undefined) views.setState({ certificateWish: { report, goOn: () => last.current() } })
      return false
    } finally {
      setFetching(false)
    }
  }
  const begin = (then: () => Promise<unknown>) => {
    const run = () => {
      if (fetching) return
      setFailure(null)
      drop(
        fetched()
          .then(here => (here ? then() : null))
          .catch(error => setFailure(failureOf(error))),
      )
    }
    last.current = run
    run()
  }
  const fetch = () => begin(async () => {})

  return {
    progress: progressOf(download?.phase) ?? (fetching ? { received: 0, size: file.size } : null),
    failure: fetching ? null : download?.phase.type === 'failed' ? download.phase.failure : failure,
    saved,
    fetch,
    open: () => begin(() => call('file.open', { account, message })),
    save: () =>
      begin(async () => {
        if (await call('file.save', { account, message }))
          views.setState(view => ({ savedFiles: new Set([...view.savedFiles, message]) }))
      }),
    reveal: () => drop(call('file.reveal', { account, message }).catch(error => setFailure(failureOf(error)))),
    cancel: () => drop(call('file.cancelDownload', { account, message })),
    // After the row was away nothing is known of what was tried.
    retry: () => (failure === null ? fetch() : last.current()),
  }
}

function progressOf(phase: Download['phase'] | undefined): FileActions['progress'] {
  return phase?.type === 'downloading' ? phase : null
}
