import { createHash } from 'node:crypto'

type Json = Readonly<Record<string, unknown>>

/**
 * The text of a settings file with a checksum as its last field: a name in which one letter has changed is JSON as
 * good as any, and would sign somebody in elsewhere.
 */
export function sealed(json: Json): { readonly json: Json; readonly text: string } {
  const { checksum: _before, ...rest } = json
  const whole = { ...rest, checksum: checksumOf(rest) }
  return { json: whole, text: `${JSON.stringify(whole, null, 2)}\n` }
}

/** Whether the file is as it was written; `absent` where it was written without a checksum. */
export function sealOf(json: Json): 'whole' | 'broken' | 'absent' {
  const { checksum, ...rest } = json
  if (checksum === undefined) return 'absent'
  return checksum === checksumOf(rest) ? 'whole' : 'broken'
}

function checksumOf(json: Json): string {
  return createHash('sha256').update(JSON.stringify(json)).digest('hex')
}
