import type { FileFacts, SharedFile } from '../../../shared/domain/file.ts'
import type { Text } from '../../text/text.tsx'

type Words = Pick<Text, 't' | 'size' | 'percent'>

/** What a file is: `PDF, 2.9 MB`, and where it lies while it is not here. */
export function factsText({ t, size }: Pick<Text, 't' | 'size'>, file: SharedFile): string {
  const what = [t(`file.kind-${file.kind}`), ...(file.size === null ? [] : [size(file.size)])].join(', ')
  return file.copy === null && file.host !== '' ? t('file.from', { what, host: file.host }) : what
}

/** How far a file is: `1.8 MB of 2.9 MB, 62%`; the bytes alone where nobody knows how many there are. */
export function progressText({ t, size, percent }: Words, done: number, all: number | null): string {
  const share = shareOf(done, all)
  return all === null || share === null
    ? t('file.received', { done: size(done) })
    : t('file.progress', { done: size(done), size: size(all), percent: percent(Math.floor(share)) })
}

/** From 0 to 100; null where nobody knows. A file of nothing is whole. */
export function shareOf(done: number, all: number | null): number | null {
  if (all === null) return null
  return all <= 0 ? 100 : Math.min(100, Math.max(0, (100 * done) / all))
}

/** Largest width and height of a picture in the conversation, in pixels. */
const most = { width: 360, height: 270 } as const

/** The width that a picture takes in the conversation; its height follows from its sides. Never larger than it is. */
export function shownWidth({ width, height }: Pick<FileFacts, 'width' | 'height'>): number {
  if (width === null || height === null || width <= 0 || height <= 0) return most.width
  return Math.max(1, Math.round(Math.min(width, most.width, (most.height * width) / height)))
}
