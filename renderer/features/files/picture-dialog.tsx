import type { FileCopy, SharedFile } from '../../../shared/domain/file.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel, DialogStart } from '../../ui/dialog/dialog.tsx'
import { pictureUrl } from './file-picture.tsx'
import { factsText } from './file-words.ts'
import './picture-dialog.css'

export interface PictureDialogProps {
  readonly file: SharedFile
  readonly copy: FileCopy
  readonly onSave: () => void
  readonly onOpenOutside: () => void
  readonly onClose: () => void
}

/** A picture as large as the window lets it be. */
export function PictureDialog({ file, copy, onSave, onOpenOutside, onClose }: PictureDialogProps) {
  const text = useText()
  const { t } = text
  const { width, height } = file
  const sides = width !== null && height !== null && { width, height }
  const leave = (action: () => void) => () => {
    onClose()
    action()
  }
  return (
    <Dialog
      title={file.name}
      width="picture"
      onCancel={onClose}
      buttons={
        <>
          <DialogStart>
            <span className="picture-dialog-facts">{factsText(text, file)}</span>
          </DialogStart>
          <Button onPress={leave(onOpenOutside)}>{t('file.openOutside')}</Button>
          <Button aria-label={t('file.save', { file: file.name })} onPress={leave(onSave)}>
            {t('file.saveShort')}
          </Button>
          <DialogCancel>
            <Button kind="main" autoFocus onPress={onClose}>
              {t('common.close')}
            </Button>
          </DialogCancel>
        </>
      }
    >
      <div className="picture-dialog">
        {/* Its sides are known: its place is there before it is. */}
        <img
          src={pictureUrl(copy)}
          alt={file.name}
          decoding="async"
          draggable={false}
          {...(sides && { style: { aspectRatio: `${sides.width} / ${sides.height}`, inlineSize: largest(sides) } })}
        />
      </div>
    </Dialog>
  )
}

/** As wide as it is, as the dialog is, and as its height in the window lets it be. */
function largest({ width, height }: { readonly width: number; readonly height: number }): string {
  return `min(100%, ${width}px, calc((100vh - var(--height-picture-frame)) * ${width / Math.max(1, height)}))`
}
