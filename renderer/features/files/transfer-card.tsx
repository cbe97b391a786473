import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Transfer } from '../../../shared/domain/file.ts'
import { call, drop } from '../../ipc/call.ts'
import { connectionOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { FileCard } from './file-card.tsx'
import { FileTrouble } from './file-trouble.tsx'
import { progressText, shareOf } from './file-words.ts'
import './transfer-card.css'

/** A file on its way to the server, in the place where its message will be. */
export function TransferCard({ transfer, stop }: { readonly transfer: Transfer; readonly stop: boolean }) {
  const text = useText()
  const { t, size } = text
  const { account, id, name, kind, caption, phase } = transfer
  const views = useViewApi()
  const report = phase.type === 'failed' ? phase.failure.details.certificate : undefined
  const before = useRef(phase.type)
  useEffect(() => {
    const stops = before.current !== 'failed' && report !== undefined
    before.current = phase.type
    // As at a sign-in: the question comes by itself, once for all that it stops.
    if (stops) views.setState(view => ({ certificateWish: view.certificateWish ?? { report, goOn: null } }))
  }, [phase.type, report, views])
  const isOnline = useStore(state => connectionOf(state, account).phase === 'online')
  const cancel = () => drop(call('transfer.cancel', { account, transfer: id }))
  const sent = phase.type === 'uploading' ? phase.sent : 0
  const progress = progressText(text, sent, transfer.size)
  const facts = {
    waiting: () => t(isOnline ? 'file.waitsForTurn' : 'file.waitsForConnection', { size: size(transfer.size) }),
    uploading: () => progress,
    failed: () => size(transfer.size),
  }
  return (
    <>
      <FileCard
        name={name}
        kind={kind}
        stop={stop}
        facts={facts[phase.type]()}
        meter={
          phase.type === 'uploading'
            ? { name: t('file.uploading', { file: name }), value: shareOf(sent, transfer.size), text: progress }
            : null
        }
        buttons={
          phase.type === 'failed' ? null : (
            <IconButton icon={X} size="small" name={t('file.cancelUpload')} stop={stop} onPress={cancel} />
          )
        }
      />
      {caption !== '' && (
        <p className="transfer-caption" dir="auto">
          {caption}
        </p>
      )}
      {phase.type === 'failed' && (
        <FileTrouble
          account={account}
          failure={phase.failure}
          goOn={null}
          onRetry={() => drop(call('transfer.retry', { account, transfer: id }))}
          onDelete={cancel}
        />
      )}
    </>
  )
}
