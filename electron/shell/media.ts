import { protocol } from 'electron'
import { mediaScheme, type PictureHash, pictureHost } from '../../shared/domain/profile.ts'
import { rasterOf } from '../stanza/raster.ts'

/** Before the program is ready: the page may then name our scheme, and addresses under it have a host. */
export function announceMedia(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: mediaScheme, privileges: { standard: true, secure: true } }])
}

/**
 * Serves pictures to the page, by the hash of their bytes: it knows no path, and nothing but a picture leaves here.
 * Nobody asks which account it is of: who knows the hash has seen the picture.
 */
export function serveMedia(options: { readonly picture: (hash: PictureHash) => Promise<Uint8Array | null> }): void {
  protocol.handle(
    mediaScheme,
    async request => (await answerMedia(request, options.picture)) ?? new Response(null, notFound),
  )
}

const notFound = { status: 404 } as const

/** Null where there is no such picture. */
export async function answerMedia(
  request: { readonly method: string; readonly url: string },
  picture: (hash: PictureHash) => Promise<Uint8Array | null>,
): Promise<Response | null> {
  const { host, pathname } = new URL(request.url)
  const hash = /^\/([0-9a-f]{40})$/.exec(pathname)?.[1]
  if (request.method !== 'GET' || host !== pictureHost || hash === undefined) return null
  const bytes = await picture(hash as PictureHash)
  const raster = bytes === null ? null : rasterOf(bytes)
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
