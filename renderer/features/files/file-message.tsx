import { Download, FolderOpen, X } from 'lucide-react'
import { useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { isShown, mayOpen, type SharedFile } from '../../../shared/domain/file.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import { useText } from '../../text/text.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { FileCard } from './file-card.tsx'
import { FilePicture } from './file-picture.tsx'
import { FileTrouble } from './file-trouble.tsx'
import { factsText, progressText, shareOf } from './file-words.ts'
import { PictureDialog } from './picture-dialog.tsx'
import { useFileActions } from './use-file-actions.ts'
import './file-message.css'

export interface FileMessageProps {
  readonly account: AccountId
  readonly message: MessageId
  readonly file: SharedFile
  /** The tab key comes here: only in the message that has the focus. */
  readonly stop: boolean
}

/** The file of a message: a picture in its place, anything else as a card. Fetched when it is asked for. */
export function FileMessage({ account, message, file, stop }: FileMessageProps) {
  const text = useText()
  const { t } = text
  const { name, kind, copy } = file
  const { progress, failure, saved, ...act } = useFileActions(account, message, file)
  const [large, setLarge] = useState(false)
  const [broken, setBroken] = useState(false)
  const shown = isShown(file) && !broken
  const toOpen = () => {
    // A picture comes to its place here, where it can be opened large.
    if (kind === 'picture' && copy === null) return { label: t('file.show', { file: name }), run: act.fetch }
    return mayOpen(file) ? { label: t('file.open', { file: name }), run: act.open } : null
  }
  const coming = progress !== null
  const buttons = (
    <>
      {saved && !coming && (
        <IconButton
          icon={FolderOpen}
          size="small"
          name={t('file.reveal', { file: name })}
          stop={stop}
          onPress={act.reveal}
        />
      )}
      {/* One button for both: so the focus stays on it. */}
      <IconButton
        icon={coming ? X : Download}
        size="small"
        name={coming ? t('file.cancelDownload') : t('file.save', { file: name })}
        stop={stop}
        onPress={coming ? act.cancel : act.save}
      />
    </>
  )
  return (
    <>
      {shown && copy !== null ? (
        <div className="file-message-picture">
          <FilePicture
            file={file}
            copy={copy}
            stop={stop}
            onOpen={() => setLarge(true)}
            onBroken={() => setBroken(true)}
          />
          <div className="file-message-tools">{buttons}</div>
        </div>
      ) : (
        <FileCard
          name={name}
          kind={kind}
          stop={stop}
          facts={
            progress === null
              ? factsText(text, file)
              : progressText(text, progress.received, progress.size ?? file.size)
          }
          hint={mayOpen(file) ? null : t('file.programHint')}
          meter={
            progress === null
              ? null
              : {
                  name: t('file.downloading', { file: name }),
                  value: shareOf(progress.received, progress.size ?? file.size),
                  text: progressText(text, progress.received, progress.size ?? file.size),
                }
          }
          onOpen={toOpen()}
          buttons={buttons}
        />
      )}
      {failure !== null && (
        <FileTrouble account={account} failure={failure} goOn={act.retry} onRetry={act.retry} onDelete={null} />
      )}
      {large && copy !== null && (
        <PictureDialog
          file={file}
          copy={copy}
          onSave={act.save}
          onOpenOutside={act.open}
          onClose={() => setLarge(false)}
        />
      )}
    </>
  )
}
