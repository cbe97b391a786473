import { ownPictureBytes, ownPictureSide } from '../../../shared/domain/profile.ts'

/** Why a file cannot become our picture. */
export type PictureProblem = 'tooLarge' | 'notAPicture'

/** Bytes: more than any camera's picture, less than what stops the window. */
const mostBytes = 30 * 1024 * 1024

/**
 * The middle of a picture as a small square, drawn anew: nothing that the camera wrote into the file goes along.
 * @returns PNG or JPEG of at most `ownPictureBytes`, or why there is none
 */
export async function smallPicture(file: Blob): Promise<Uint8Array | PictureProblem> {
  if (file.size > mostBytes) return 'tooLarge'
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file)
  } catch {
    // No picture, one that is damaged, or drawings (SVG), which are none.
    return 'notAPicture'
  }
  try {
    for (const side of [ownPictureSide, ownPictureSide / 2]) {
      const small = await drawn(bitmap, side)
      if (small !== null) return small
    }
    return 'tooLarge'
  } finally {
    bitmap.close()
  }
}

/** Null where no quality makes it small enough. */
async function drawn(bitmap: ImageBitmap, most: number): Promise<Uint8Array | null> {
  const taken = Math.min(bitmap.width, bitmap.height)
  const side = Math.min(taken, most)
  const canvas = new OffscreenCanvas(side, side)
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.imageSmoothingQuality = 'high'
  const draw = () =>
    context.drawImage(
      bitmap,
      ...([(bitmap.width - taken) / 2, (bitmap.height - taken) / 2, taken, taken] as const),
      ...([0, 0, side, side] as const),
    )
  draw()
  const png = await canvas.convertToBlob({ type: 'image/png' })
  if (png.size <= ownPictureBytes) return bytesOf(png)
  // JPEG has no transparency: what showed through is white.
  context.fillStyle = 'white'
  context.fillRect(0, 0, side, side)
  draw()
  for (const quality of [0.9, 0.75, 0.6]) {
    const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality })
    if (jpeg.size <= ownPictureBytes) return bytesOf(jpeg)
  }
  return null
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer())
}
