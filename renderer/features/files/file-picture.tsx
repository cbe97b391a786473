import { Button as AriaButton } from 'react-aria-components'
import { type FileCopy, fileHost, type SharedFile } from '../../../shared/domain/file.ts'
import { mediaScheme } from '../../../shared/domain/profile.ts'
import { useText } from '../../text/text.tsx'
import { shownWidth } from './file-words.ts'
import './file-picture.css'

export interface FilePictureProps {
  readonly file: SharedFile
  readonly copy: FileCopy
  readonly stop: boolean
  readonly onOpen: () => void
  /** It cannot be drawn. */
  readonly onBroken: () => void
}

export function pictureUrl(copy: FileCopy): string {
  return `${mediaScheme}://${fileHost}/${copy}`
}

/** A picture in its place: that is there before the picture is, so that nothing moves when it comes. */
export function FilePicture({ file, copy, stop, onOpen, onBroken }: FilePictureProps) {
  const { t } = useText()
  const width = shownWidth(file)
  return (
    <div
      className="file-picture"
      style={{ inlineSize: width, aspectRatio: `${file.width ?? 4} / ${file.height ?? 3}` }}
    >
      {/* Not drawn before it is decoded, and nothing waits for that: a camera's picture takes a second. */}
      <img
        src={pictureUrl(copy)}
        alt={file.name}
        title={file.name}
        decoding="async"
        draggable={false}
        onError={onBroken}
      />
      {/* Over it and not around it: what is inside a button is no picture for a screen reader. */}
      <AriaButton
        className="file-picture-open"
        aria-label={t('file.open', { file: file.name })}
        excludeFromTabOrder={!stop}
        onPress={onOpen}
      />
    </div>
  )
}
