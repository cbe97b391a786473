import { protocol } from 'electron'
import { mediaScheme, type PictureHash, pictureHost } from '../../shared/domain/profile.ts'
import { shownPictures } from '../stanza/file/describe.ts'
import { rasterOf } from '../stanza/raster.ts'

/** Before the program is ready: the page may then name our scheme, and addresses under it have a host. */
export function announceMedia(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: mediaScheme, privileges: { standard: true, secure: true } }])
}

/**
 * Serves pictures to the page, by the hash of their bytes: it knows no path, and nothing but a picture leaves here.
 * Nobody asks which account it is of: who knows the hash has seen the picture.
 */
export function serveMedia(options: MediaSources): void {
  protocol.handle(mediaScheme, async request => (await answerMedia(request, options)) ?? new Response(null, notFound))
}

interface MediaSources {
  readonly picture: (hash: PictureHash) => Promise<Uint8Array | null>
  /** A file of a message, or one that is about to be sent, by the host and name of its address. */
  readonly file: (host: string, name: string) => Promise<Uint8Array | null>
}

const notFound = { status: 404 } as const

/** Null where there is no such picture. */
export async function answerMedia(
  request: { readonly method: string; readonly url: string },
  { picture, file }: MediaSources,
): Promise<Response | null> {
  const { host, pathname } = new URL(request.url)
  const name = /^\/([0-9a-f]{32}|[0-9a-f]{40})$/.exec(pathname)?.[1]
  if (request.method !== 'GET' || name === undefined) return null
  const isPicture = host === pictureHost
  const bytes = await (isPicture ? picture(name as PictureHash) : file(host, name))
  const raster = bytes === null ? null : isPicture ? rasterOf(bytes) : rasterOf(bytes, shownPictures)
  if (bytes === null || raster === null) return null
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': raster.type,
      // The name is made of what is in it: it is the same for ever.
      'cache-control': 'max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}
